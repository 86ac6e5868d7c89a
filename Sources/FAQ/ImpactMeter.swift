/// Works out the impacts of one entry's terms.
struct ImpactMeter {
  private let corpus: Corpus
  private let tuning: InvertedIndex.Tuning
  private let meanLengths: [Float]
  /// By term number; zero between entries.
  private var shares: [[Float]]
  private var counts: [Float]
  /// The entry's terms in the order met.
  private var touched: [UInt32] = []
  private var inStretch: [UInt32] = []

  init(_ corpus: Corpus, _ tuning: InvertedIndex.Tuning) {
    self.corpus = corpus
    self.tuning = tuning
    meanLengths = Corpus.Field.allCases.map(corpus.meanLength)
    let zeros = [Float](repeating: 0, count: corpus.keys.count)
    shares = Corpus.Field.allCases.map { _ in zeros }
    counts = zeros
  }

  /// Calls `body` once for each term of the entry.
  mutating func measure(_ entry: Int, _ body: (_ term: UInt32, _ impact: UInt8) -> Void) {
    corpus.forEachStretch(of: entry) { field, words in add(field, words) }
    for term in touched {
      let impact = take(term)
      body(term, UInt8(max(1, min(255, (impact * 255).rounded()))))
    }
    touched.removeAll(keepingCapacity: true)
  }

  private mutating func add(_ field: Corpus.Field, _ words: ArraySlice<UInt32>) {
    inStretch.removeAll(keepingCapacity: true)
    for word in words {
      if counts[Int(word)] == 0 { inStretch.append(word) }
      counts[Int(word)] += 1
    }
    for word in inStretch {
      if Corpus.Field.allCases.allSatisfy({ shares[Int($0.rawValue)][Int(word)] == 0 }) {
        touched.append(word)
      }
      let share = saturated(counts[Int(word)], field, length: Float(words.count))
      let before = shares[Int(field.rawValue)][Int(word)]
      shares[Int(field.rawValue)][Int(word)] = max(before, share)
      counts[Int(word)] = 0
    }
  }

  private func saturated(_ count: Float, _ field: Corpus.Field, length: Float) -> Float {
    let pull: Float =
      switch field {
      case .wording: tuning.wordingLength
      case .answer: tuning.answerLength
      case .label: 0
      }
    let frequency = count / (1 - pull + pull * length / meanLengths[Int(field.rawValue)])
    return frequency / (tuning.saturation + frequency)
  }

  /// The impact of a term, in `0 ... 1`; forgets the term.
  private mutating func take(_ term: UInt32) -> Float {
    let wording = shares[Int(Corpus.Field.wording.rawValue)][Int(term)]
    let answer = shares[Int(Corpus.Field.answer.rawValue)][Int(term)]
    let label = shares[Int(Corpus.Field.label.rawValue)][Int(term)]
    for field in Corpus.Field.allCases { shares[Int(field.rawValue)][Int(term)] = 0 }
    return (wording + tuning.answer * answer + tuning.label * label) / (1 + tuning.answer + tuning.label)
  }
}
