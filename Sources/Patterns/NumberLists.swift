/// Lists of numbers, one after the other in one allocation; read without a check or a reference count.
final class NumberLists: @unchecked Sendable {
  // `@unchecked`: nothing changes after `init`.

  let count: Int
  /// Where each list starts, and the end of the last.
  private let starts: UnsafeMutableBufferPointer<UInt32>
  private let numbers: UnsafeMutableBufferPointer<UInt32>

  convenience init(_ lists: [[UInt32]]) {
    var starts: [UInt32] = [0]
    for list in lists { starts.append(starts[starts.count - 1] + UInt32(list.count)) }
    self.init(starts: starts, numbers: Array(lists.joined()))
  }

  /// `starts` rises from 0 to the count of `numbers`.
  private init(starts: [UInt32], numbers: [UInt32]) {
    count = starts.count - 1
    self.starts = .allocate(capacity: starts.count)
    _ = self.starts.initialize(fromContentsOf: starts)
    self.numbers = .allocate(capacity: numbers.count)
    _ = self.numbers.initialize(fromContentsOf: numbers)
  }

  deinit {
    starts.deallocate()
    numbers.deallocate()
  }

  /// One list; lives as long as this object.
  @inline(__always)
  subscript(_ list: UInt32) -> UnsafeBufferPointer<UInt32> {
    assert(list < count)
    let list = Int(truncatingIfNeeded: list)
    let (start, end) = (starts[list], starts[list &+ 1])
    // `start` rises to `end`: see `init`.
    return UnsafeBufferPointer(
      start: numbers.baseAddress.map { $0 + Int(truncatingIfNeeded: start) },
      count: Int(truncatingIfNeeded: end &- start))
  }

  /// Whether each list is of pairs, the first of each below `bound`.
  func isChains(ofSets bound: Int) -> Bool {
    (0..<UInt32(count)).allSatisfy { list in
      let links = self[list]
      return links.count % 2 == 0 && stride(from: 0, to: links.count, by: 2).allSatisfy { links[$0] < bound }
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.write(Array(starts))
    writer.write(Array(numbers))
  }

  /// `nil` unless there are `count` lists of numbers below `bound`.
  convenience init?(from reader: inout ByteReader, count: Int, below bound: Int) {
    guard let starts = reader.readNumbers(), let numbers = reader.readNumbers(), starts.count == count + 1,
      starts[0] == 0, starts[count] == numbers.count,
      zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 }), numbers.allSatisfy({ $0 < bound })
    else { return nil }
    self.init(starts: starts, numbers: numbers)
  }
}
