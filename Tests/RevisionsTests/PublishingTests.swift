import Crypto
import Foundation
import Testing

@testable import Revisions

@Suite("Publishing")
struct PublishingTests {
  let fixture: Fixture
  let folder: DatabaseFolder

  init() throws {
    fixture = try Fixture()
    folder = try fixture.folder()
  }

  @Test("a new database is empty and valid")
  func empty() throws {
    #expect(try folder.currentNumber() == nil)
    #expect(try folder.current() == nil)
    #expect(try folder.history().isEmpty)
    #expect(try folder.verify(deep: true).isEmpty)
  }

  @Test("what was imported is served, blob by blob")
  func served() throws {
    #expect(try folder.importing(.faq, seed: 1) == .init(revision: 1, isNew: true))
    let revision = try #require(try folder.current())
    #expect(revision.number == 1)
    #expect(revision.manifest.note == "faq 1")
    #expect(revision.manifest.created == "2026-11-18T11:06:40Z")
    let part = try #require(revision.parts[.faq])
    #expect(part.count == 5)
    for index in 0..<5 {
      let blob = DatabaseFolder.blob(index, seed: 1)
      #expect(try part.read(DatabaseFolder.name(index)) == blob)
      #expect(part.row(of: DatabaseFolder.name(index)) == index + 1)
      #expect(part.size(ofRow: index + 1) == blob.count)
      #expect(try part.withBlob(index + 1) { $0.elementsEqual(blob) })
    }
    #expect(part.row(of: "entries/5") == nil)
    #expect(part.names(prefix: "entries/").count == 5)
    #expect(part.names(prefix: "f").isEmpty)
    #expect(throws: Damage.self) { try part.read("entries/5") }
    #expect(throws: Damage.self) { try part.withBlob(0) { _ in } }
    #expect(throws: Damage.self) { try part.withBlob(6) { _ in } }
  }

  @Test("an import keeps the parts it does not touch, and builds on the live revision")
  func builtOn() throws {
    try folder.importing(.faq, seed: 1)
    try folder.importing(.intents, seed: 2)
    let second = try folder.manifest(2)
    #expect(Set(second.parts.keys) == [.faq, .intents])
    #expect(second.parts[.faq] == (try folder.manifest(1)).parts[.faq])
    try folder.importing(.faq, seed: 3)
    #expect(try folder.manifest(3).parts[.intents] == second.parts[.intents])
    #expect(fixture.names("parts").count == 3)
  }

  @Test("importing the same again writes no byte")
  func unchanged() throws {
    try folder.importing(.faq, seed: 1)
    let before = try fixture.contents()
    #expect(try folder.importing(.faq, seed: 1) == .init(revision: 1, isNew: false))
    #expect(try fixture.contents() == before)
  }

  @Test("the same blobs give the same file in another folder too")
  func deterministic() throws {
    let other = try Fixture()
    try folder.importing(.faq, seed: 1, blobs: 500)
    try other.folder().importing(.faq, seed: 1, blobs: 500)
    let (one, two) = (try fixture.contents(), try other.contents())
    #expect(one.filter { $0.key.hasPrefix("parts/faq") }.count == 1)
    #expect(one == two)
  }

  @Test("numbers are never used twice, not even after a rollback")
  func numbers() throws {
    for seed in 1...3 { try folder.importing(.faq, seed: seed) }
    try folder.withLock { try folder.rollback(to: 1, holding: $0) }
    #expect(try folder.currentNumber() == 1)
    #expect(try folder.importing(.faq, seed: 9).revision == 4)
    #expect(try folder.history().map(\.number) == [4, 3, 2, 1])
    #expect(try folder.history().filter(\.isCurrent).map(\.number) == [4])
  }

