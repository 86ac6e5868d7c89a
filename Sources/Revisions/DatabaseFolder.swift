import Crypto
import Glibc

/// A store's database: one folder.
///
///     parts/<kind>-<sha256>.db   immutable files named by their hash
///     manifests/<number>.json    revisions, each naming its parts; numbers are never reused
///     current                    the number of the live one, replaced by rename
///     lock                       held by whoever changes any of these
///     orders.db  orders.index  secret   not part of any revision
///     parley.format              marks the folder as ours and in which layout
///
/// Reading needs no lock: every file is whole and final from the moment its name exists.
package struct DatabaseFolder: Sendable {
  /// The layout of the folder that this program makes and the newest it reads.
  static let format = 1
  static let markName = "parley.format"
  private static let ownNames: Set<String> = [
    markName, "parts", "manifests", "current", "lock", "orders.db", "orders.db-wal", "orders.db-shm",
    "orders.index", "orders.index.new",
    "secret",
    "misses.jsonl", "misses.1.jsonl", "lost+found",
  ]

  package let path: String
  let files: FileSystem

  /// Opens a database, or makes an empty one.
  ///
  /// - Parameter create: Make what is missing; an empty folder becomes a database.
  /// - Throws: ``FolderError`` for a folder that is missing, of another program, or newer; ``FileError``.
  package init(path: String, create: Bool, files: FileSystem = FileSystem()) throws {
    self.path = path
    self.files = files
    let status = try FileSystem.status(path)
    if let status, status.st_mode & S_IFMT != S_IFDIR { throw FolderError.notAFolder(path: path) }
    if let mark = try FileSystem.read(self.markPath, limit: 32) {
      try check(mark)
    } else {
      let names = try FileSystem.names(in: path) ?? []
      if let found = names.first(where: { !Self.isOwn($0) }) {
        throw FolderError.foreign(path: path, found: found)
      }
      guard create else { throw FolderError.missing(path: path) }
      if try files.makeFolder(path) { try files.syncFolder(FileSystem.folder(of: path)) }
      _ = try files.createWhole(markPath, Array("\(Self.format)\n".utf8))
    }
    if create {
      let isNew = [try files.makeFolder(partsPath), try files.makeFolder(manifestsPath)]
      if isNew.contains(true) { try files.syncFolder(path) }
    }
  }

  package var ordersPath: String { path + "/orders.db" }
  var currentPath: String { path + "/current" }
  var partsPath: String { path + "/parts" }
  var manifestsPath: String { path + "/manifests" }
  var lockPath: String { path + "/lock" }
  private var markPath: String { path + "/" + Self.markName }

  func path(of kind: PartKind, _ sha256: Hash256) -> String {
    "\(partsPath)/\(kind.rawValue)-\(sha256.hex).db"
  }
  func path(ofManifest number: Int) -> String { "\(manifestsPath)/\(number).json" }

  private static func isOwn(_ name: String) -> Bool {
    ownNames.contains(name)
      || name.hasSuffix(FileSystem.temporarySuffix) && ownNames.contains { name.hasPrefix($0 + ".") }
  }

  private func check(_ mark: [UInt8]) throws(FolderError) {
    guard let format = Self.number(mark) else { throw .badMark(path: path) }
    guard format <= Self.format else {
      throw .newer(path: path, format: format, supported: Self.format)
    }
  }

  /// A decimal number of 1 to 15 digits, 1 or more, and nothing else but a line feed.
  static func number(_ bytes: [UInt8]) -> Int? {
    let digits = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...]
    guard (1...15).contains(digits.count), digits.first != UInt8(ascii: "0"),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}

// MARK: Reading

extension DatabaseFolder {
  /// The number of the live revision; `nil` before the first import. Where `current` is not there, the only revision
  /// is: the first import was stopped just before it wrote that.
  ///
  /// - Throws: ``Damage`` when `current` is not readable, or not there although there are several revisions.
  package func currentNumber() throws -> Int? {
    guard let bytes = try FileSystem.read(currentPath, limit: 32) else {
      let numbers = try manifestNumbers()
      guard numbers.count > 1 else { return numbers.first }
      throw Damage(
        kind: .badCurrent, path: currentPath,
        detail:
          "missing, though there are revisions; 'parley rollback \(numbers[numbers.count - 1])' makes the last one live"
      )
    }
    guard let number = Self.number(bytes) else {
      throw Damage(kind: .badCurrent, path: currentPath, detail: "not a revision number")
    }
    return number
  }

  /// The live revision with its parts open; `nil` before the first import.
  package func current() throws -> Revision? {
    guard let number = try currentNumber() else { return nil }
    return try revision(number)
  }

  /// A revision with its parts open: sizes, headers and tables of contents checked.
  package func revision(_ number: Int) throws -> Revision {
    let manifest = try manifest(number)
    var parts: [PartKind: Part] = [:]
    for (kind, reference) in manifest.parts {
      parts[kind] = try Part(path: path(of: kind, reference.sha256), kind: kind, reference: reference)
    }
    return Revision(manifest: manifest, parts: parts)
  }

  /// The live revision with those of its parts that can be opened, and what is wrong with the others: what an import may
  /// mend. `nil` before the first import.
  ///
  /// - Throws: As ``current()``, also for a part that a newer version of this program wrote: nothing is wrong with that.
  package func currentAsFarAsReadable() throws -> (revision: Revision, damages: [PartKind: Damage])? {
    guard let number = try currentNumber() else { return nil }
    let manifest = try manifest(number)
    var (parts, damages): ([PartKind: Part], [PartKind: Damage]) = ([:], [:])
    for (kind, reference) in manifest.parts {
      do {
        parts[kind] = try Part(path: path(of: kind, reference.sha256), kind: kind, reference: reference)
      } catch let damage as Damage where damage.kind != .newerFormat {
        damages[kind] = damage
      }
    }
    return (Revision(manifest: manifest, parts: parts), damages)
  }

  package func manifest(_ number: Int) throws -> Manifest {
    let path = path(ofManifest: number)
    guard let bytes = try FileSystem.read(path, limit: Manifest.maximumBytes) else {
      throw FolderError.noRevision(path: self.path, number: number)
    }
    return try Manifest(decoding: bytes, revision: number, path: path)
  }

  /// Every revision that is kept, newest first.
  package func history() throws -> [HistoryEntry] {
    let current = try currentNumber()
    return try manifestNumbers().reversed().map { number in
      HistoryEntry(
        number: number, isCurrent: number == current, manifest: Result { try manifest(number) })
    }
  }

  /// Numbers of the manifests there are, ascending.
  func manifestNumbers() throws -> [Int] {
    let suffix = ".json"
    return try (FileSystem.names(in: manifestsPath) ?? []).compactMap { name in
      name.hasSuffix(suffix) ? Self.number(Array(name.utf8.dropLast(suffix.utf8.count))) : nil
    }.sorted()
  }
}

/// A revision whose parts are open.
package struct Revision: Sendable {
  package let manifest: Manifest
  package let parts: [PartKind: Part]

  package var number: Int { manifest.revision }
}

/// One line of `parley history`.
package struct HistoryEntry: Sendable {
  package let number: Int
  package let isCurrent: Bool
  /// What it consists of, or why that cannot be read.
  package let manifest: Result<Manifest, any Error>
}
