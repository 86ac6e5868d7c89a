/// A window sliding over a file or some bytes: checked text for the readers that stream.
///
/// Memory is the window's: 256 KiB at first, doubled for a long record up to ``maximumCapacity``.
/// Text beyond the first fault (bad UTF-8, NUL) is never shown; `fault` tells of it when the window ends there.
final class ByteWindow {
  /// Longest record a reader can hold, in bytes.
  static let maximumCapacity = 4 << 20

  let name: String
  private var source: TextSource

  @exclusivity(unchecked) private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  /// Bytes in the window that are good text.
  @exclusivity(unchecked) private(set) var end = 0
  /// Bytes in the window, with those not yet checked (a cut code point) or faulty.
  private var filled = 0
  private var isExhausted = false
  private(set) var fault: TextFault.Kind?

  /// - Parameter decodes: Other encodings than UTF-8 are found out and undone.
  init(path: String, decodes: Bool = false, capacity: Int = 256 << 10) throws(InputError) {
    name = path
    source = try TextSource(path: path, decodes: decodes)
    self.capacity = capacity
    base = .allocate(capacity: capacity)
    try start()
  }

  init(
    name: String, bytes: [UInt8], decodes: Bool = false, capacity: Int = 256 << 10
  ) throws(InputError) {
    self.name = name
    source = TextSource(bytes: bytes, decodes: decodes)
    self.capacity = capacity
    base = .allocate(capacity: capacity)
    try start()
  }

  deinit { base.deallocate() }

  /// What the text was written in.
  var encoding: TextEncoding { source.encoding }

  /// How far the text was read, and how long it is as far as that is known; in bytes as stored.
  var progress: (bytesRead: Int, size: Int?) { (source.bytesRead, source.size) }

  /// Nothing good follows what the window holds: the text ended, or a fault stands there.
  var isAtEnd: Bool { isExhausted || fault != nil }

  /// The window can grow no further around a record that fills it.
  var isFull: Bool { filled == capacity && capacity >= Self.maximumCapacity }

  var text: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: end) }

  /// Drops everything before `kept`, which becomes offset 0, and reads until the window is full.
  ///
  /// Grows the window when nothing can be dropped. Pointers into the window die here.
  func slide(to kept: Int) throws(InputError) {
    if kept > 0 {
      base.update(from: base + kept, count: filled - kept)
      (filled, end) = (filled - kept, end - kept)
    } else if filled == capacity {
      grow()
    }
    guard !isAtEnd else { return }
    try fill()
    check()
  }

  private func start() throws(InputError) {
    try fill()
    check()
    if filled >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { try slide(to: 3) }
    if filled == 0 {
      throw InputError(.syntax, at: Place(file: name, line: 1, column: 1), "the file is empty")
    }
  }

  private func fill() throws(InputError) {
    let room = UnsafeMutableRawBufferPointer(start: base + filled, count: capacity - filled)
    let count = try source.read(into: room)
    filled += count
    isExhausted = count < room.count
  }

  private func check() {
    let held = UnsafeRawBufferPointer(start: base, count: filled)
    let check = TextCheck(held, from: end, isComplete: isExhausted)
    end = check.validCount
    fault = check.fault?.kind
    // What the decoder puts in the place of no character.
    if case .notUTF8 = fault, encoding == .utf16LittleEndian || encoding == .utf16BigEndian {
      fault = .notUTF16
    }
  }

  private func grow() {
    let larger = min(capacity * 2, Self.maximumCapacity)
    guard larger > capacity else { return }
    let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    grown.update(from: base, count: filled)
    base.deallocate()
    (base, capacity) = (grown, larger)
  }
}
