import Foundation
import Synchronization
import Testing

@testable import Revisions

/// A process that dies before its `step`-th change to the disk: from then on it changes nothing.
final class Crash: Error, Sendable {
  private let left: Mutex<Int>
  init(beforeStep step: Int) { left = Mutex(step) }

  var files: FileSystem {
    FileSystem { [self] _ in
      let isDead = left.withLock { left in
        left -= 1
        return left < 0
      }
      if isDead { throw self }
    }
  }

  var happened: Bool { left.withLock { $0 < 0 } }
}

@Suite("A process that dies between any two changes to the disk leaves the old state or the new one")
struct CrashTests {
  /// Runs `body` with a death before each step in turn, each in a fresh copy of `prepare`'s database; checks what it left.
  func atEachStep(
    prepare: (DatabaseFolder) throws -> Void, body: (DatabaseFolder) throws -> Void,
    check: (DatabaseFolder, Bool) throws -> Void
  ) throws -> Int {
    for step in 0..<1000 {
      let fixture = try Fixture()
      try prepare(try fixture.folder())
      let crash = Crash(beforeStep: step)
      do {
        try body(try fixture.folder(crash.files))
      } catch is Crash {}
      let after = try fixture.folder()
      let damages = try after.verify(deep: true)
      #expect(damages.isEmpty, "after step \(step): \(damages)")
      try check(after, crash.happened)
      if !crash.happened { return step }
    }
    Issue.record("no end after 1000 steps")
    return 0
  }

  @Test("publishing")
  func publish() throws {
    var outcomes: Set<Int> = []
    let steps = try atEachStep {
      try $0.importing(.faq, seed: 1)
      try $0.importing(.intents, seed: 1)
    } body: {
      try $0.importing(.faq, seed: 2)
    } check: { folder, hasCrashed in
      let number = try #require(try folder.currentNumber())
      outcomes.insert(number)
      let part = try #require(try folder.current()?.parts[.faq])
      #expect(try part.read("entries/3") == DatabaseFolder.blob(3, seed: number == 2 ? 1 : 2))
      if !hasCrashed { #expect(number == 3) }
      // The next import goes through, with a number of its own, and clears away what is left over.
      let next = try folder.importing(.faq, seed: 3)
      #expect(next.isNew && next.revision >= 3)
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      #expect(names.allSatisfy { !$0.hasSuffix(".tmp") || !$0.contains("/") })
    }
    #expect(outcomes == [2, 3])
    #expect(steps >= 12)
  }

  @Test("the first import, the folder itself included")
  func first() throws {
    let steps = try atEachStep { folder in
      try FileManager.default.removeItem(atPath: folder.path)
    } body: {
      try $0.importing(.faq, seed: 1)
    } check: { folder, hasCrashed in
      let number = try folder.currentNumber()
      #expect(number == nil || number == 1)
      if !hasCrashed { #expect(number == 1) }
      #expect(try folder.importing(.faq, seed: 2).isNew)
    }
    #expect(steps >= 15)
  }

  @Test("rolling back")
  func rollback() throws {
    let steps = try atEachStep {
      for seed in 1...3 { try $0.importing(.faq, seed: seed) }
    } body: { folder in
      try folder.withLock { try folder.rollback(to: 1, holding: $0) }
    } check: { folder, hasCrashed in
      let number = try folder.currentNumber()
      #expect(number == 3 || number == 1)
      if !hasCrashed { #expect(number == 1) }
    }
    #expect(steps >= 4)
  }

  @Test("pruning")
  func prune() throws {
    let steps = try atEachStep {
      for seed in 1...4 { try $0.importing(.faq, seed: seed) }
    } body: { folder in
      try folder.withLock { _ = try folder.prune(keeping: 1, holding: $0) }
    } check: { folder, _ in
      #expect(try folder.currentNumber() == 4)
      try folder.withLock { _ = try folder.prune(keeping: 1, holding: $0) }
      #expect(try folder.history().count == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.partsPath).count == 1)
    }
    #expect(steps >= 6)
  }

  @Test("making the secret")
  func secret() throws {
    let steps = try atEachStep { _ in
    } body: {
      _ = try $0.secret()
    } check: { folder, _ in
      let secret = try folder.secret()
      #expect(try folder.secret() == secret)
    }
    #expect(steps >= 4)
  }
}
