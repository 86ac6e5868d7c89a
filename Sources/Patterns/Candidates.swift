/// From the literals that occur in a message to the rules that may match it.
struct Candidates: ~Copyable {
  /// By rising index.
  private(set) var rules: [UInt32] = []
  /// The sets hit by this message, the first `hitCount`; room for each set once.
  private var hitSets = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: 0)
  private var hitCount = 0
  /// For each set of the index, the message that last hit it.
  private var hitIn = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: 0)
  /// Counts messages; 0 is none.
  private var message: UInt32 = 0

  deinit {
    hitSets.deallocate()
    hitIn.deallocate()
  }

  mutating func collect(from index: PrefilterIndex, hits: [UInt32]) {
    rules.removeAll(keepingCapacity: true)
    begin(setCount: index.rulesOfSet.count)
    noteSets(of: hits, index.setsOfLiteral)
    let (rulesOfSet, furtherSetsOfRule) = (index.rulesOfSet, index.furtherSetsOfRule)
    for set in hitSets[..<hitCount] {
      for rule in rulesOfSet[set] where hasHit(furtherSetsOfRule[rule]) { rules.append(rule) }
    }
    rules.append(contentsOf: index.unfiltered)
    rules.sort()
  }

  /// Whether each of these sets was hit by the message.
  func hasHit(_ sets: UnsafeBufferPointer<UInt32>) -> Bool {
    for set in sets where hitIn[Int(set)] != message { return false }
    return true
  }

  private mutating func noteSets(of literals: [UInt32], _ setsOfLiteral: NumberLists) {
    var count = 0
    for literal in literals {
      for set in setsOfLiteral[literal] where hitIn[Int(set)] != message {
        hitIn[Int(set)] = message
        hitSets[count] = set
        count += 1
      }
    }
    hitCount = count
  }

  /// Forgets the message before: by its number, unless another index or the end of the numbers came up.
  private mutating func begin(setCount: Int) {
    message &+= 1
    guard hitIn.count != setCount || message == 0 else { return }
    hitIn.deallocate()
    hitSets.deallocate()
    hitIn = .allocate(capacity: setCount)
    hitIn.initialize(repeating: 0)
    hitSets = .allocate(capacity: setCount)
    message = 1
  }
}
