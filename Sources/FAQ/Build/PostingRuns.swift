/// Postings of entries in their order, handed back term by term: sorted in runs of bounded size that are set aside and merged.
///
/// A run on the spool: for each term in rising order `term - term before · postings`, then for each posting `entry - entry before ·
/// impact`; all but the impact as varints.
struct PostingRuns {
  /// Postings sorted at a time, 16 bytes each.
  static let runLength = 1 << 20

  private(set) var count = 0
  private let spool: Spool
  private let runLength: Int
  private var starts: [Int] = []
  /// `term << 32 | entry of this run << 8 | impact`.
  private var run: [UInt64] = []
  private var spare: [UInt64] = []
  private var firstEntry = 0
  private var terms = 0

  init(spool: Spool, runLength: Int = PostingRuns.runLength) {
    self.spool = spool
    self.runLength = runLength
  }

  /// - Parameter entry: Not below that of the call before.
  mutating func append(term: UInt32, entry: Int, impact: UInt8) throws(FAQError) {
    if run.count >= runLength || entry - firstEntry >= 1 << 24 { try flush() }
    if run.isEmpty { firstEntry = entry }
    run.append(UInt64(term) << 32 | UInt64(entry - firstEntry) << 8 | UInt64(impact))
    terms = max(terms, Int(term) + 1)
    count += 1
  }

  private mutating func flush() throws(FAQError) {
    guard !run.isEmpty else { return }
    sort()
    starts.append(spool.count)
    var bytes = ByteWriter()
    var (at, before) = (0, 0)
    while at < run.count {
      let term = Int(run[at] >> 32)
      var end = at
      while end < run.count, Int(run[end] >> 32) == term { end += 1 }
      bytes.writeVarint(UInt32(term - before))
      bytes.writeVarint(UInt32(end - at))
      var last = 0
      for posting in run[at..<end] {
        let entry = Int(posting >> 8 & 0xFF_FFFF) + firstEntry
        bytes.writeVarint(UInt32(entry - last))
        bytes.write(UInt8(truncatingIfNeeded: posting))
        last = entry
      }
      before = term
      at = end
      if bytes.count > 1 << 16 { try spool.append(bytes.take()) }
    }
    try spool.append(bytes.take())
    run.removeAll(keepingCapacity: true)
  }

  /// By term, eleven bits at a time from the lowest; entries keep their order.
  private mutating func sort() {
    var shift: UInt64 = 32
    while terms >> Int(shift - 32) > 0 {
      var counts = [Int](repeating: 0, count: 2_049)
      for posting in run { counts[Int(posting >> shift & 2_047) + 1] += 1 }
      for digit in 0..<2_048 { counts[digit + 1] += counts[digit] }
      if spare.count < run.count { spare = [UInt64](repeating: 0, count: run.count) }
      run.withUnsafeBufferPointer { run in
        spare.withUnsafeMutableBufferPointer { spare in
          for posting in run {
            let digit = Int(posting >> shift & 2_047)
            spare[counts[digit]] = posting
            counts[digit] += 1
          }
        }
      }
      let length = run.count
      swap(&run, &spare)
      if run.count > length { run.removeSubrange(length...) }
      shift += 11
    }
  }

  /// Hands over the postings of each term, terms and entries rising. Empties the runs.
  mutating func drain(
    _ body: (_ term: Int, _ entries: [UInt32], _ impacts: [UInt8]) throws -> Void
  ) throws {
    try flush()
    run = []
    spare = []
    var readers: [RunReader] = []
    for (place, start) in starts.enumerated() {
      let end = place + 1 < starts.count ? starts[place + 1] : spool.count
      readers.append(try RunReader(SpoolReader(spool, from: start, to: end)))
    }
    var (entries, impacts): ([UInt32], [UInt8]) = ([], [])
    for term in 0..<terms {
      entries.removeAll(keepingCapacity: true)
      impacts.removeAll(keepingCapacity: true)
      for place in readers.indices where readers[place].term == term {
        try readers[place].take(&entries, &impacts)
      }
      if !entries.isEmpty { try body(term, entries, impacts) }
    }
  }
}

/// One run, read term by term.
private struct RunReader {
  /// The term whose postings come next; -1 at the end.
  private(set) var term = 0
  private var reader: SpoolReader

  init(_ reader: SpoolReader) throws(FAQError) {
    self.reader = reader
    try advance()
  }

  private mutating func advance() throws(FAQError) {
    if reader.isAtEnd { term = -1 } else { term += Int(try reader.readVarint()) }
  }

  mutating func take(_ entries: inout [UInt32], _ impacts: inout [UInt8]) throws(FAQError) {
    var entry: UInt32 = 0
    for _ in 0..<(try reader.readVarint()) {
      entry &+= try reader.readVarint()
      entries.append(entry)
      impacts.append(try reader.readByte())
    }
    try advance()
  }
}
