package import Crypto
import Database
import Glibc
import Synchronization

/// One immutable file of a revision: named blobs, read on demand.
///
/// Opening checks size, header and table of contents; a blob's own hash is checked when it is first read. May
/// be used by any number of threads. A part that is open stays readable after its file was unlinked.
package final class Part: Sendable {
  static let identity = FileIdentity(version: 1)
  /// Connections kept while nobody reads; each thread that reads at the same time has one of its own.
  private static let maximumIdle = 16

  package let path: String
  package let kind: PartKind
  /// The layout of the blobs; at most ``PartKind/format``.
  package let format: Int
  /// Hash of what the part was built from, as its builder was told.
  package let sources: Hash256
  package let reference: Manifest.Part

  private let contents: PartContents
  private let idle: Mutex<[PartReader]>
  private let found = Mutex<Damage?>(nil)
  /// A bit for each row whose hash was checked.
  private let verified: Mutex<[UInt64]>

  /// - Throws: ``Damage`` with the reason.
  package init(path: String, kind: PartKind, reference: Manifest.Part) throws {
    self.path = path
    self.kind = kind
    self.reference = reference
    guard let status = try FileSystem.status(path) else {
      throw Damage(kind: .missingPart, path: path, detail: "the part is missing")
    }
    guard Int(status.st_size) == reference.bytes else {
      throw Damage(
        kind: .wrongSize, path: path,
        detail: "the part has \(status.st_size) bytes; its manifest says \(reference.bytes)")
    }
    let reader = try PartReader(path: path)
    let header = try reader.header()
    guard header.kind == kind.rawValue else {
      throw Damage(
        kind: .wrongKind, path: path, detail: "the part is of kind '\(header.kind)', not '\(kind.rawValue)'")
    }
    guard (1...kind.format).contains(header.format) else {
      throw Damage(
        kind: .newerFormat, path: path,
        detail: "the part has format \(header.format); this program reads up to \(kind.format)")
    }
    guard BLAKE2b.hash128(header.contents) == reference.contents, let sources = Hash256(hex: header.sources),
      let contents = header.contents.withUnsafeBytes({ PartContents(encoded: $0) })
    else {
      throw Damage(kind: .wrongContents, path: path, detail: "the part's table of contents was altered")
    }
    format = header.format
    self.sources = sources
    self.contents = contents
    idle = Mutex([reader])
    verified = Mutex([UInt64](repeating: 0, count: (contents.entries.count + 63) / 64))
  }

  /// The first damage that reading came upon; `nil` while there is none. Whoever serves the part looks here.
  package var damage: Damage? { found.withLock { $0 } }

  func note(_ damage: Damage) { found.withLock { if $0 == nil { $0 = damage } } }

  /// How many blobs there are; their rows are 1 to `count`.
  package var count: Int { contents.entries.count }

  /// The row of a named blob, for ``withBlob(_:_:)``; `nil` when there is none. A binary search: keep the row.
  package func row(of name: String) -> Int? { contents.row(of: name) }

  /// Names that start so, sorted by their bytes.
  package func names(prefix: String = "") -> [String] { contents.names(prefix: prefix) }

  /// The size of a blob in bytes; 0 for a row that does not exist.
  package func size(ofRow row: Int) -> Int { contents[row: row]?.size ?? 0 }

  /// Lends a blob's bytes to `body`, checked when it is read for the first time. One row lookup and one copy
  /// inside SQLite; a few microseconds for a page of the FAQ.
  ///
  /// - Throws: ``Damage`` for a row that does not exist, unreadable pages or altered bytes; what `body` throws.
  package func withBlob<Result>(
    _ row: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    guard let entry = contents[row: row] else {
      throw Damage(kind: .missingBlob, path: path, detail: "the part has no blob \(row)")
    }
    do {
      return try withReader { reader in
        try reader.withBody(row) { bytes in
          if !isVerified(row) { try verify(bytes, entry) }
          return try body(bytes)
        }
      }
    } catch let damage as Damage {
      note(damage)
      throw damage
    }
  }

  /// A copy of a named blob.
  package func read(_ name: String) throws -> [UInt8] {
    guard let row = row(of: name) else {
      throw Damage(kind: .missingBlob, path: path, detail: "the part has no blob '\(name)'")
    }
    return try withBlob(row) { Array($0) }
  }

  /// Reads all of the part: every blob, seen before or not, then the whole file against its name.
  ///
  /// - Throws: The first ``Damage`` found; ``FileError`` when the file is gone or cannot be read.
  package func verify() throws {
    for entry in contents.entries {
      try withReader { reader in try reader.withBody(entry.row) { try verify($0, entry) } }
    }
    guard try DatabaseFolder.hash(path).sha256 == reference.sha256 else {
      throw Damage(kind: .wrongHash, path: path, detail: "the file was altered: its hash is not its name")
    }
  }

  private func verify(_ bytes: UnsafeRawBufferPointer, _ entry: PartContents.Entry) throws {
    guard bytes.count == entry.size, BLAKE2b.hash128(bytes) == entry.hash else {
      throw Damage(kind: .damagedBlob, path: path, detail: "the blob '\(entry.name)' was altered")
    }
    verified.withLock { $0[(entry.row - 1) / 64] |= 1 << UInt64((entry.row - 1) % 64) }
  }

  private func isVerified(_ row: Int) -> Bool {
    verified.withLock { $0[(row - 1) / 64] >> UInt64((row - 1) % 64) & 1 == 1 }
  }

  /// Lends a connection that is this thread's alone until `body` returns.
  private func withReader<Result>(_ body: (PartReader) throws -> Result) throws -> Result {
    let reader = try takeReader()
    defer { idle.withLock { if $0.count < Self.maximumIdle { $0.append(reader) } } }
    return try body(reader)
  }

  /// The connection last used, or a new one. A part that was pruned while it is served has no file to open
  /// again: then this waits for another thread's connection, of which there is always one.
  private func takeReader() throws -> PartReader {
    while true {
      if let reader = idle.withLock({ $0.popLast() }) { return reader }
      do {
        return try PartReader(path: path)
      } catch {
        guard try FileSystem.status(path) == nil else { throw error }
        usleep(50)
      }
    }
  }
}
