import Testing

@testable import HTTP

/// Every row of the table of HTTP cases that concerns framing; those about JSON and routes are tested with the routes.
@Suite("HTTP cases")
struct CasesTests {
  @Test("Well-formed requests are served", arguments: CasesA.all) func a(_ sent: Case) { check(sent) }
  @Test("Request lines are read strictly", arguments: CasesB.all) func b(_ sent: Case) { check(sent) }
  @Test("One host, well formed", arguments: CasesC.all) func c(_ sent: Case) { check(sent) }
  @Test("Field lines are read strictly", arguments: CasesD.all) func d(_ sent: Case) { check(sent) }
  @Test("One length in plain digits", arguments: CasesE.all) func e(_ sent: Case) { check(sent) }
  @Test("Chunked is the only transfer coding", arguments: CasesF.all) func f(_ sent: Case) { check(sent) }
  @Test("Chunks are read strictly", arguments: CasesG.all) func g(_ sent: Case) { check(sent) }

  @Test("A client that stops half way is told so, or just closed before it began", arguments: CasesJ.all)
  func j(_ sent: Case, isBegun: Bool) {
    let feeder = check(sent)
    feeder.expire()
    #expect(feeder.events == (isBegun ? [.refused(.timedOut), .closed] : [.closed]))
  }

  @Test func theWithheldBodyIsAskedFor() {
    let feeder = Feeder()
    feeder.send(Base.post("Content-Length: 16\r\nExpect: 100-continue\r\n", ""))
    #expect(feeder.events == [.sentContinue])
    feeder.send(Base.body)
    #expect(feeder.events == [.sentContinue, .request("POST /v1/chat", body: Base.body)])
  }

  @Test func anotherExpectationIsRefused() {
    let feeder = Feeder()
    feeder.send(Base.post("Content-Length: 16\r\nExpect: dessert\r\n", ""))
    #expect(feeder.events == [.refused(.expectationFailed), .closed])
  }

  /// Sends a case whole, in odd pieces and byte by byte; the outcome must be the same.
  @discardableResult
  private func check(_ sent: Case) -> Feeder {
    // Cutting the largest ones into single bytes shows nothing new and takes long.
    let sizes = sent.bytes.count > 20_000 ? [Int.max, 1000] : [Int.max, 7, 1]
    var last = Feeder()
    for size in sizes {
      let feeder = Feeder()
      feeder.send(sent.bytes, inPiecesOf: size)
      if sent.ends { feeder.end() }
      // A client that announces its body and waits is told to go on; how often depends on the pieces.
      let events = feeder.events.filter { $0 != .sentContinue }
      if case .refused(_, let before) = sent.expected {
        #expect(feeder.requests == before, "\(sent.id) in pieces of \(size)")
        #expect(Array(events.dropFirst(before)) == sent.events, "\(sent.id) in pieces of \(size)")
      } else {
        #expect(events == sent.events, "\(sent.id) in pieces of \(size)")
      }
      last = feeder
    }
    return last
  }
}
