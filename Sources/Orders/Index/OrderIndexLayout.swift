import Crypto

/// What an order can be found by.
enum IndexedKey: Int, CaseIterable {
  case number, customer, email, parcel
}

/// How `orders.index` is laid out. All numbers are little-endian; everything begins at a block of 4 KiB.
///
/// ```
/// block 0      the header: words of 8 bytes, the last used one a keyed hash of those before
/// block 1 …    for each kind of key: its slots, then its lists
/// the end      a keyed hash of 8 bytes for each block from 1 on
/// ```
/// A slot is 8 bytes: the low half of a key's hash, then the row id, or, with the top bit set, where in the lists the
/// ids of that key stand: how many, then each. An empty slot is 0. A key's slot is the first free one from where the
/// high bits of its hash put it (open addressing, linear probing, Knuth vol. 3 §6.4), at most five eighths full; keys
/// are placed in the order of their hashes, so a file is written from front to back.
struct OrderIndexLayout: Equatable {
  static let blockBytes = 4_096
  static let magic: UInt64 = 0x3158_4449_594C_5250  // "PRLYIDX1"
  static let version: UInt64 = 1
  /// Row ids above this are not indexed; such a file is not built.
  static let largestID: Int64 = 0x7FFF_FFFF
  static let listMark: UInt32 = 0x8000_0000
  static let slotsPerBlock = blockBytes / 8

  /// Where one kind of key lies.
  struct Section: Equatable {
    var firstSlotBlock = 0
    /// What a hash's place is reckoned with; slots go on beyond it as far as the last key was pushed.
    var capacity = 0
    var slots = 0
    var firstListBlock = 0
    /// Words of 4 bytes.
    var listWords = 0
  }

  /// The fingerprint of the key the hashes were made with.
  var fingerprint: Int64 = 0
  /// The last change that is in the file, and its mark.
  var change = OrderChange(sequence: 0, mark: 0)
  var orders = 0
  /// By ``IndexedKey``.
  var sections = [Section](repeating: Section(), count: IndexedKey.allCases.count)
  /// Of block 1 and after, the hashes at the end left out.
  var blocks = 0

  /// Of the whole file.
  var bytes: Int { (1 + blocks) * Self.blockBytes + blocks * 8 }

  /// Slots that a number of keys is spread over.
  static func capacity(keys: Int) -> Int { keys == 0 ? 0 : max(8, keys * 8 / 5) }

  /// Hashes in the order SQLite sorts them in.
  @inline(__always)
  static func sortable(_ hash: Int64) -> UInt64 { UInt64(bitPattern: hash) ^ (1 << 63) }

  @inline(__always)
  static func home(_ hash: UInt64, capacity: Int) -> Int {
    Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(capacity)).high)
  }

  // MARK: The header as words

  private static let wordCount = 8 + 5 * IndexedKey.allCases.count + 1

  func words(_ hash: SipHash) -> [UInt64] {
    var words: [UInt64] = [
      Self.magic, Self.version, UInt64(bitPattern: fingerprint), UInt64(bitPattern: change.sequence),
      UInt64(bitPattern: change.mark), UInt64(orders), UInt64(blocks), 0,
    ]
    for section in sections {
      words += [
        section.firstSlotBlock, section.capacity, section.slots, section.firstListBlock, section.listWords,
      ].map(UInt64.init)
    }
    return words + [Self.hash(words, hash)]
  }

  /// `nil` when the words are not those of a file of this version under this key.
  init?(words: [UInt64], _ hash: SipHash) {
    guard words.count == Self.wordCount, words[0] == Self.magic, words[1] == Self.version,
      Self.hash(Array(words.dropLast()), hash) == words[words.count - 1]
    else { return nil }
    fingerprint = Int64(bitPattern: words[2])
    change = OrderChange(sequence: Int64(bitPattern: words[3]), mark: Int64(bitPattern: words[4]))
    (orders, blocks) = (Int(words[5]), Int(words[6]))
    for index in sections.indices {
      let at = 8 + 5 * index
      sections[index] = Section(
        firstSlotBlock: Int(words[at]), capacity: Int(words[at + 1]), slots: Int(words[at + 2]),
        firstListBlock: Int(words[at + 3]), listWords: Int(words[at + 4]))
    }
  }

  init() {}

  static func headerWords(in block: UnsafeRawBufferPointer) -> [UInt64] {
    (0..<wordCount).map { UInt64(littleEndian: block.load(fromByteOffset: $0 * 8, as: UInt64.self)) }
  }

  private static func hash(_ words: [UInt64], _ hash: SipHash) -> UInt64 {
    words.map(\.littleEndian).withUnsafeBytes { hash.hash($0.bindMemory(to: UInt8.self)) }
  }
}

/// The place of a change in the history of an `orders.db`: its number, and random bits by which another history, of a
/// copy that was put back, is told from this one.
struct OrderChange: Equatable, Sendable {
  var sequence: Int64
  var mark: Int64
}

/// Hashes a block together with its number, so that blocks cannot change places.
struct BlockHash {
  private let hash: SipHash

  init(_ hash: SipHash) { self.hash = hash }

  func callAsFunction(_ block: UnsafeRawBufferPointer, number: Int) -> UInt64 {
    hash.hash(block.bindMemory(to: UInt8.self)) ^ (UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
  }
}
