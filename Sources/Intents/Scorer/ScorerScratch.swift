import Text

/// What one thread needs to score messages; reused, so that a message allocates nothing in steady state.
///
/// Not thread-safe. Serves any number of scorers in turn.
final class ScorerScratch {
  private(set) var words: [Vocabulary.Word] = []
  /// Rows to add up, and the factor of each.
  private(set) var rows: [UInt32] = []
  var factors: [Float] = []
  private(set) var hidden = UnsafeMutablePointer<Float>.allocate(capacity: 0)
  /// Scores of labels, later their probabilities.
  private(set) var scores = UnsafeMutablePointer<Float>.allocate(capacity: 0)
  private(set) var units = UnsafeMutablePointer<UInt32>.allocate(capacity: 0)
  private(set) var activities = UnsafeMutablePointer<Float>.allocate(capacity: 0)
  private var hiddenCapacity = 0
  private var scoreCapacity = 0
  private var padded: [UInt8] = []
  private var stemmers: [Language: Stemmer] = [:]
  /// Word of each row, for explanations: the index of the word, or of the first of several.
  private(set) var owners: [Int32] = []
  var recordsOwners = false

  init() {}

  deinit {
    hidden.deallocate()
    scores.deallocate()
    units.deallocate()
    activities.deallocate()
  }

  func prepare(for scorer: Scorer) {
    words.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    factors.removeAll(keepingCapacity: true)
    owners.removeAll(keepingCapacity: true)
    if hiddenCapacity < scorer.hiddenBias.count {
      hiddenCapacity = scorer.hiddenBias.count
      Self.replace(&hidden, hiddenCapacity)
      Self.replace(&units, hiddenCapacity)
      Self.replace(&activities, hiddenCapacity)
    }
    if scoreCapacity < scorer.outputBias.count {
      scoreCapacity = scorer.outputBias.count
      Self.replace(&scores, scoreCapacity)
    }
  }

  /// A fresh buffer, aligned to a cache line. Nothing is kept: every message overwrites all of it.
  private static func replace<Element>(_ buffer: inout UnsafeMutablePointer<Element>, _ count: Int) {
    buffer.deallocate()
    buffer = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Element>.stride, alignment: 64)
      .bindMemory(to: Element.self, capacity: count)
  }

  func stemmer(_ language: Language) -> Stemmer {
    if let stemmer = stemmers[language] { return stemmer }
    let stemmer = Stemmer(language)
    stemmers[language] = stemmer
    return stemmer
  }

  @inline(__always)
  func append(_ word: Vocabulary.Word) {
    words.append(word)
    if word.row >= 0 { append(row: UInt32(bitPattern: word.row), factor: word.rarity) }
  }

  @inline(__always)
  func append(row: UInt32, factor: Float) {
    rows.append(row)
    factors.append(factor)
    if recordsOwners { owners.append(Int32(words.count) - 1) }
  }

  /// Brings the words of the message together to length one.
  func scaleWords() {
    var length: Float = 0
    for word in words { length += word.rarity * word.rarity }
    guard length > 0 else { return }
    let scale = 1 / length.squareRoot()
    for index in factors.indices { factors[index] *= scale }
  }

  /// Hands over the word with a blank on either side.
  @inline(__always)
  func withPadded(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    padded.removeAll(keepingCapacity: true)
    padded.append(UInt8(ascii: " "))
    padded.append(contentsOf: bytes)
    padded.append(UInt8(ascii: " "))
    padded.withUnsafeBufferPointer(body)
  }
}
