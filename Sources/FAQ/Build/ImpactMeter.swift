/// Works out the impacts of one entry's terms.
///
/// The impact of a term is the saturated, length-normalised frequency of BM25 (Robertson and Zaragoza, *The Probabilistic
/// Relevance Framework*, 2009), field by field: the best of the wordings, plus the answer's and the labels' share, as a byte.
/// Answers count less than questions, but they say which words are common: a word's weight comes from all fields, so that
/// "how" and "do" weigh little without a list of stop words.
///
/// One per thread, with the numbers of its ``EntryAnalyzer``.
struct ImpactMeter {
  /// Tuned on the development queries of four FAQs; `docs/benchmarks.md` tells how.
  private enum Tuning {
    static let saturation: Float = 1.2
    static let wordingLength: Float = 0.6
    static let answerLength: Float = 0.75
    static let answer: Float = 0.2
    static let label: Float = 0.2
  }

  /// A term of the entry.
  private struct Found {
    var term: UInt32
    /// Occurrences in the stretch that is read.
    var count: Float = 0
    var wording: Float = 0
    var answer: Float = 0
    var label: Float = 0
  }

  /// Mean lengths of the fields, which are taken for everyone's.
  struct Lengths: Sendable {
    fileprivate let means: [Float]

    init(sample: [EntryWords]) {
      var (totals, lengths) = ([Float](repeating: 0, count: 3), [Float](repeating: 0, count: 3))
      for stretch in sample.lazy.flatMap(\.stretches) {
        totals[Int(stretch.field.rawValue)] += 1
        lengths[Int(stretch.field.rawValue)] += Float(stretch.words.count)
      }
      means = zip(totals, lengths).map { $0 == 0 ? 1 : max(1, $1 / $0) }
    }
  }

  private let meanLengths: [Float]
  private var found: [Found] = []
  /// Index into ``found`` plus one by term number; zero between entries.
  private var places: [UInt32] = []
  private var inStretch: [Int] = []

  init(_ lengths: Lengths) { meanLengths = lengths.means }

  /// Calls `body` once for each term and concept of the entry.
  ///
  /// - Parameter terms: Term numbers are below.
  mutating func measure(
    _ entry: EntryWords, terms: Int, _ body: (_ term: UInt32, _ impact: UInt8) throws -> Void
  ) rethrows {
    if places.count < terms {
      places += [UInt32](repeating: 0, count: max(terms, 2 * places.count) - places.count)
    }
    for stretch in entry.stretches {
      for word in entry.words[stretch.words] { count(word) }
      for phrase in entry.phrases[stretch.phrases] { count(phrase.concept) }
      settle(stretch.field, length: Float(stretch.words.count))
    }
    for term in found { places[Int(term.term)] = 0 }
    defer { found.removeAll(keepingCapacity: true) }
    for term in found {
      let sum = term.wording + Tuning.answer * term.answer + Tuning.label * term.label
      let impact = sum / (1 + Tuning.answer + Tuning.label)
      try body(term.term, UInt8(max(1, min(255, (impact * 255).rounded()))))
    }
  }

  private mutating func count(_ term: UInt32) {
    if places[Int(term)] == 0 {
      found.append(Found(term: term))
      places[Int(term)] = UInt32(found.count)
    }
    let place = Int(places[Int(term)]) - 1
    if found[place].count == 0 { inStretch.append(place) }
    found[place].count += 1
  }

  private mutating func settle(_ field: EntryWords.Field, length: Float) {
    for place in inStretch {
      let share = saturated(found[place].count, field, length: length)
      switch field {
      case .wording: found[place].wording = max(found[place].wording, share)
      case .answer: found[place].answer = max(found[place].answer, share)
      case .label: found[place].label = max(found[place].label, share)
      }
      found[place].count = 0
    }
    inStretch.removeAll(keepingCapacity: true)
  }

  private func saturated(_ count: Float, _ field: EntryWords.Field, length: Float) -> Float {
    let pull: Float =
      switch field {
      case .wording: Tuning.wordingLength
      case .answer: Tuning.answerLength
      case .label: 0
      }
    let frequency = count / (1 - pull + pull * length / meanLengths[Int(field.rawValue)])
    return frequency / (Tuning.saturation + frequency)
  }
}
