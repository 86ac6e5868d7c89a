/// Finds the entries with the greatest sums of impacts in an index on pages, window of entries by window, and reads only what can
/// matter.
///
/// MaxScore (Turtle and Flood, *Query Evaluation: Strategies and Optimizations*, 1995) within windows that carry their own maxima: a
/// window whose lists together cannot reach the worst of the candidates is passed over; in the others the lists that cannot reach it
/// together without help are only looked into for entries that other lists have brought near.
struct WindowSearch {
  private struct Narrow {
    var next: Int
    var end: Int
    /// The greatest of its products.
    var greatest: UInt32 = 0
  }

  private(set) var candidates: [FAQSearch.Candidate] = []
  private var narrow: [Narrow] = []
  private var narrowEntries: [UInt32] = []
  private var narrowProducts: [UInt32] = []
  private var wide: [WideCursor] = []
  /// Sums of the window's entries by their lowest bits; zero between windows.
  private let sums = WindowSums()
  /// Lists of the window, the weakest first, and what they can bring.
  private var order: [(list: Int, bound: UInt32)] = []
  /// How many entries of the window may still become candidates.
  private var nearCount = 0
  /// The sum to reach: that of the worst candidate, once there are enough.
  private var least: UInt32 = 1
  private var limit = 0

  /// Fills ``candidates``, best first; of equal ones the earlier entry.
  ///
  /// - Complexity: At most one pass over the lists of the terms.
  mutating func run(_ terms: [FAQSearch.Term], _ index: FAQIndex, limit: Int) throws {
    candidates.removeAll(keepingCapacity: true)
    self.limit = limit
    least = 1
    defer { release() }
    do {
      try open(terms, index)
      let windows = WideList.windows(of: index.count)
      // The window that may hold the most goes first: what it holds spares the others.
      let first = (0..<windows).max { bound($0) < bound($1) } ?? 0
      let starts = narrow
      if first > 0 { skipNarrow(first - 1) }
      try search(first, index)
      for place in narrow.indices { narrow[place].next = starts[place].next }
      for window in 0..<windows {
        if window == first { skipNarrow(window) } else { try search(window, index) }
      }
    } catch {
      // What was added up before the damage was met must not count for the next message.
      sums.clear()
      candidates.removeAll()
      throw error
    }
  }

  /// Lets go of the blobs: they are the cache's.
  private mutating func release() {
    wide.removeAll(keepingCapacity: true)
    narrow.removeAll(keepingCapacity: true)
    narrowEntries.removeAll(keepingCapacity: true)
    narrowProducts.removeAll(keepingCapacity: true)
  }

  // MARK: Lists

  private mutating func open(_ terms: [FAQSearch.Term], _ index: FAQIndex) throws {
    for term in terms where term.weight > 0 {
      guard case .paged(let row) = term.place else { continue }
      if row.isWide {
        let directory = try index.cache.blob(.windows, Int(row.blob))
        wide.append(try WideCursor(row, directory: directory, entries: index.count, weight: term.weight))
        continue
      }
      var list = Narrow(next: narrowEntries.count, end: 0)
      try index.cache.blob(.postings, Int(row.blob)).withUnsafeBytes { blob in
        try Postings.read(blob, row, below: UInt32(index.count)) { entry, impact in
          let product = UInt32(impact) &* term.weight
          narrowEntries.append(UInt32(entry))
          narrowProducts.append(product)
          list.greatest = max(list.greatest, product)
        }
      }
      list.end = narrowEntries.count
      narrow.append(list)
    }
  }

  /// More than any entry of a window can reach.
  private func bound(_ window: Int) -> UInt32 {
    var bound: UInt32 = 0
    for list in wide { bound &+= list.greatest(window) &* list.weight }
    let (start, end) = (UInt32(window * WideList.window), UInt32((window + 1) * WideList.window))
    for list in narrow {
      // The lists are short and rising: a binary search for the first entry of the window.
      var (low, high) = (list.next, list.end)
      while low < high {
        let middle = (low + high) / 2
        if narrowEntries[middle] < start { low = middle + 1 } else { high = middle }
      }
      if low < list.end, narrowEntries[low] < end { bound &+= list.greatest }
    }
    return bound
  }

  /// Leaves out what the narrow lists have before the end of a window.
  private mutating func skipNarrow(_ window: Int) {
    let end = UInt32((window + 1) * WideList.window)
    for place in narrow.indices {
      while narrow[place].next < narrow[place].end, narrowEntries[narrow[place].next] < end {
        narrow[place].next += 1
      }
    }
  }

  // MARK: Windows

