/// Words found by a hash of their bytes, in one pass over a message.
///
/// Entries are told apart by 64 bits of hash and not compared: a message cannot gain a match by a collision, only
/// lose the few hundred nanoseconds of a rule tried for nothing.
final class WordTable: @unchecked Sendable {
  // `@unchecked`: nothing changes after `init`.

  /// Hashes, 0 where there is none; a power of two of them, at most half in use.
  private let hashes: UnsafeMutableBufferPointer<UInt64>
  private let numbers: UnsafeMutableBufferPointer<UInt32>
  private let mask: Int
  private let hasThrees: Bool
  private let hasTwos: Bool

  /// - Parameter words: Known by their index.
  init(_ words: [[UInt8]]) {
    var capacity = 16
    while capacity < words.count * 2 { capacity *= 2 }
    hashes = .allocate(capacity: capacity)
    hashes.initialize(repeating: 0)
    numbers = .allocate(capacity: capacity)
    numbers.initialize(repeating: 0)
    mask = capacity - 1
    hasThrees = words.contains { $0.last == WordTable.markOfThree }
    hasTwos = words.contains { $0.last == WordTable.markOfTwo }
    for (number, word) in words.enumerated() {
      let hash = WordTable.used(word.reduce(WordTable.seed, WordTable.mix))
      var slot = Int(truncatingIfNeeded: WordTable.finish(hash)) & mask
      while hashes[slot] != 0 { slot = (slot + 1) & mask }
      hashes[slot] = hash
      numbers[slot] = UInt32(number)
    }
  }

  deinit {
    hashes.deallocate()
    numbers.deallocate()
  }

  /// How a word is kept of which only the beginning is known: three bytes of it, or two, and a mark that is no byte
  /// of UTF-8. `nil` for a shorter one.
  static func prefix(_ bytes: some Collection<UInt8>) -> [UInt8]? {
    if bytes.count >= 3 { return bytes.prefix(3) + [markOfThree] }
    return bytes.count == 2 ? bytes + [markOfTwo] : nil
  }

  private static let markOfThree: UInt8 = 0xFF
  private static let markOfTwo: UInt8 = 0xFE

  /// Looks up the word that begins at `start`; `start` becomes the first byte of the next.
  ///
  /// - Returns: The numbers of the word, of its first three bytes and of its first two, each `nil` when it is not known.
  @inline(__always)
  func next(
    in text: UnsafeBufferPointer<UInt8>, from start: inout Int
  ) -> (word: UInt32?, three: UInt32?, two: UInt32?) {
    var (hash, three, two) = (WordTable.seed, UInt64(0), UInt64(0))
    var at = start
    while at < text.count, text[at] != 0x20 {
      hash = WordTable.mix(hash, text[at])
      at &+= 1
      if at == start &+ 2 { two = hash }
      if at == start &+ 3 { three = hash }
    }
    start = at &+ 1
    return (
      number(of: hash),
      hasThrees && three != 0 ? number(of: WordTable.mix(three, WordTable.markOfThree)) : nil,
      hasTwos && two != 0 ? number(of: WordTable.mix(two, WordTable.markOfTwo)) : nil
    )
  }

  @inline(__always)
  private func number(of hash: UInt64) -> UInt32? {
    let hash = WordTable.used(hash)
    guard let hashes = hashes.baseAddress, let numbers = numbers.baseAddress else { return nil }
    var slot = Int(truncatingIfNeeded: WordTable.finish(hash)) & mask
    while true {
      let found = hashes[slot]
      if found == hash { return numbers[slot] }
      if found == 0 { return nil }
      slot = (slot &+ 1) & mask
    }
  }

  // FNV-1a (Fowler, Noll, Vo), by bytes; its low bits are its best mixed, the high ones are folded in.
  private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always)
  private static func mix(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  /// 0 marks a slot that is free.
  @inline(__always)
  private static func used(_ hash: UInt64) -> UInt64 { hash == 0 ? 1 : hash }

  @inline(__always)
  private static func finish(_ hash: UInt64) -> UInt64 { hash ^ hash >> 32 }
}
