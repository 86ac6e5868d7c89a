/// From the words and literals that occur in a message to the rules that may match it.
struct Candidates: ~Copyable {
  /// By rising index.
  private(set) var rules: [UInt32] = []
  /// The sets hit by this message, the first `hitCount`; room for each set once, and one more.
  private var hitSets = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: 1)
  private var hitCount = 0
  /// For each set of the index, a bit for each word of the message that is in it: 0 is none.
  private var places = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: 0)

  deinit {
    hitSets.deallocate()
    places.deallocate()
  }

  /// - Parameter hits: The literals that the message holds.
  mutating func collect(from index: PrefilterIndex, _ text: UnsafeBufferPointer<UInt8>, hits: [UInt32]) {
    rules.removeAll(keepingCapacity: true)
    begin(setCount: index.rulesOfSet.count)
    let wordCount = noteWords(of: text, index)
    if !hits.isEmpty { noteLiterals(hits, index) }
    // In longer messages words share bits: there a chain says nothing of distances.
    let isShort = wordCount <= WordGap.most
    guard let places = places.baseAddress, let hitSets = hitSets.baseAddress else { return }
    let (rulesOfSet, furtherSetsOfRule, chainOfRule) = (
      index.rulesOfSet, index.furtherSetsOfRule, index.chainOfRule
    )
    let triggerCount = index.triggerCount
    for hit in 0..<hitCount where hitSets[hit] < triggerCount {
      for rule in rulesOfSet[hitSets[hit]] {
        guard Candidates.holds(chainOfRule[rule], places, isShort),
          Candidates.hasHit(furtherSetsOfRule[rule], places)
        else { continue }
        rules.append(rule)
      }
    }
    if !index.unfiltered.isEmpty { rules.append(contentsOf: index.unfiltered) }
    sort()
  }

  /// Whether each of these sets was hit by the message.
  func hasHit(_ sets: UnsafeBufferPointer<UInt32>) -> Bool {
    guard let places = places.baseAddress else { return true }
    return Candidates.hasHit(sets, places)
  }

  @inline(__always)
  private static func hasHit(
    _ sets: UnsafeBufferPointer<UInt32>, _ places: UnsafeMutablePointer<UInt64>
  ) -> Bool {
    for set in sets where places[Int(truncatingIfNeeded: set)] == 0 { return false }
    return true
  }

  /// Whether the sets of a chain are hit by words that lie as far apart as they should.
  @inline(__always)
  private static func holds(
    _ chain: UnsafeBufferPointer<UInt32>, _ places: UnsafeMutablePointer<UInt64>, _ isShort: Bool
  ) -> Bool {
    var (reached, at) = (UInt64(1), 0)
    while at < chain.count {
      let here = places[Int(truncatingIfNeeded: chain[at])]
      reached = isShort ? WordGap.behind(reached, chain[at &+ 1]) & here : here
      if reached == 0 { return false }
      at &+= 2
    }
    return true
  }

  // The loops below hold what they write to in constants of their own: the compiler cannot tell that writing to one
  // buffer leaves the address of another alone.

  /// - Returns: The number of words.
  private mutating func noteWords(of text: UnsafeBufferPointer<UInt8>, _ index: PrefilterIndex) -> Int {
    let (table, setsOfWord) = (index.table, index.setsOfWord)
    guard let places = places.baseAddress, let hitSets = hitSets.baseAddress else { return 0 }
    var (start, words, hitCount) = (0, 0, hitCount)
    while start < text.count {
      let place = UInt64(1) &<< UInt64(truncatingIfNeeded: min(words, WordGap.most))
      let found = table.next(in: text, from: &start)
      if let word = found.word {
        Candidates.note(setsOfWord[word], place, places, hitSets, &hitCount)
      }
      if let prefix = found.three {
        Candidates.note(setsOfWord[prefix], place, places, hitSets, &hitCount)
      }
      if let prefix = found.two {
        Candidates.note(setsOfWord[prefix], place, places, hitSets, &hitCount)
      }
      words &+= 1
    }
    self.hitCount = hitCount
    return words
  }

  private mutating func noteLiterals(_ hits: [UInt32], _ index: PrefilterIndex) {
    guard let places = places.baseAddress, let hitSets = hitSets.baseAddress else { return }
    for literal in hits {
      Candidates.note(index.setsOfLiteral[literal], 1 << 63, places, hitSets, &hitCount)
    }
  }

  /// Without a branch: which sets a word belongs to is not to be foreseen.
  @inline(__always)
  private static func note(
    _ sets: UnsafeBufferPointer<UInt32>, _ place: UInt64, _ places: UnsafeMutablePointer<UInt64>,
    _ hitSets: UnsafeMutablePointer<UInt32>, _ hitCount: inout Int
  ) {
    for set in sets {
      let before = places[Int(truncatingIfNeeded: set)]
      places[Int(truncatingIfNeeded: set)] = before | place
      hitSets[hitCount] = set
      hitCount &+= before == 0 ? 1 : 0
    }
  }

  /// Candidates are a handful, mostly in order: insertion beats anything that has to be set up.
  private mutating func sort() {
    guard rules.count <= 32 else { return rules.sort() }
    rules.withUnsafeMutableBufferPointer { rules in
      for index in rules.indices.dropFirst() {
        let rule = rules[index]
        var place = index
        while place > 0, rules[place - 1] > rule {
          rules[place] = rules[place - 1]
          place -= 1
        }
        rules[place] = rule
      }
    }
  }

  /// Forgets the message before; another index may have come up.
  private mutating func begin(setCount: Int) {
    defer { hitCount = 0 }
    guard places.count != setCount else {
      for set in hitSets[..<hitCount] { places[Int(set)] = 0 }
      return
    }
    places.deallocate()
    hitSets.deallocate()
    places = .allocate(capacity: setCount)
    places.initialize(repeating: 0)
    // The last place is written to, and not kept, when every set is hit.
    hitSets = .allocate(capacity: setCount + 1)
  }
}
