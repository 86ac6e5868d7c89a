import Crypto
import Database
private import Glibc

/// Writes `orders.index` from what `orders.db` holds at one moment.
///
/// Each kind of key is read through its SQLite index, so the hashes come sorted and the file is written from front to
/// back: no table in memory. Written beside the old file, synced, and renamed over it.
struct OrderIndexBuilder {
  /// Why a file was not built.
  enum Failure: Error, Equatable {
    /// Another process is building it.
    case busy
    /// A row id is too large, or the file's history is missing.
    case unfit
    case system(String)
  }

  let path: String
  let hash: SipHash

  /// - Parameters:
  ///   - connection: Held in a read transaction while it lasts; writers go on.
  ///   - fingerprint: Of the key the hashes in the database are expected to be made with.
  /// - Returns: What the new file says of itself.
  /// - Complexity: One pass over four indexes; about a microsecond an order.
  func build(on connection: Connection, fingerprint: Int64) throws -> OrderIndexLayout {
    let temporary = path + ".new"
    let file = try Self.lockedFile(temporary)
    defer { close(file) }
    try connection.execute("BEGIN")
    defer { try? connection.execute("COMMIT") }
    guard try OrderSchema.fingerprint(on: connection) == fingerprint,
      let change = try ChangeFeed.last(on: connection)
    else { throw Failure.unfit }
    var layout = OrderIndexLayout()
    layout.fingerprint = fingerprint
    layout.change = change
    var writer = BlockWriter(file: file, hash: BlockHash(hash))
    for kind in IndexedKey.allCases {
      layout.sections[kind.rawValue] = try write(kind, on: connection, to: &writer)
    }
    layout.orders = try OrderSchema.count("orders", on: connection)
    layout.blocks = try writer.finish()
    try writer.writeHeader(layout.words(hash))
    // Nobody writes to it any more: who tries to, without being root, is told so.
    guard fsync(file) == 0, fchmod(file, 0o400) == 0, rename(temporary, path) == 0 else {
      throw Failure.system(Self.reason())
    }
    try Self.syncFolder(of: path)
    return layout
  }

  private func write(
    _ kind: IndexedKey, on connection: Connection, to writer: inout BlockWriter
  ) throws -> OrderIndexLayout.Section {
    var section = OrderIndexLayout.Section()
    section.capacity = OrderIndexLayout.capacity(keys: try connection.prepare(kind.countSQL).firstInteger())
    section.firstSlotBlock = writer.nextBlock
    var slots = SlotWriter(capacity: section.capacity)
    try connection.prepare(kind.scanSQL).forEachPair { hash, id in
      guard (1...OrderIndexLayout.largestID).contains(id) else { throw Failure.unfit }
      try slots.add(OrderIndexLayout.sortable(hash), UInt32(id), to: &writer)
    }
    section.slots = try slots.finish(to: &writer)
    try writer.endBlock()
    section.firstListBlock = writer.nextBlock
    section.listWords = slots.lists.count
    for at in stride(from: 0, to: slots.lists.count, by: 2) {
      let high = at + 1 < slots.lists.count ? UInt64(slots.lists[at + 1]) << 32 : 0
      try writer.append(UInt64(slots.lists[at]) | high)
    }
    try writer.endBlock()
    return section
  }

  // MARK: Files

  /// Only one process builds at a time; what another left behind when it died is used again.
  private static func lockedFile(_ path: String) throws -> Int32 {
    for _ in 0..<10 {
      let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard file >= 0 else {
        // Left behind between its last change and its renaming.
        if errno == EACCES, unlink(path) == 0 { continue }
        throw Failure.system(reason())
      }
      guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
        close(file)
        throw Failure.busy
      }
      // Whoever held the lock may have renamed this very file into its place.
      var mine = stat()
      var there = stat()
      if fstat(file, &mine) == 0, stat(path, &there) == 0, mine.st_ino == there.st_ino,
        ftruncate(file, 0) == 0
      {
        return file
      }
      close(file)
    }
    throw Failure.busy
  }

  private static func syncFolder(of path: String) throws {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure.system(reason()) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw Failure.system(reason()) }
  }

  fileprivate static func reason() -> String { String(cString: strerror(errno)) }
}

/// Puts keys, which come sorted by their hash, into slots.
private struct SlotWriter {
  private let capacity: Int
  /// The slots written so far.
  private var written = 0
  private var hash: UInt64 = 0
  private var first: UInt32 = 0
  private var count = 0
  /// Where the ids of the open key begin in `lists`, when it has several.
  private var listStart: Int?
  private(set) var lists: [UInt32] = []

  init(capacity: Int) { self.capacity = capacity }

