/// A buffer that is filled anew for every message and only ever grows.
///
/// Room is made once before a loop; appending in it then checks nothing in release builds. That the room
/// suffices is the reserving caller's to prove.
struct Pad<Element: BitwiseCopyable>: ~Copyable {
  private(set) var count = 0
  private var capacity = 0
  private var base = UnsafeMutablePointer<Element>.allocate(capacity: 0)

  deinit { base.deallocate() }

  /// Empties the pad and makes room for `elements`.
  mutating func begin(roomFor elements: Int) {
    count = 0
    guard elements > capacity else { return }
    base.deallocate()
    capacity = max(elements, 2 * capacity, 256)
    base = .allocate(capacity: capacity)
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    assert(count < capacity, "the caller reserved too little")
    (base + count).initialize(to: element)
    count += 1
  }

  @inline(__always)
  mutating func append(contentsOf elements: UnsafeBufferPointer<Element>) {
    assert(count + elements.count <= capacity, "the caller reserved too little")
    guard let start = elements.baseAddress else { return }
    (base + count).initialize(from: start, count: elements.count)
    count += elements.count
  }

  /// What has been appended, until the next change.
  var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

  /// The same, to be changed in place.
  var mutableElements: UnsafeMutableBufferPointer<Element> {
    mutating get { UnsafeMutableBufferPointer(start: base, count: count) }
  }
}
