import Crypto
private import Glibc
private import Synchronization

/// `orders.index`, mapped: from a key's hash to the row ids of `orders.db` that may have it.
///
/// Immutable: it is replaced by rename, never written in place; a file that somebody cuts short all the same is noticed
/// (``MappingGuard``). The header is checked when it is opened, each block of
/// 4 KiB against its keyed hash when it is first read; whoever finds one damaged does without the file. What it says
/// is a hint: the row itself decides.
final class OrderIndexFile: Sendable {
  /// A block is not what was written.
  struct Damaged: Error {}

  /// Which file was opened, to see whether another has taken its place.
  struct Identity: Equatable {
    let device: UInt64
    let node: UInt64
    let seconds: Int
    let nanoseconds: Int
  }

  let layout: OrderIndexLayout
  let identity: Identity
  /// Of the key the hashes were made with.
  let fingerprint: Int64
  /// What look-ups read.
  let probe: OrderIndexProbe
  private let size: Int
  private let token: MappingGuard.Token

  /// - Parameter hash: Of the index's own key.
  /// - Returns: `nil` when there is no such file, or it is not ours: another version, another key, cut short.
  init?(path: String, hash: SipHash) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_size >= OrderIndexLayout.blockBytes else { return nil }
    let size = Int(status.st_size)
    guard let base = mmap(nil, size, PROT_READ, MAP_SHARED, file, 0), base != MAP_FAILED else { return nil }
    let bytes = UnsafeRawBufferPointer(start: base, count: size)
    guard let token = MappingGuard.protect(bytes) else {
      munmap(base, size)
      return nil
    }
    let words = OrderIndexLayout.headerWords(in: bytes)
    guard let layout = OrderIndexLayout(words: words, hash), layout.isSound, layout.bytes == size else {
      MappingGuard.release(token)
      munmap(base, size)
      return nil
    }
    self.token = token
    madvise(base, size, MADV_RANDOM)
    (self.layout, self.size) = (layout, size)
    probe = OrderIndexProbe(layout, base, hash: BlockHash(hash), token)
    fingerprint = layout.fingerprint
    identity = Identity(status)
  }

  deinit {
    probe.free()
    MappingGuard.release(token)
    munmap(UnsafeMutableRawPointer(mutating: probe.bytes), size)
  }

  /// Which file stands at the path now.
  static func identity(of path: String) -> Identity? {
    var status = stat()
    return stat(path, &status) == 0 ? Identity(status) : nil
  }
}

/// Where the parts of a mapped file lie: what a look-up needs, without a reference that is counted. Whoever keeps one keeps
/// the ``OrderIndexFile`` too.
///
/// `@unchecked Sendable`: the mapping is only read; the bits of blocks that were checked are atomic, and checking twice does
/// no harm.
struct OrderIndexProbe: @unchecked Sendable {
  /// By ``IndexedKey``; apart from the layout, since each look-up reads one.
  fileprivate let sections: UnsafeMutablePointer<OrderIndexLayout.Section>
  fileprivate let bytes: UnsafeRawPointer
  private let hash: BlockHash
  private let hashes: UnsafePointer<UInt64>
  /// One bit a block.
  fileprivate let checked: UnsafeMutablePointer<Atomic<UInt64>>
  private let checkedWords: Int
  private let token: MappingGuard.Token

  fileprivate init(
    _ layout: OrderIndexLayout, _ base: UnsafeRawPointer, hash: BlockHash, _ token: MappingGuard.Token
  ) {
    (bytes, self.hash, self.token) = (base, hash, token)
    sections = .allocate(capacity: layout.sections.count)
    sections.initialize(from: layout.sections, count: layout.sections.count)
    let end = base + (1 + layout.blocks) * OrderIndexLayout.blockBytes
    hashes = end.assumingMemoryBound(to: UInt64.self)
    checkedWords = (layout.blocks + 64) / 64
    checked = .allocate(capacity: checkedWords)
    for word in 0..<checkedWords { (checked + word).initialize(to: Atomic(0)) }
  }

  fileprivate func free() {
    checked.deinitialize(count: checkedWords)
    checked.deallocate()
    sections.deallocate()
  }