  private mutating func search(_ window: Int, _ index: FAQIndex) throws {
    var bound: UInt32 = 0
    order.removeAll(keepingCapacity: true)
    for place in wide.indices {
      let list = wide[place].greatest(window) &* wide[place].weight
      guard list > 0 else { continue }
      bound &+= list
      order.append((place, list))
    }
    let end = UInt32((window + 1) * WideList.window)
    for list in narrow where list.next < list.end && narrowEntries[list.next] < end {
      bound &+= list.greatest
    }
    guard bound >= least else { return skipNarrow(window) }
    sortLists()
    var (weak, weakBound) = (0, UInt32(0))
    while weak < order.count, weakBound + order[weak].bound < least {
      weakBound += order[weak].bound
      weak += 1
    }
    addNarrow(before: end)
    for place in weak..<order.count { try addWide(order[place].list, window, index) }
    collect(atLeast: least > weakBound ? least - weakBound : 1)
    for place in stride(from: weak - 1, through: 0, by: -1) where nearCount > 0 {
      try lookUp(order[place].list, window, index)
      weakBound -= order[place].bound
      keep(atLeast: least > weakBound ? least - weakBound : 1)
    }
    take(window, below: index.count)
  }

  private mutating func sortLists() {
    for index in order.indices.dropFirst() {
      var place = index
      while place > 0, order[place - 1].bound > order[place].bound {
        order.swapAt(place - 1, place)
        place -= 1
      }
    }
  }

  private mutating func addNarrow(before end: UInt32) {
    for place in narrow.indices {
      while narrow[place].next < narrow[place].end, narrowEntries[narrow[place].next] < end {
        let next = narrow[place].next
        sums.values[Int(narrowEntries[next]) & (WideList.window - 1)] &+= narrowProducts[next]
        narrow[place].next = next + 1
      }
    }
  }

  private mutating func addWide(_ list: Int, _ window: Int, _ index: FAQIndex) throws {
    let (weight, values) = (wide[list].weight, sums.values)
    try wide[list].read(window, { try index.cache.blob($0, $1) }) { entry, impact in
      values[entry] &+= UInt32(impact) &* weight
    }
  }

  /// Looks for the entries that are near in one more list. Sums of others may grow too: nobody looks at them any more.
  private mutating func lookUp(_ list: Int, _ window: Int, _ index: FAQIndex) throws {
    let (weight, values) = (wide[list].weight, sums.values)
    let near = UnsafeBufferPointer(start: sums.near, count: nearCount)
    try wide[list].lookUp(near, window, { try index.cache.blob($0, $1) }) { entry, impact in
      values[entry] &+= UInt32(impact) &* weight
    }
  }

  /// Notes the entries whose sums reach `bound` as near.
  private mutating func collect(atLeast bound: UInt32) {
    let (lanes, values, near) = (sums.lanes, sums.values, sums.near)
    // Sums are below 2³¹ (128 terms of 255 × 2¹⁶ at most): the sign of the difference tells, and signs are cheaply joined.
    let below = SIMD16<Int32>(repeating: Int32(bitPattern: bound &- 1))
    var count = 0
    for group in lanes.indices {
      let missing = below &- unsafeBitCast(lanes[group], to: SIMD16<Int32>.self)
      let eight = missing.lowHalf | missing.highHalf
      let four = eight.lowHalf | eight.highHalf
      let two = four.lowHalf | four.highHalf
      guard two.x | two.y < 0 else { continue }
      // Each is written and only those that reach it are counted: there is nothing for the processor to guess.
      for entry in group * 16..<group * 16 + 16 {
        near[count] = UInt16(truncatingIfNeeded: entry)
        count &+= values[entry] >= bound ? 1 : 0
      }
    }
    nearCount = count
  }

  private mutating func keep(atLeast bound: UInt32) {
    let (values, near) = (sums.values, sums.near)
    var kept = 0
    for place in 0..<nearCount {
      let entry = near[place]
      near[kept] = entry
      kept &+= values[Int(entry)] >= bound ? 1 : 0
    }
    nearCount = kept
  }

  /// Makes candidates of what is near, and clears the window.
  private mutating func take(_ window: Int, below count: Int) {
    for place in 0..<nearCount {
      let entry = Int(sums.near[place])
      let ordinal = window * WideList.window + entry
      guard sums.values[entry] >= least, ordinal < count else { continue }
      candidates.insert(FAQSearch.Candidate(ordinal: ordinal, sum: sums.values[entry]), limit: limit)
      if candidates.count == limit { least = max(1, candidates[limit - 1].sum) }
    }
    sums.clear()
  }
}

/// The sums of a window's entries, sixteen at a time or one by one.
private final class WindowSums {
  let lanes: UnsafeMutableBufferPointer<SIMD16<UInt32>>
  let values: UnsafeMutablePointer<UInt32>
  /// Room for the lowest bits of entries, rising.
  let near = UnsafeMutablePointer<UInt16>.allocate(capacity: WideList.window)

  init() {
    lanes = .allocate(capacity: WideList.window / 16)
    lanes.initialize(repeating: SIMD16())
    values = UnsafeMutableRawPointer(lanes.baseAddress!).assumingMemoryBound(to: UInt32.self)
  }

  func clear() { lanes.update(repeating: SIMD16()) }

  deinit {
    lanes.deallocate()
    near.deallocate()
  }
}
