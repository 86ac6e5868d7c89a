import Testing

@testable import Service

@Suite("Responses that leave together")
struct DeparturesTests {
  /// Remembers what it was given to send.
  private final class Recipient: Departing {
    private(set) var sent: [String] = []
    func depart(_ bytes: UnsafeRawBufferPointer) { sent.append(String(decoding: bytes, as: UTF8.self)) }
  }

  @Test func givesEveryConnectionItsOwnPieceOfTheOutput() {
    let recipients = (0..<3).map { _ in Recipient() }
    var departures = Departures()
    for (recipient, end) in zip(recipients, [3, 3, 8]) { departures.add(recipient, upTo: end) }
    #expect(departures.count == 3)
    #expect(departures.end == 8)
    Array("oneeight".utf8).withUnsafeBytes { departures.leave($0) }
    #expect(recipients.map(\.sent) == [["one"], [""], ["eight"]])
  }

  @Test func startsAgainAtTheBeginningOfTheOutputOnceCleared() {
    let (first, second) = (Recipient(), Recipient())
    var departures = Departures()
    departures.add(first, upTo: 5)
    departures.clear()
    #expect(departures.count == 0)
    departures.add(second, upTo: 2)
    Array("ab".utf8).withUnsafeBytes { departures.leave($0) }
    #expect(first.sent.isEmpty)
    #expect(second.sent == ["ab"])
  }
}
