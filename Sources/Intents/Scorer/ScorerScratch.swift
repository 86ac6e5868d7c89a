import Text

/// What one thread needs to score messages; reused, so that a message allocates nothing in steady state.
///
/// Not thread-safe. Serves any number of scorers in turn.
final class ScorerScratch {
  // Written by `FeatureBag`, which knows how much of each is in use.
  let words = UnsafeMutablePointer<Vocabulary.Word>.allocate(capacity: FeatureBag.mostWords)
  let rows = UnsafeMutablePointer<UInt32>.allocate(capacity: FeatureBag.mostRows)
  let factors = UnsafeMutablePointer<Float>.allocate(capacity: FeatureBag.mostRows)
  let owners = UnsafeMutablePointer<ClosedRange<Int32>>.allocate(capacity: FeatureBag.mostRows)
  /// Activity of the hidden units; then the numbers of those that are active, and how much.
  private(set) var hidden = UnsafeMutablePointer<Float>.allocate(capacity: 0)
  private(set) var units = UnsafeMutablePointer<UInt32>.allocate(capacity: 0)
  private(set) var activities = UnsafeMutablePointer<Float>.allocate(capacity: 0)
  /// Scores of labels, later their probabilities.
  private(set) var scores = UnsafeMutablePointer<Float>.allocate(capacity: 0)
  /// The best label's score of the message scored last, before it became a probability.
  var top: Float = 0
  private var hiddenCapacity = 0
  private var scoreCapacity = 0
  private var padded: [UInt8] = []
  private var stemmers: [Language: Stemmer] = [:]

  init() {}

  deinit {
    words.deallocate()
    rows.deallocate()
    factors.deallocate()
    owners.deallocate()
    hidden.deallocate()
    scores.deallocate()
    units.deallocate()
    activities.deallocate()
  }

  func prepare(for scorer: Scorer) {
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

  /// Hands over the word with a blank on either side.
  func withPadded(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    padded.removeAll(keepingCapacity: true)
    padded.append(UInt8(ascii: " "))
    padded.append(contentsOf: bytes)
    padded.append(UInt8(ascii: " "))
    padded.withUnsafeBufferPointer(body)
  }
}
