/// Hashes of a word and of the word with one or two letters left out, each from the sums of its prefixes: no
/// variant is ever written down.
///
/// The hash of a word is a polynomial in an odd base modulo 2⁶⁴, scrambled at the end; so the hash without letter *k* is
/// the sum of two terms. Not for tables an outsider can fill.
struct LetterHash {
  /// Longest word, in bytes, that is looked at.
  static let longest = 24

  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Powers of the base up to ``longest``.
  private let powers: [UInt64] = (0...LetterHash.longest).reduce(into: []) { powers, _ in
    powers.append((powers.last.map { $0 &* LetterHash.base }) ?? 1)
  }
  /// `prefixes[n]`: of the first *n* letters of the word last taken.
  private var prefixes = [UInt64](repeating: 0, count: LetterHash.longest + 1)
  private var letters = [UInt8](repeating: 0, count: LetterHash.longest)
  private var count = 0

  @inline(__always)
  static func of(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var sum: UInt64 = 0
    for letter in word { sum = sum &* base &+ UInt64(letter) &+ 1 }
    return scrambled(sum)
  }

  @inline(__always)
  private static func scrambled(_ sum: UInt64) -> UInt64 {
    let mixed = (sum ^ (sum >> 29)) &* 0xBF58_476D_1CE4_E5B9
    return mixed ^ (mixed >> 32)
  }

  /// - Parameter word: At most ``longest`` bytes.
  mutating func take(_ word: UnsafeBufferPointer<UInt8>) {
    count = word.count
    for place in 0..<count {
      letters[place] = word[place]
      prefixes[place + 1] = prefixes[place] &* Self.base &+ UInt64(word[place]) &+ 1
    }
  }

  /// The hash of a piece of the word taken last.
  @inline(__always)
  func piece(_ range: Range<Int>) -> UInt64 { Self.scrambled(sum(range.lowerBound, range.upperBound)) }

  @inline(__always)
  private func sum(_ start: Int, _ end: Int) -> UInt64 {
    prefixes[end] &- prefixes[start] &* powers[end - start]
  }

  /// Calls `body` with the hash of the word taken last, then of the word with up to `most` (at most two) letters left
  /// out. What leaving out either of two equal neighbours gives comes once.
  @inline(__always)
  func forEachVariant(leavingOut most: Int, _ body: (UInt64) -> Void) {
    body(Self.scrambled(prefixes[count]))
    guard most > 0 else { return }
    for first in 0..<count where first == 0 || letters[first] != letters[first - 1] {
      let tail = count - first - 1
      body(Self.scrambled(prefixes[first] &* powers[tail] &+ sum(first + 1, count)))
    }
    guard most > 1 else { return }
    for first in 0..<count {
      for second in first + 1..<max(first + 1, count) {
        let (middle, tail) = (second - first - 1, count - second - 1)
        let start = prefixes[first] &* powers[middle] &+ sum(first + 1, second)
        body(Self.scrambled(start &* powers[tail] &+ sum(second + 1, count)))
      }
    }
  }
}
