import Crypto
import Foundation

@testable import Revisions

/// A database folder of one test, gone with it.
final class Fixture: Sendable {
  let path: String

  /// In memory where there is such a place: a sync on a busy disk takes a tenth of a second.
  private static let place =
    access("/dev/shm", W_OK) == 0 ? "/dev/shm" : FileManager.default.temporaryDirectory.path

  init() throws {
    path = Self.place + "/parley-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var database: String { path + "/db" }

  func folder(_ files: FileSystem = FileSystem()) throws -> DatabaseFolder {
    try DatabaseFolder(path: database, create: true, files: files)
  }

  func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: database + "/" + folder)) ?? []).sorted()
  }

  /// Everything in the database, by its path in it.
  func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: database) {
      contents[name] = FileManager.default.contents(atPath: database + "/" + name)
    }
    return contents
  }
}

extension DatabaseFolder {
  /// Imports one part of a few blobs that depend on `seed`, as the command line does.
  @discardableResult
  func importing(
    _ kind: PartKind, seed: Int, blobs: Int = 5, keeping: Int = 20
  ) throws -> Publication {
    try withLock { lock in
      let part = try makePart(kind, seed: seed, blobs: blobs, holding: lock)
      return try publish(
        [kind: part], note: "\(kind) \(seed)", created: 1_795_000_000, keeping: keeping, holding: lock)
    }
  }

  func makePart(
    _ kind: PartKind, seed: Int, blobs: Int = 5, holding lock: borrowing FolderLock
  ) throws -> Manifest.Part {
    try makePart(kind, sources: SHA256.hash([UInt8(truncatingIfNeeded: seed)]), holding: lock) { builder in
      for index in 0..<blobs { try builder.add(Self.name(index), Self.blob(index, seed: seed)) }
    }
  }

  static func name(_ index: Int) -> String { "entries/\(index)" }

  /// Sizes from nothing to many pages.
  static func blob(_ index: Int, seed: Int) -> [UInt8] {
    let sizes = [0, 10, 4000, 20_000, 70_000]
    let fill = UInt8(truncatingIfNeeded: seed &* 31 &+ index)
    return [UInt8](repeating: fill, count: sizes[index % sizes.count])
  }
}