  @Test("a rollback serves exactly what was served then; to nowhere it changes nothing")
  func rollback() throws {
    try folder.importing(.faq, seed: 1)
    try folder.importing(.faq, seed: 2)
    #expect(throws: FolderError.noRevision(path: folder.path, number: 7)) {
      try folder.withLock { try folder.rollback(to: 7, holding: $0) }
    }
    #expect(try folder.currentNumber() == 2)
    try folder.withLock { try folder.rollback(to: 1, holding: $0) }
    let part = try #require(try folder.current()?.parts[.faq])
    #expect(try part.read("entries/3") == DatabaseFolder.blob(3, seed: 1))
  }

  @Test("an import after a rollback builds on what is live then")
  func importAfterRollback() throws {
    try folder.importing(.faq, seed: 1)
    try folder.importing(.faq, seed: 2)
    try folder.withLock { try folder.rollback(to: 1, holding: $0) }
    try folder.importing(.intents, seed: 3)
    #expect(try folder.manifest(3).parts[.faq] == (try folder.manifest(1)).parts[.faq])
  }

  @Test("old revisions go and their parts with them, but never the live one")
  func pruning() throws {
    for seed in 1...6 { try folder.importing(.faq, seed: seed, keeping: 3) }
    #expect(try folder.history().map(\.number) == [6, 5, 4])
    #expect(fixture.names("parts").count == 3)
    let removed = try folder.withLock { lock in
      try folder.rollback(to: 4, holding: lock)
      return try folder.prune(keeping: 1, holding: lock)
    }
    #expect(removed.count == 2)
    #expect(try folder.history().map(\.number) == [6, 4])
    #expect(try folder.verify(deep: true).isEmpty)
    #expect(try folder.importing(.faq, seed: 7).revision == 7)
  }

  @Test("a reader of a pruned part goes on, from several threads at once")
  func prunedWhileServed() async throws {
    try folder.importing(.faq, seed: 1)
    let part = try #require(try folder.current()?.parts[.faq])
    for seed in 2...4 { try folder.importing(.faq, seed: seed, keeping: 1) }
    #expect(fixture.names("parts").count == 1)
    #expect(access(part.path, F_OK) != 0)
    try await Self.readFromManyThreads(part, seed: 1)
  }

  @Test("a part is read from several threads at once")
  func concurrent() async throws {
    try folder.importing(.faq, seed: 1)
    try await Self.readFromManyThreads(try #require(try folder.current()?.parts[.faq]), seed: 1)
  }

  static func readFromManyThreads(_ part: Part, seed: Int) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for turn in 0..<100 {
            let index = (task + turn) % 5
            let blob = try part.read(DatabaseFolder.name(index))
            #expect(blob == DatabaseFolder.blob(index, seed: seed))
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("no journal or temporary file is left beside published ones")
  func tidy() throws {
    try folder.importing(.faq, seed: 1)
    #expect(fixture.names("parts").allSatisfy { $0.hasSuffix(".db") })
    #expect(fixture.names("") == ["current", "lock", "manifests", "parley.format", "parts"])
    #expect(fixture.names("manifests") == ["1.json"])
  }

  @Test("an import that fails leaves the live revision and no file behind")
  func failed() throws {
    struct Stop: Error {}
    try folder.importing(.faq, seed: 1)
    let before = try fixture.contents()
    #expect(throws: Stop.self) {
      try folder.withLock { lock in
        _ = try folder.makePart(.faq, sources: SHA256.hash([]), holding: lock) {
          try $0.add("a", [1])
          throw Stop()
        }
      }
    }
    #expect(try fixture.contents() == before)
  }

  @Test("a lost `current` is no empty folder, and a rollback mends it")
  func lostCurrent() throws {
    try folder.importing(.faq, seed: 1)
    try FileManager.default.removeItem(atPath: folder.currentPath)
    #expect(try folder.currentNumber() == 1)
    #expect(try folder.importing(.faq, seed: 1) == .init(revision: 1, isNew: false))
    try folder.importing(.intents, seed: 2)
    try FileManager.default.removeItem(atPath: folder.currentPath)
    #expect(throws: Damage.self) { try folder.importing(.faq, seed: 3) }
    try folder.withLock { try folder.rollback(to: 2, holding: $0) }
    #expect(try folder.current()?.parts.count == 2)
  }

  @Test("a watcher tells each change once")
  func watcher() throws {
    var watcher = RevisionWatcher(folder, serving: nil)
    #expect(watcher.poll() == nil)
    try folder.importing(.faq, seed: 1)
    #expect(watcher.poll() == 1)
    #expect(watcher.poll() == nil)
    try folder.importing(.faq, seed: 1)
    #expect(watcher.poll() == nil)
    try folder.importing(.faq, seed: 2)
    try folder.importing(.faq, seed: 3)
    #expect(watcher.poll() == 3)
    try folder.withLock { try folder.rollback(to: 1, holding: $0) }
    #expect(watcher.poll() == 1)
    watcher.forget(serving: 3)
    #expect(watcher.poll() == 1)
    watcher.forget(serving: 1)
    #expect(watcher.poll() == nil)
    var late = RevisionWatcher(folder, serving: 1)
    #expect(late.poll() == nil)
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder.currentPath))
    #expect(late.poll() == nil)
  }
}
