import Formats
import Orders
import Testing

@testable import Dialogue

@Suite("Policies and the shop's calendar")
struct PolicyTests {
  /// 2026-11-21 00:30 in Amsterdam, still the 20th in UTC.
  private let now = UnixTime(year: 2026, month: 11, day: 20, hour: 23, minute: 30)!.seconds

  private func rows(_ conditions: String) throws -> [PolicyRow] {
    var reader = PlaybookReader()
    let text = "policies: {t: [{row: it, decide: allow, \(conditions)}]}"
    try reader.readPolicies(.parse(SourceFile(name: "p.yaml", text: text)))
    return try #require(reader.source.locales["en"]?.policies["t"])
  }

  @Test(
    "count whole days of the shop's time zone",
    arguments: [
      ("'<= 30'", 30, true), ("'<= 30'", 31, false), ("'> 30'", 30, false), ("'> 30'", 31, true),
      ("under 3", 2, true), ("under 3", 3, false), ("over 3", 4, true), ("3..5", 3, true), ("3..5", 5, true),
      ("3..5", 6, false), ("3", 3, true), ("'>= 0'", -1, false), ("missing", 1, false),
    ])
  func days(_ condition: String, _ days: Int, _ holds: Bool) throws {
    let zone = try #require(ZoneFile.table(of: "Europe/Amsterdam"), "this host has no tzdata")
    var order = Order(number: "1", status: .delivered)
    // Half past one in the morning of the day, by the clock of the shop.
    order.deliveredAt = UnixTime(seconds: now).advanced(by: 3_600 - Int64(days) * 86_400)
    #expect(
      try (rows("days_since_delivered: \(condition)").row(for: order, now: now, in: zone) == 0) == holds)
  }

  @Test("tell a date that is missing")
  func missing() throws {
    let order = Order(number: "1", status: .delivered)
    #expect(try rows("days_since_delivered: missing").row(for: order, now: now, in: .utc) == 0)
    #expect(try rows("days_since_delivered: '<= 99999'").row(for: order, now: now, in: .utc) == nil)
  }

  @Test(
    "tell classes of items, parcels and statuses",
    arguments: [
      ("class: final-sale", ["final-sale", nil], true), ("class: final-sale", ["books"], false),
      ("only_class: final-sale", ["final-sale", nil], false),
      ("only_class: final-sale", ["final-sale"], true),
      ("only_class: final-sale", [], false), ("tracking: missing", [], true), ("tracking: known", [], false),
      ("status: [paid, shipped]", [], true), ("status: delivered", [], false),
    ] as [(String, [String?], Bool)])
  func classes(_ condition: String, _ classes: [String?], _ holds: Bool) throws {
    var order = Order(number: "1", status: .paid)
    order.items = classes.map { Order.Item(name: "thing", itemClass: $0) }
    #expect(try (rows(condition).row(for: order, now: now, in: .utc) == 0) == holds)
  }

  @Test(
    "know when clocks change, in years to come too",
    arguments: [
      ("Europe/Amsterdam", 2026, 3, 29, 0, 3_600), ("Europe/Amsterdam", 2026, 3, 29, 1, 7_200),
      ("Europe/Amsterdam", 2026, 10, 25, 0, 7_200), ("Europe/Amsterdam", 2026, 10, 25, 1, 3_600),
      ("Europe/Amsterdam", 2049, 7, 1, 0, 7_200), ("America/New_York", 2045, 1, 1, 0, -18_000),
      ("America/New_York", 2045, 7, 1, 0, -14_400), ("Asia/Kolkata", 2030, 1, 1, 0, 19_800),
      ("Australia/Sydney", 2040, 1, 1, 0, 39_600), ("Australia/Sydney", 2040, 7, 1, 0, 36_000),
      ("UTC", 2026, 1, 1, 0, 0),
    ])
  func zones(_ name: String, _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ offset: Int64) throws {
    let zone = try #require(ZoneFile.table(of: name), "this host has no tzdata")
    let time = try #require(UnixTime(year: year, month: month, day: day, hour: hour))
    // At one o'clock UTC Europe's clocks change.
    #expect(zone.offset(at: time.seconds) == offset)
  }

  @Test(
    "are of UTC, said aloud, in a zone that the host does not know",
    arguments: ["Mars/Olympus", "../etc/passwd", "/etc/hosts", ""])
  func unknownZone(_ name: String) throws {
    var reader = PlaybookReader()
    try reader.readShop(.parse(SourceFile(name: "shop.yaml", text: "{name: S, timezone: '\(name)'}")))
    #expect(reader.source.settings.zone == .utc)
    #expect(reader.report.warningCount == 1)
  }

  @Test("of another language only word the rows of the store's own")
  func words() throws {
    var reader = PlaybookReader()
    let own = "policies: {t: [{row: a, status: paid, decide: deny, say: 'No.'}, {row: b, decide: allow}]}"
    let other = "{locale: de, policies: {t: [{row: a, decide: deny, say: 'Nein.'}]}}"
    for text in [own, other] { try reader.readPolicies(.parse(SourceFile(name: "p.yaml", text: text))) }
    let policy = try #require(Playbook(reader.source).book(for: "de").policy("t"))
    let paid = policy.verdict(on: Order(number: "1", status: .paid), now: now, in: .utc)
    #expect(paid.texts.map { $0.render { _ in nil } } == ["Nein."])
    let sent = policy.verdict(on: Order(number: "1", status: .shipped), now: now, in: .utc)
    #expect(sent.row == "b")
  }

  @Test("of a damaged zone file are none", arguments: [0, 10, 44, 200, 1_000])
  func damaged(_ length: Int) {
    #expect(ZoneFile(bytes: Array("TZif2".utf8) + [UInt8](repeating: 0xFF, count: length)).table() == nil)
  }
}
