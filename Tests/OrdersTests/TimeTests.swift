import Orders
import Testing

@Suite("Times")
struct TimeTests {
  @Test(
    "are read as exports write them",
    arguments: [
      ("2026-11-20", "2026-11-20T00:00:00Z"), ("2026-11-20 19:15", "2026-11-20T19:15:00Z"),
      ("2026-11-20 19:15:07", "2026-11-20T19:15:07Z"), ("2026-11-20T19:15:07.123Z", "2026-11-20T19:15:07Z"),
      ("2026-11-20 19:15:00 +0100", "2026-11-20T18:15:00Z"),
      ("2026-11-20T19:15:00+01:00", "2026-11-20T18:15:00Z"),
      ("2026-11-20 00:15:00 +05:30", "2026-11-19T18:45:00Z"),
      ("2026-11-20 19:15 -08", "2026-11-21T03:15:00Z"),
      ("2026-11-20 19:15:00 UTC", "2026-11-20T19:15:00Z"), ("2026/11/20 19:15", "2026-11-20T19:15:00Z"),
      ("2/24/2003 0:00", "2003-02-24T00:00:00Z"), ("11/20/2026 7:15 PM", "2026-11-20T19:15:00Z"),
      ("11/20/2026 12:05am", "2026-11-20T00:05:00Z"), ("11/20/2026", "2026-11-20T00:00:00Z"),
      ("20.11.2026", "2026-11-20T00:00:00Z"), ("3.1.2026 8:05:09", "2026-01-03T08:05:09Z"),
      ("20-11-2026 08:05", "2026-11-20T08:05:00Z"), ("1795202100", "2026-11-20T19:15:00Z"),
      ("11/20/26", "2026-11-20T00:00:00Z"), ("20.11.26 19:15", "2026-11-20T19:15:00Z"),
      ("1795202100123", "2026-11-20T19:15:00Z"), ("2024-02-29", "2024-02-29T00:00:00Z"),
      (" 2026-11-20 ", "2026-11-20T00:00:00Z"),
      ("2009-12-01 07:45:00", "2009-12-01T07:45:00Z"), ("1969-12-31 23:59:59", "1969-12-31T23:59:59Z"),
      ("2026-12-31 24:00", "2027-01-01T00:00:00Z"), ("0001-01-01", "0001-01-01T00:00:00Z"),
      ("9999-12-31", "9999-12-31T00:00:00Z"),
    ])
  func read(_ text: String, _ plain: String) throws {
    #expect(try TimeReader().read(text).description == plain)
  }

  @Test(
    "that no calendar has are refused",
    arguments: [
      "", "yesterday", "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-11-20 25:00",
      "2026-11-20 24:01",
      "2026-11-20 10:60", "2026-11-20 10", "2026-11-20 10:5", "11-20-26", "20-11-26", "2026-11",
      "2026-11-20 10:00 MARS",
      "2026-11-20x",
      "2026-11-20 10:00:00 +25:00", "13:00", "12345", "0000-01-01", "11/20/2026 13:00 PM", "20.11.2026.",
      "-2026-11-20",
    ])
  func refused(_ text: String) {
    let failure = #expect(throws: TimeReader.Failure.self) { try TimeReader().read(text) }
    #expect(failure?.message == "'\(text)' is not a date or time that we can read, such as 2026-11-20 19:15")
  }

  @Test("with slashes follow the order asked for, and a wrong guess is explained")
  func slashes() throws {
    #expect(try TimeReader(slashOrder: .dayFirst).read("2/3/2026").description == "2026-03-02T00:00:00Z")
    let failure = #expect(throws: TimeReader.Failure.self) { try TimeReader().read("24/2/2003") }
    #expect(
      failure?.message == "'24/2/2003' has no such month; if days come first, say so: --map date_order=dmy")
  }

  @Test("without an offset are in the zone asked for")
  func zone() throws {
    let reader = TimeReader(offset: try #require(TimeReader.offset("+01:00")))
    #expect(try reader.read("2026-11-20 19:15").description == "2026-11-20T18:15:00Z")
    #expect(try reader.read("2026-11-20 19:15Z").description == "2026-11-20T19:15:00Z")
    #expect(
      TimeReader.offset("-0530") == -19_800 && TimeReader.offset("UTC") == 0
        && TimeReader.offset("CET") == nil)
  }

  @Test("come back from every day of eight centuries")
  func everyDay() {
    var seconds: Int64 = -11_676_096_000  // 1600-01-01
    while seconds < 13_569_465_600 {  // 2400-01-01
      let at = UnixTime(seconds: seconds).civil
      let back = UnixTime(
        year: at.year, month: at.month, day: at.day, hour: at.hour, minute: at.minute, second: at.second)
      guard back?.seconds == seconds else {
        Issue.record("\(seconds) became \(String(describing: back?.seconds))")
        return
      }
      seconds += UnixTime.secondsPerDay - 1
    }
  }

  @Test("as serials count from 1900 or from 1904", arguments: [(0, "46346.5"), (1_462, "44884.5")])
  func serials(_ shift: Int, _ text: String) throws {
    var reader = TimeReader()
    (reader.readsSerials, reader.serialShift) = (true, shift)
    #expect(try reader.read(text).description.hasPrefix("2026-11-20T12:00"))
  }
}
