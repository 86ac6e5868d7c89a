package import Crypto
import Glibc

extension DatabaseFolder {
  /// How many manifests are kept unless told otherwise.
  package static let keptRevisions = 20

  /// What publishing did.
  package struct Publication: Sendable, Equatable {
    /// The live revision.
    package let revision: Int
    /// False when its parts were those of the one before, so that nothing was written.
    package let isNew: Bool
  }

  /// Runs `body` while no other process changes this folder, after clearing away what a crash may have left.
  ///
  /// - Throws: ``LockError`` when another one held it for all of `timeout`; what `body` throws.
  package func withLock<Result>(
    timeout: Duration = .seconds(10), _ body: (borrowing FolderLock) throws -> Result
  ) throws -> Result {
    let lock = try FolderLock(path: lockPath, timeout: timeout)
    for folder in [partsPath, manifestsPath] {
      for name in try FileSystem.names(in: folder) ?? [] where name.hasSuffix(FileSystem.temporarySuffix) {
        try files.remove("\(folder)/\(name)")
      }
    }
    return try body(lock)
  }

  /// Builds a part, syncs it and gives it the name of its hash. It is live only once published.
  ///
  /// - Parameter sources: Hash of what it is built from; ask ``Part/sources`` first whether it has to be built.
  /// - Returns: What ``publish(_:note:created:keeping:holding:)`` wants.
  package func makePart(
    _ kind: PartKind, sources: Hash256, holding lock: borrowing FolderLock,
    _ fill: (PartBuilder) throws -> Void
  ) throws -> Manifest.Part {
    let temporary = FileSystem.temporaryName(beside: "\(partsPath)/\(kind.rawValue)")
    do {
      try files.announce(.write, temporary)
      let contents = try Self.fill(kind, temporary, sources: sources, fill)
      // The disk writes while the bytes are hashed, which for a part of a million entries takes two seconds.
      let (sha256, bytes) = try files.sync(temporary) { try Self.hash(temporary) }
      let path = path(of: kind, sha256)
      // Mend a damaged file of that name by putting the new one in its place; whoever reads the old one goes on.
      if try FileSystem.status(path) != nil, try Self.hash(path).sha256 == sha256 {
        try files.remove(temporary)
      } else {
        try files.rename(temporary, to: path)
        try files.syncFolder(partsPath)
      }
      return Manifest.Part(sha256: sha256, bytes: bytes, contents: contents)
    } catch {
      try? files.remove(temporary)
      throw error
    }
  }

  /// The file is complete when this returns: the connection closes on the way out.
  private static func fill(
    _ kind: PartKind, _ path: String, sources: Hash256, _ fill: (PartBuilder) throws -> Void
  ) throws -> Hash128 {
    let builder = try PartBuilder(kind: kind, path: path)
    try fill(builder)
    return try builder.finish(sources: sources)
  }

  /// Makes a revision of the live one's parts with `parts` in their place, and lets it go live.
  ///
  /// Parts that are those of the live revision change nothing. Revisions older than the newest `keeping`, and
  /// parts that no kept one names, are removed afterwards; what cannot be removed is left for the next time.
  ///
  /// - Throws: ``Damage`` when the live manifest or one of `parts` is not readable; ``FileError``. The live
  ///   revision is then the one before.
  package func publish(
    _ parts: [PartKind: Manifest.Part], note: String, created: Int = Timestamp.now(),
    keeping: Int = DatabaseFolder.keptRevisions, holding lock: borrowing FolderLock
  ) throws -> Publication {
    let current = try currentNumber()
    let before = try current.map { try manifest($0).parts } ?? [:]
    let after = before.merging(parts) { _, new in new }
    if let current, after == before {
      if try FileSystem.read(currentPath, limit: 32) == nil { try setCurrent(current) }
      return Publication(revision: current, isNew: false)
    }
    for (kind, reference) in parts { try checkPresence(kind, reference) }
    let number = max(try manifestNumbers().last ?? 0, current ?? 0) + 1
    let next = Manifest(revision: number, created: Timestamp.text(created), note: note, parts: after)
    guard try files.createWhole(path(ofManifest: number), try next.encoded()) else {
      throw FileError(operation: "create", path: path(ofManifest: number), code: EEXIST)
    }
    try setCurrent(number)
    _ = try? prune(keeping: keeping, holding: lock)
    return Publication(revision: number, isNew: true)
  }

  /// Has servers open the live revision anew, after a damaged part of it was mended.
  package func announce(_ number: Int, holding lock: borrowing FolderLock) throws { try setCurrent(number) }

  /// Makes a kept revision live again. Its number stays used: the next import makes a new one.
  ///
  /// - Throws: ``FolderError/noRevision(path:number:)``, or ``Damage`` when it could not be served.
  package func rollback(to number: Int, holding lock: borrowing FolderLock) throws {
    _ = try revision(number)
    // What names no revision, or is lost, is mended by this.
    if (try? currentNumber()) != number { try setCurrent(number) }
  }

  /// Removes all revisions but the newest `keeping` and the live one, then parts that none of those names.
  ///
  /// - Returns: The paths removed.
  @discardableResult
  package func prune(
    keeping: Int = DatabaseFolder.keptRevisions, holding lock: borrowing FolderLock
  ) throws -> [String] {
    let current = try currentNumber()
    let numbers = try manifestNumbers()
    let kept = Set(numbers.suffix(max(1, keeping)) + [current].compactMap { $0 })
    // A manifest that cannot be read may name any part, so none is removed then.
    let named = try Set(kept.flatMap { try paths(of: manifest($0)) })
    var removed = numbers.filter { !kept.contains($0) }.map(path(ofManifest:))
    for path in removed { try files.remove(path) }
    if !removed.isEmpty { try files.syncFolder(manifestsPath) }
    for name in try FileSystem.names(in: partsPath) ?? [] where name.hasSuffix(".db") {
      let path = "\(partsPath)/\(name)"
      if !named.contains(path) {
        try files.remove(path)
        removed.append(path)
      }
    }
    return removed
  }

  private func paths(of manifest: Manifest) -> [String] {
    manifest.parts.map { kind, reference in path(of: kind, reference.sha256) }
  }

  private func setCurrent(_ number: Int) throws {
    try files.replaceWhole(currentPath, Array("\(number)\n".utf8))
  }

  private func checkPresence(_ kind: PartKind, _ reference: Manifest.Part) throws {
    _ = try Part(path: path(of: kind, reference.sha256), kind: kind, reference: reference)
  }

  /// Hash and size of a file, a mebibyte at a time.
  static func hash(_ path: String) throws -> (sha256: Hash256, bytes: Int) {
    let file = Int32(try FileSystem.call("open", path) { Int(open(path, O_RDONLY | O_CLOEXEC)) })
    defer { close(file) }
    let hash = SHA256()
    var bytes = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try FileSystem.call("read", path) { read(file, buffer.baseAddress, buffer.count) }
      if count == 0 { break }
      hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      bytes += count
    }
    return (hash.finalize(), bytes)
  }
}