  /// Whether the file was cut short while it was mapped: what was read last may have been nothing.
  @inline(__always)
  var wasCut: Bool { MappingGuard.wasCut(token) }

  /// Hands on every row id that may have the key, until `body` says `true`.
  ///
  /// - Throws: ``OrderIndexFile/Damaged``.
  /// - Complexity: Two probes on average for a key that is there, five for one that is not.
  @inline(__always)
  func forEach(_ kind: IndexedKey, _ hash: Int64, _ body: (Int64) -> Bool) throws(OrderIndexFile.Damaged) {
    let section = sections[kind.rawValue]
    let hash = OrderIndexLayout.sortable(hash)
    let tag = UInt32(truncatingIfNeeded: hash)
    var slot = OrderIndexLayout.home(hash, capacity: section.capacity)
    while slot < section.slots {
      let entry = try word(section.firstSlotBlock, slot)
      if entry == 0 { return }
      slot += 1
      guard UInt32(truncatingIfNeeded: entry >> 32) == tag else { continue }
      let value = UInt32(truncatingIfNeeded: entry)
      if value & OrderIndexLayout.listMark == 0 {
        if body(Int64(value)) { return }
      } else if try list(section, Int(value ^ OrderIndexLayout.listMark), body) {
        return
      }
    }
  }

  private func list(
    _ section: OrderIndexLayout.Section, _ start: Int, _ body: (Int64) -> Bool
  ) throws(OrderIndexFile.Damaged) -> Bool {
    let count = Int(try listWord(section, start))
    guard count <= section.listWords else { throw OrderIndexFile.Damaged() }
    for offset in 0..<count where body(Int64(try listWord(section, start + 1 + offset))) { return true }
    return false
  }

  private func listWord(_ section: OrderIndexLayout.Section, _ at: Int) throws(OrderIndexFile.Damaged)
    -> UInt32
  {
    guard at < section.listWords else { throw OrderIndexFile.Damaged() }
    let pair = try word(section.firstListBlock, at / 2)
    return UInt32(truncatingIfNeeded: at % 2 == 0 ? pair : pair >> 32)
  }

  /// The word at `index` of what begins with a block.
  @inline(__always)
  private func word(_ firstBlock: Int, _ index: Int) throws(OrderIndexFile.Damaged) -> UInt64 {
    let block = firstBlock + index / OrderIndexLayout.slotsPerBlock
    let bit = block - 1
    if checked[bit / 64].load(ordering: .relaxed) & (1 << UInt64(bit % 64)) == 0 { try check(block) }
    let offset = firstBlock * OrderIndexLayout.blockBytes + index * 8
    return UInt64(littleEndian: bytes.load(fromByteOffset: offset, as: UInt64.self))
  }

  private func check(_ block: Int) throws(OrderIndexFile.Damaged) {
    let start = block * OrderIndexLayout.blockBytes
    let found = UnsafeRawBufferPointer(start: bytes + start, count: OrderIndexLayout.blockBytes)
    guard hash(found, number: block) == UInt64(littleEndian: hashes[block - 1]) else {
      throw OrderIndexFile.Damaged()
    }
    checked[(block - 1) / 64].bitwiseOr(1 << UInt64((block - 1) % 64), ordering: .relaxed)
  }
}

extension OrderIndexFile.Identity {
  fileprivate init(_ status: stat) {
    self.init(
      device: UInt64(status.st_dev), node: UInt64(status.st_ino), seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec)
  }
}

extension OrderIndexLayout {
  /// Whether every section lies inside the file.
  fileprivate var isSound: Bool {
    guard (0..<(1 << 40)).contains(blocks) else { return false }
    return sections.allSatisfy { section in
      let slots = (section.slots + Self.slotsPerBlock - 1) / Self.slotsPerBlock
      let lists = (section.listWords + 2 * Self.slotsPerBlock - 1) / (2 * Self.slotsPerBlock)
      return section.capacity <= section.slots
        && Self.isInside(section.firstSlotBlock, slots, blocks)
        && Self.isInside(section.firstListBlock, lists, blocks)
    }
  }

  private static func isInside(_ first: Int, _ count: Int, _ blocks: Int) -> Bool {
    first >= 1 && first <= blocks + 1 && count <= blocks + 1 - first
  }
}
