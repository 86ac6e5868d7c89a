/// From the literals that occur in a message to the rules that may match it.
struct Candidates {
  /// By rising index.
  private(set) var rules: [UInt32] = []
  private var hitSets: [UInt32] = []
  /// For each set of the index, the message that last hit it.
  private var hitIn: [UInt32] = []
  /// Counts messages; 0 is none.
  private var message: UInt32 = 0

  mutating func collect(from index: PrefilterIndex, hits: [UInt32]) {
    rules.removeAll(keepingCapacity: true)
    begin(setCount: index.rulesOfSet.count)
    noteSets(of: hits, index)
    for set in hitSets {
      for rule in index.rulesOfSet[set] where hasHit(index.furtherSetsOfRule[rule]) { rules.append(rule) }
    }
    rules.append(contentsOf: index.unfiltered)
    rules.sort()
  }

  /// Whether each of these sets was hit by the message.
  func hasHit(_ sets: UnsafeBufferPointer<UInt32>) -> Bool {
    for set in sets where hitIn[Int(set)] != message { return false }
    return true
  }

  private mutating func noteSets(of literals: [UInt32], _ index: PrefilterIndex) {
    hitSets.removeAll(keepingCapacity: true)
    for literal in literals {
      for set in index.setsOfLiteral[literal] where hitIn[Int(set)] != message {
        hitIn[Int(set)] = message
        hitSets.append(set)
      }
    }
  }

  /// Forgets the message before: by its number, unless another index or the end of the numbers came up.
  private mutating func begin(setCount: Int) {
    message &+= 1
    if hitIn.count != setCount || message == 0 {
      hitIn = Array(repeating: 0, count: setCount)
      message = 1
    }
  }
}
