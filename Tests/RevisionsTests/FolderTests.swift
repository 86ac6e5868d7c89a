import Foundation
import Testing

@testable import Revisions

@Suite("Database folders")
struct FolderTests {
  let fixture: Fixture
  var path: String { fixture.database }

  init() throws { fixture = try Fixture() }

  func make(_ files: [String: String]) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name)) }
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let files: [String: String]
    let words: String
    var testDescription: String { words }
  }

  @Test(
    "a folder that is not ours is refused, made or opened, and stays as it is",
    arguments: [
      Refusal(files: ["notes.txt": ""], words: "not a Parley database: it holds 'notes.txt'"),
      Refusal(files: [".git": "", "current": "1"], words: "not a Parley database: it holds '.git'"),
      Refusal(files: ["notes.tmp": ""], words: "not a Parley database: it holds 'notes.tmp'"),
      Refusal(
        files: ["parley.format": "2\n"], words: "made by a newer Parley (format 2; this one reads up to 1)"),
    ])
  func refused(_ example: Refusal) throws {
    try make(example.files)
    let before = try fixture.contents()
    for create in [true, false] {
      let error = #expect(throws: FolderError.self) { try DatabaseFolder(path: path, create: create) }
      #expect(error?.description == "\(path): \(example.words)")
    }
    #expect(try fixture.contents() == before)
  }

  @Test("a mark that is no number is refused", arguments: ["", "x", "-1", "0", "1 ", "99999999999999999999"])
  func marks(mark: String) throws {
    try make(["parley.format": mark])
    #expect(throws: FolderError.badMark(path: path)) { try DatabaseFolder(path: path, create: true) }
  }

  @Test("a file is not a folder; what is missing is not made by opening")
  func missing() throws {
    #expect(throws: FolderError.missing(path: path)) { try DatabaseFolder(path: path, create: false) }
    #expect(!FileManager.default.fileExists(atPath: path))
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(throws: FolderError.notAFolder(path: path)) { try DatabaseFolder(path: path, create: true) }
  }

  @Test("a folder in a folder that does not exist is not made")
  func parents() throws {
    #expect(throws: FileError.self) { try DatabaseFolder(path: path + "/a/b", create: true) }
  }

  @Test(
    "an empty folder, or one with our own files only, becomes a database",
    arguments: [[:], ["secret": "s"], ["lost+found": ""], ["parley.format.77.88.tmp": ""]])
  func adopted(files: [String: String]) throws {
    try make(files)
    try DatabaseFolder(path: path, create: true).importing(.faq, seed: 1)
    #expect(try DatabaseFolder(path: path, create: false).currentNumber() == 1)
  }

  @Test("any number of processes make the same folder and import into it, one after the other")
  func racing() async throws {
    let path = path
    try await withThrowingTaskGroup(of: Int.self) { group in
      for seed in 1...6 {
        group.addTask { try DatabaseFolder(path: path, create: true).importing(.faq, seed: seed).revision }
      }
      var revisions: [Int] = []
      for try await revision in group { revisions.append(revision) }
      #expect(revisions.sorted() == Array(1...6))
    }
  }

  @Test(
    "numbers are read strictly", arguments: ["", "0", "01", "1\n\n", " 1", "1a", "+1", "1234567890123456"])
  func numbers(text: String) {
    #expect(DatabaseFolder.number(Array(text.utf8)) == nil)
    #expect(DatabaseFolder.number(Array("120\n".utf8)) == 120)
  }
}

@Suite("The lock")
struct LockTests {
  let fixture: Fixture
  let folder: DatabaseFolder

  init() throws {
    fixture = try Fixture()
    folder = try fixture.folder()
  }

  @Test("a second one waits its time, says so, and gets it when the first is done")
  func waits() throws {
    try folder.withLock { _ in
      let clock = ContinuousClock()
      let taken = clock.measure {
        let error = #expect(throws: LockError.self) {
          try folder.withLock(timeout: .milliseconds(100)) { _ in }
        }
        #expect(error?.description.hasPrefix(folder.lockPath) == true)
      }
      #expect(taken >= .milliseconds(100))
    }
    try folder.withLock(timeout: .zero) { _ in }
  }

  @Test("a process that is killed gives it back", .enabled(if: access("/usr/bin/flock", X_OK) == 0))
  func killed() throws {
    try folder.withLock { _ in }
    let holder = Process()
    holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
    holder.arguments = ["--no-fork", folder.lockPath, "sleep", "60"]
    try holder.run()
    var isHeld = false
    for _ in 0..<200 where !isHeld {
      do {
        try folder.withLock(timeout: .zero) { _ in }
        usleep(10_000)
      } catch is LockError {
        isHeld = true
      }
    }
    #expect(isHeld)
    kill(holder.processIdentifier, SIGKILL)
    holder.waitUntilExit()
    try folder.withLock(timeout: .seconds(5)) { _ in }
  }
}

@Suite("The secret of a database")
struct SecretTests {
  let fixture: Fixture
  let folder: DatabaseFolder

  init() throws {
    fixture = try Fixture()
    folder = try fixture.folder()
  }

  @Test("it is made once, for its owner's eyes only, whoever asks first")
  func made() async throws {
    let folder = folder
    let secrets = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 { group.addTask { try folder.secret() } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(secrets.count == 1)
    #expect(try folder.secret() == secrets.first)
    #expect(secrets.first?.utf8.count == 43)
    let status = try #require(try FileSystem.status(folder.secretPath))
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(fixture.names("").filter { $0.hasSuffix(".tmp") }.isEmpty)
  }

  @Test("one that is there is used; one that is too short is refused", arguments: ["", "\n", "too short\n"])
  func refused(text: String) throws {
    let own = "0123456789abcdef0123456789abcdef"
    try Data((own + "\n").utf8).write(to: URL(fileURLWithPath: folder.secretPath))
    #expect(try folder.secret() == own)
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.secretPath))
    let error = #expect(throws: FolderError.self) { try folder.secret() }
    #expect(error?.description == "\(folder.secretPath): holds no secret; remove it to have one made")
  }
}
