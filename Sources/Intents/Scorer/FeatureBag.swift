/// The words and features of one message on their way to the weights: bounded buffers of a ``ScorerScratch``.
///
/// A value held in a local variable while a message is scored, so that appending is a store and a count.
struct FeatureBag {
  /// Most words, and most features, of a message that count: its cost is bounded.
  static let mostWords = 256
  static let mostRows = 4096

  let words: UnsafeMutablePointer<Vocabulary.Word>
  /// Rows to add up, and the factor of each.
  let rows: UnsafeMutablePointer<UInt32>
  let factors: UnsafeMutablePointer<Float>
  /// First and last word that a row is about; written for explanations only.
  let owners: UnsafeMutablePointer<ClosedRange<Int32>>?
  private(set) var wordCount = 0
  private(set) var rowCount = 0

  init(_ scratch: ScorerScratch, recordsOwners: Bool = false) {
    words = scratch.words
    rows = scratch.rows
    factors = scratch.factors
    owners = recordsOwners ? scratch.owners : nil
  }

  var isFull: Bool { wordCount == Self.mostWords }

  /// Appends a word with its row, if it has one. Not when ``isFull``.
  @inline(__always)
  mutating func append(_ word: Vocabulary.Word) {
    words[wordCount] = word
    wordCount += 1
    guard word.row >= 0 else { return }
    let owner = wordCount - 1
    append(row: UInt32(bitPattern: word.row), factor: word.rarity, owner: owner...owner)
  }

  /// Appends a row; beyond ``mostRows`` it is left out.
  @inline(__always)
  mutating func append(row: UInt32, factor: Float, owner: @autoclosure () -> ClosedRange<Int>) {
    guard rowCount < Self.mostRows else { return }
    rows[rowCount] = row
    factors[rowCount] = factor
    if let owners {
      let owner = owner()
      owners[rowCount] = Int32(owner.lowerBound)...Int32(owner.upperBound)
    }
    rowCount += 1
  }

  /// Multiplies the factors of the rows from `first` on.
  @inline(__always)
  func scale(from first: Int, by scale: Float) {
    for index in first..<rowCount { factors[index] *= scale }
  }

  /// Brings the words of the message together to length one.
  func scaleWords() {
    var length: Float = 0
    for index in 0..<wordCount { length += words[index].rarity * words[index].rarity }
    if length > 0 { scale(from: 0, by: 1 / length.squareRoot()) }
  }
}
