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
  /// Scores of labels, later their probabilities.
  private(set) var scores = UnsafeMutablePointer<Float>.allocate(capacity: 0)
  /// The best label's score of the message scored last, before it became a probability.
  var top: Float = 0
  private var scoreCapacity = 0
  private var padded: [UInt8] = []
  private var stemmers: [Language: Stemmer] = [:]

  init() {}

  deinit {
    words.deallocate()
    rows.deallocate()
    factors.deallocate()
    owners.deallocate()
    scores.deallocate()
  }

  func prepare(for scorer: Scorer) {
    guard scoreCapacity < scorer.bias.count else { return }
    scoreCapacity = scorer.bias.count
    scores.deallocate()
    // Aligned to a cache line. Nothing is kept: every message overwrites all of it.
    scores = UnsafeMutableRawPointer.allocate(
      byteCount: scoreCapacity * MemoryLayout<Float>.stride, alignment: 64
    )
    .bindMemory(to: Float.self, capacity: scoreCapacity)
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