  mutating func add(_ hash: UInt64, _ id: UInt32, to writer: inout BlockWriter) throws {
    guard count > 0, hash == self.hash else {
      try endKey(to: &writer)
      (self.hash, first, count) = (hash, id, 1)
      return
    }
    if listStart == nil {
      listStart = lists.count
      lists += [0, first]
    }
    lists.append(id)
    count += 1
  }

  /// - Returns: How many slots there are.
  mutating func finish(to writer: inout BlockWriter) throws -> Int {
    try endKey(to: &writer)
    while written < capacity { try place(0, to: &writer) }
    return written
  }

  private mutating func endKey(to writer: inout BlockWriter) throws {
    guard count > 0 else { return }
    var value = first
    if let start = listStart {
      guard start < Int(OrderIndexLayout.listMark) else { throw OrderIndexBuilder.Failure.unfit }
      lists[start] = UInt32(count)
      value = UInt32(start) | OrderIndexLayout.listMark
    }
    let home = OrderIndexLayout.home(hash, capacity: capacity)
    while written < home { try place(0, to: &writer) }
    try place(hash << 32 | UInt64(value), to: &writer)
    (count, listStart) = (0, nil)
  }

  private mutating func place(_ entry: UInt64, to writer: inout BlockWriter) throws {
    try writer.append(entry)
    written += 1
  }
}

/// Appends words to a file from its second block on, and hashes every block.
private struct BlockWriter {
  private static let bufferBytes = 64 * OrderIndexLayout.blockBytes

  private let file: Int32
  private let hash: BlockHash
  private var buffer: [UInt64] = []
  private var hashes: [UInt64] = []
  private var offset = OrderIndexLayout.blockBytes

  init(file: Int32, hash: BlockHash) {
    (self.file, self.hash) = (file, hash)
    buffer.reserveCapacity(Self.bufferBytes / 8)
  }

  /// The block that the next word begins; at the end of one only.
  var nextBlock: Int { offset / OrderIndexLayout.blockBytes + buffer.count / OrderIndexLayout.slotsPerBlock }

  @inline(__always)
  mutating func append(_ word: UInt64) throws {
    buffer.append(word.littleEndian)
    if buffer.count == Self.bufferBytes / 8 { try flush() }
  }

  /// Fills the block up with zeros.
  mutating func endBlock() throws {
    while buffer.count % OrderIndexLayout.slotsPerBlock != 0 { try append(0) }
  }

  /// Writes the rest and the hashes of all blocks.
  ///
  /// - Returns: How many blocks there are after the first.
  mutating func finish() throws -> Int {
    try flush()
    try write(hashes.map(\.littleEndian), at: offset)
    return hashes.count
  }

  func writeHeader(_ words: [UInt64]) throws {
    let padding = [UInt64](repeating: 0, count: OrderIndexLayout.slotsPerBlock - words.count)
    try write(words.map(\.littleEndian) + padding, at: 0)
  }

  private mutating func flush() throws {
    try write(buffer, at: offset)
    buffer.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: OrderIndexLayout.blockBytes) {
        let block = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + OrderIndexLayout.blockBytes)])
        hashes.append(hash(block, number: (offset + start) / OrderIndexLayout.blockBytes))
      }
    }
    offset += buffer.count * 8
    buffer.removeAll(keepingCapacity: true)
  }

  private func write(_ words: [UInt64], at offset: Int) throws {
    try words.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let wrote = pwrite(file, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
        if wrote < 0, errno == EINTR { continue }
        guard wrote > 0 else { throw OrderIndexBuilder.Failure.system(OrderIndexBuilder.reason()) }
        done += wrote
      }
    }
  }
}

extension IndexedKey {
  /// All keys with their row ids, sorted by hash; answered from the SQLite index alone.
  fileprivate var scanSQL: String {
    switch self {
    case .number: "SELECT number_hash, id FROM orders ORDER BY number_hash"
    case .customer:
      "SELECT customer_hash, id FROM orders WHERE customer_hash IS NOT NULL ORDER BY customer_hash"
    case .email: "SELECT email_hash, id FROM orders WHERE email_hash IS NOT NULL ORDER BY email_hash"
    case .parcel: "SELECT hash, id FROM parcels ORDER BY hash"
    }
  }

  fileprivate var countSQL: String {
    switch self {
    case .number: "SELECT count(*) FROM orders"
    case .customer:
      "SELECT count(*) FROM (SELECT DISTINCT customer_hash FROM orders WHERE customer_hash IS NOT NULL)"
    case .email: "SELECT count(*) FROM (SELECT DISTINCT email_hash FROM orders WHERE email_hash IS NOT NULL)"
    case .parcel: "SELECT count(*) FROM (SELECT DISTINCT hash FROM parcels)"
    }
  }
}
