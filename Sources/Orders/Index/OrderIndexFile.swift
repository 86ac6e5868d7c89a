import Crypto
private import Glibc

/// `orders.index`, mapped: from a key's hash to the row ids of `orders.db` that may have it.
///
/// Immutable: it is replaced by rename, never written in place; a file that somebody cuts short all the same is noticed
/// (``MappingGuard``). The header is checked when it is opened, each block of
/// 4 KiB against its keyed hash when it is first read; whoever finds one damaged does without the file. What it says
/// is a hint: the row itself decides.
///
/// `@unchecked Sendable`: the mapping is only read. `checked` is written by ``forEach(_:_:_:)``, which its owner
/// (``OrderIndex``) calls under a lock.
final class OrderIndexFile: @unchecked Sendable {
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
  /// By ``IndexedKey``; apart from ``layout``, since each look-up reads one.
  private let sections: UnsafeMutablePointer<OrderIndexLayout.Section>
  private let bytes: UnsafeRawBufferPointer
  private let hash: BlockHash
  private let hashes: UnsafePointer<UInt64>
  /// One bit a block.
  private let checked: UnsafeMutablePointer<UInt64>
  private let checkedWords: Int
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
    (self.layout, self.bytes, self.hash) = (layout, bytes, BlockHash(hash))
    fingerprint = layout.fingerprint
    sections = .allocate(capacity: layout.sections.count)
    sections.initialize(from: layout.sections, count: layout.sections.count)
    identity = Identity(status)
    let end = base + (1 + layout.blocks) * OrderIndexLayout.blockBytes
    hashes = UnsafePointer(end.assumingMemoryBound(to: UInt64.self))
    checkedWords = (layout.blocks + 64) / 64
    checked = .allocate(capacity: checkedWords)
    checked.initialize(repeating: 0, count: checkedWords)
  }

  deinit {
    checked.deallocate()
    sections.deallocate()
    MappingGuard.release(token)
    munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
  }

  /// Whether the file was cut short while it was mapped: what was read last may have been nothing.
  @inline(__always)
  var wasCut: Bool { MappingGuard.wasCut(token) }

  /// Which file stands at the path now.
  static func identity(of path: String) -> Identity? {
    var status = stat()
    return stat(path, &status) == 0 ? Identity(status) : nil
  }

  /// Hands on every row id that may have the key, until `body` says `true`.
  ///
  /// - Throws: ``Damaged``.
  /// - Complexity: Two probes on average for a key that is there, five for one that is not.
  @inline(__always)
  func forEach(_ kind: IndexedKey, _ hash: Int64, _ body: (Int64) -> Bool) throws(Damaged) {
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
  ) throws(Damaged) -> Bool {
    let count = Int(try listWord(section, start))
    guard count <= section.listWords else { throw Damaged() }
    for offset in 0..<count where body(Int64(try listWord(section, start + 1 + offset))) { return true }
    return false
  }

  private func listWord(_ section: OrderIndexLayout.Section, _ at: Int) throws(Damaged) -> UInt32 {
    guard at < section.listWords else { throw Damaged() }
    let pair = try word(section.firstListBlock, at / 2)
    return UInt32(truncatingIfNeeded: at % 2 == 0 ? pair : pair >> 32)
  }

  /// The word at `index` of what begins with a block.
  @inline(__always)
  private func word(_ firstBlock: Int, _ index: Int) throws(Damaged) -> UInt64 {
    let block = firstBlock + index / OrderIndexLayout.slotsPerBlock
    let bit = block - 1
    if checked[bit / 64] & (1 << UInt64(bit % 64)) == 0 { try check(block) }
    let offset = firstBlock * OrderIndexLayout.blockBytes + index * 8
    return UInt64(littleEndian: bytes.load(fromByteOffset: offset, as: UInt64.self))
  }

  private func check(_ block: Int) throws(Damaged) {
    let start = block * OrderIndexLayout.blockBytes
    let found = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + OrderIndexLayout.blockBytes)])
    guard hash(found, number: block) == UInt64(littleEndian: hashes[block - 1]) else { throw Damaged() }
    checked[(block - 1) / 64] |= 1 << UInt64((block - 1) % 64)
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
