import Crypto
import Foundation
import Revisions
import Testing
import Text

@testable import FAQ

@Suite("FAQ parts")
struct FAQPartTests {
  private func withFolder(_ body: (DatabaseFolder) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "parley-faq-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(DatabaseFolder(path: path, create: true))
  }

  private func publish(_ entries: [FAQEntry], to folder: DatabaseFolder) throws -> Part {
    try folder.withLock { lock in
      let part = try folder.makePart(.faq, sources: SHA256.hash([]), holding: lock) { builder in
        try FAQCompiler().compile({ body in try entries.forEach(body) }, into: builder)
      }
      _ = try folder.publish([.faq: part], note: "test", created: 1_795_000_000, holding: lock)
    }
    return try #require(try folder.current()?.parts[.faq])
  }

  @Test("a published FAQ is searched and read from its part, and the same entries give the same file")
  func published() throws {
    try withFolder { folder in
      let part = try publish(shopFAQ, to: folder)
      let index = try FAQIndex(part: part)
      #expect(try index.ids("where is my parcel").first == "track")
      let pay = try #require(try index.entry(id: "pay"))
      #expect(pay.answer == "Cards and invoice.")
      let again = try publish(shopFAQ, to: folder)
      #expect(again.reference.sha256 == part.reference.sha256)
    }
  }

  @Test("threads that share a part and a small cache all read what is right")
  func threads() async throws {
    let path = NSTemporaryDirectory() + "parley-faq-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let entries = (0..<2_000).map {
      FAQEntry(id: "e\($0)", question: "Is thing \($0) sold?", answer: String(repeating: "\($0) ", count: 50))
    }
    let part = try publish(entries, to: DatabaseFolder(path: path, create: true))
    let index = try FAQIndex(part: part, cacheBytes: 200_000)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for thread in 0..<4 {
        group.addTask {
          for step in 0..<500 {
            let number = (step * 7919 + thread * 31) % entries.count
            let (byOrdinal, byId) = (try index.entry(number), try index.entry(id: "e\(number)"))
            #expect(byOrdinal == entries[number] && byId == entries[number])
          }
        }
      }
      try await group.waitForAll()
    }
    let statistics = index.cacheStatistics
    #expect(statistics.bytes <= 200_000 && statistics.hits > 0 && statistics.misses > 20)
  }
}
