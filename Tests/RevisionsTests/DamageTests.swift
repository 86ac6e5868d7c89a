import Database
import Dice
import Foundation
import Testing

@testable import Revisions

@Suite("Damage is refused with its reason, never served and never fatal")
struct DamageTests {
  let fixture: Fixture
  let folder: DatabaseFolder

  init() throws {
    fixture = try Fixture()
    folder = try fixture.folder()
    try folder.importing(.faq, seed: 1)
    try folder.importing(.intents, seed: 2)
  }

  func write(_ bytes: [UInt8], _ path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// One to eight flipped bits, or another length.
  static func damaged(_ bytes: [UInt8], _ random: inout Dice) -> [UInt8] {
    var damaged = bytes
    switch Int.random(in: 0..<4, using: &random) {
    case 0: damaged.removeLast(Int.random(in: 1...bytes.count, using: &random))
    case 1: damaged += [0]
    default:
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        damaged[Int.random(in: 0..<bytes.count, using: &random)] ^=
          1 << UInt8.random(in: 0..<8, using: &random)
      }
    }
    return damaged
  }

  @Test("200 damaged parts: found by a deep check, and no altered blob is ever handed out")
  func parts() throws {
    var random = Dice(seed: 1)
    let manifest = try folder.manifest(2)
    let reference = try #require(manifest.parts[.faq])
    let path = folder.path(of: .faq, reference.sha256)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var refusals = 0
    for round in 0..<200 {
      let damaged = Self.damaged(bytes, &random)
      if damaged == bytes { continue }
      try write(damaged, path)
      let damages = try folder.verify(deep: true)
      #expect(damages.count == 1 && damages[0].path == path, "round \(round): \(damages)")
      refusals += refusedReads(path, reference)
    }
    #expect(refusals > 50)
  }

  /// Opens the part and reads all of it, as a server would; 1 when something was refused.
  func refusedReads(_ path: String, _ reference: Manifest.Part) -> Int {
    do {
      let part = try Part(path: path, kind: .faq, reference: reference)
      for index in 0..<5 {
        let blob = try part.read(DatabaseFolder.name(index))
        #expect(blob == DatabaseFolder.blob(index, seed: 1))
      }
      return 0
    } catch {
      #expect(error is Damage, "\(error)")
      return 1
    }
  }

  @Test("200 damaged manifests: each is refused, the others stay")
  func manifests() throws {
    var random = Dice(seed: 2)
    let path = folder.path(ofManifest: 2)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    for round in 0..<200 {
      let damaged = Self.damaged(bytes, &random)
      if damaged == bytes { continue }
      try write(damaged, path)
      #expect(throws: Damage.self, "round \(round)") { try folder.manifest(2) }
      #expect(throws: Damage.self) { try folder.current() }
      #expect(try folder.verify(deep: false).map(\.path) == [path])
    }
    #expect(try folder.manifest(1).revision == 1)
    let history = try folder.history()
    #expect(history.map(\.number) == [2, 1])
    #expect(throws: Damage.self) { try history[0].manifest.get() }
    #expect(throws: Never.self) { try history[1].manifest.get() }
  }

  @Test("a damaged part is mended by importing the same again")
  func mending() throws {
    let path = folder.path(of: .faq, try #require(try folder.manifest(2).parts[.faq]).sha256)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    try write(Array(bytes.dropLast(100)) + [UInt8](repeating: 1, count: 100), path)
    #expect(try !folder.verify(deep: true).isEmpty)
    #expect(try !folder.importing(.faq, seed: 1).isNew)
    #expect(try folder.verify(deep: true).isEmpty)
  }

  @Test("an altered blob is found when it is first read, and only then")
  func lazily() throws {
    let reference = try #require(try folder.manifest(2).parts[.faq])
    let path = folder.path(of: .faq, reference.sha256)
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    // The body of the largest blob fills whole pages with one byte.
    let fill = try #require(DatabaseFolder.blob(4, seed: 1).first)
    let place = try #require(bytes.indices.last { bytes[$0] == fill && bytes[$0 - 1000] == fill })
    bytes[place] ^= 1
    try write(bytes, path)
    let part = try Part(path: path, kind: .faq, reference: reference)
    #expect(try part.read("entries/1") == DatabaseFolder.blob(1, seed: 1))
    for _ in 0..<2 {
      let damage = #expect(throws: Damage.self) { try part.read("entries/4") }
      #expect(damage?.description == "\(path): the blob 'entries/4' was altered")
    }
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let kind: Damage.Kind
    let detail: String
    let alter: @Sendable (DatabaseFolder) throws -> Void
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "no part", kind: .missingPart, detail: "the part is missing") { folder in
      try FileManager.default.removeItem(atPath: try path(folder))
    },
    Case(name: "empty part", kind: .wrongSize, detail: "the part has 0 bytes; its manifest says ") {
      folder in
      try Data().write(to: URL(fileURLWithPath: try path(folder)))
    },
    Case(name: "a text", kind: .notAPart, detail: "not readable as a part: file is not a database") {
      folder in
      let count = try folder.manifest(2).parts[.faq]!.bytes
      try Data(repeating: 65, count: count).write(to: URL(fileURLWithPath: try path(folder)))
    },
    Case(name: "bad current", kind: .badCurrent, detail: "not a revision number") { folder in
      try Data("two\n".utf8).write(to: URL(fileURLWithPath: folder.currentPath))
    },
    Case(name: "empty current", kind: .badCurrent, detail: "not a revision number") { folder in
      try Data().write(to: URL(fileURLWithPath: folder.currentPath))
    },
    Case(name: "lost current", kind: .badCurrent, detail: "missing, though there are revisions") { folder in
      try FileManager.default.removeItem(atPath: folder.currentPath)
    },
    Case(name: "current names nothing", kind: .badCurrent, detail: "names revision 9, which has no manifest")
    { folder in
      try Data("9\n".utf8).write(to: URL(fileURLWithPath: folder.currentPath))
    },
  ]

  static func path(_ folder: DatabaseFolder) throws -> String {
    folder.path(of: .faq, try folder.manifest(2).parts[.faq]!.sha256)
  }

  @Test("each kind of damage has its words", arguments: cases)
  func words(_ example: Case) throws {
    try example.alter(folder)
    let damage = try #require(try folder.verify(deep: false).first)
    #expect(damage.kind == example.kind)
    #expect(damage.detail.hasPrefix(example.detail))
    #expect(throws: (any Error).self) { try folder.current() }
  }

  @Test("a part of another kind is refused")
  func otherKind() throws {
    let faq = try #require(try folder.manifest(2).parts[.faq])
    let path = folder.path(of: .faq, faq.sha256)
    let damage = #expect(throws: Damage.self) { try Part(path: path, kind: .intents, reference: faq) }
    #expect(
      damage == Damage(kind: .wrongKind, path: path, detail: "the part is of kind 'faq', not 'intents'"))
  }

  @Test(
    "a part of a newer layout is refused, whether of its blobs or of the file",
    arguments: [
      (
        "UPDATE header SET format = 99",
        "the part has format 99; this program reads up to \(PartKind.faq.format)"
      ),
      ("PRAGMA user_version = 2", "written by a newer Parley (version 2; this one reads up to 1)"),
    ])
  func newer(sql: String, words: String) throws {
    let faq = try #require(try folder.manifest(2).parts[.faq])
    let path = folder.path(of: .faq, faq.sha256)
    do { try Connection(path: path, mode: .build, identity: Part.identity).execute(sql) }
    let damage = try #require(try folder.verify(deep: false).first)
    #expect(damage == Damage(kind: .newerFormat, path: path, detail: words))
  }
}
