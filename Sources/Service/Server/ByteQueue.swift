/// Bytes that wait: taken from the front, added at the back, without memory while there are none.
struct ByteQueue: ~Copyable {
  private var base: UnsafeMutableRawPointer?
  private var capacity = 0
  private var start = 0
  private var end = 0

  deinit { base?.deallocate() }

  var count: Int { end - start }
  var isEmpty: Bool { end == start }
  var bytes: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: base.map { $0 + start }, count: count)
  }

  /// Room for at least `room` bytes behind the last; ``commit(_:)`` says how many were written there.
  mutating func tail(room: Int) -> UnsafeMutableRawBufferPointer {
    if capacity - end < room { makeRoom(room) }
    return UnsafeMutableRawBufferPointer(start: base.map { $0 + end }, count: capacity - end)
  }

  mutating func commit(_ count: Int) { end += count }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard !bytes.isEmpty else { return }
    tail(room: bytes.count).copyMemory(from: bytes)
    end += bytes.count
  }

  /// Lets go of the first `count` bytes, and of the memory with the last of them.
  mutating func removeFirst(_ count: Int) {
    start += count
    if start == end { clear() }
  }

  /// Forgets all but the first `count` bytes.
  mutating func truncate(to count: Int) {
    end = start + count
    if start == end { clear() }
  }

  mutating func clear() {
    base?.deallocate()
    (base, capacity, start, end) = (nil, 0, 0, 0)
  }

  private mutating func makeRoom(_ room: Int) {
    let count = count
    if let base, start > 0, count + room <= capacity {
      base.copyMemory(from: base + start, byteCount: count)
    } else {
      let wanted = max(4096, count + room, min(capacity * 2, count + (1 << 20)))
      let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
      if let base { larger.copyMemory(from: base + start, byteCount: count) }
      base?.deallocate()
      (base, capacity) = (larger, wanted)
    }
    (start, end) = (0, count)
  }
}
