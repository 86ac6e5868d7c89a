/// Reads the head of one request, strictly as RFC 9112 has it, from bytes that may arrive in pieces.
///
/// Does no I/O and keeps only offsets: call ``parse(_:)`` again with the same bytes and more behind them.
/// Each line is read once, when it is whole, so a head that arrives byte by byte costs no more than linear time.
package struct RequestParser: ~Copyable, Sendable {
  package enum Outcome: Equatable, Sendable {
    /// The head is the first *n* bytes.
    case done(Int)
    case needsMore
    /// Answer so, and close.
    case invalid(Refusal)
  }

  let limits: Limits
  /// Valid after ``Outcome/done(_:)``.
  package internal(set) var head = RequestHead()
  var framing = FramingFields()

  private var isInFields = false
  private var emptyLines = 0
  /// Where the line being read starts, and how far it was looked at.
  private var line = 0
  private var scanned = 0
  private var fieldsStart = 0

  package init(limits: Limits = Limits()) {
    self.limits = limits
  }

  /// Makes ready for the next request; keeps what was allocated.
  package mutating func reset() {
    head.reset()
    framing = FramingFields()
    isInFields = false
    (emptyLines, line, scanned, fieldsStart) = (0, 0, 0, 0)
  }

  /// Whether nothing of a request was seen yet, empty lines apart.
  package var isIdle: Bool { !isInFields && scanned == line }

  /// Reads on.
  ///
  /// - Parameter bytes: Everything since the start of this request, the bytes of earlier calls included.
  package mutating func parse(_ bytes: Span<UInt8>) -> Outcome {
    while true {
      let end: Int
      switch findLineEnd(bytes) {
      case .done(let place): end = place
      case .needsMore: return .needsMore
      case .invalid(let refusal): return .invalid(refusal)
      }
      if end == line, isInFields { return finish(at: end + 2) }
      if let refusal = readLine(bytes, line..<end) { return .invalid(refusal) }
      line = end + 2
      scanned = line
    }
  }

  /// Finds the CR LF that ends the current line; a lone CR, a lone LF and other controls end the parse instead.
  private mutating func findLineEnd(_ bytes: Span<UInt8>) -> Outcome {
    let limit = line + (isInFields ? limits.fieldLine : limits.requestLine)
    let stop = min(bytes.count, limit + 1)
    var place = bytes.skipVisible(from: scanned, to: stop)
    while place < stop, isLineByte(bytes[place]) { place += 1 }
    scanned = place
    if place > limit { return .invalid(isInFields ? .fieldsTooLarge : .targetTooLong) }
    if isInFields, place - fieldsStart > limits.fields { return .invalid(.fieldsTooLarge) }
    guard place < bytes.count else { return .needsMore }
    guard bytes[place] == .carriageReturn else { return .invalid(strayByte(bytes[place])) }
    guard place + 1 < bytes.count else { return .needsMore }
    return bytes[place + 1] == .lineFeed ? .done(place) : .invalid(.badLineEnd)
  }

  @inline(__always)
  private func isLineByte(_ byte: UInt8) -> Bool {
    // RFC 9110 §5.5 field-value: VCHAR, obs-text, SP and HTAB. A request line is ASCII without HTAB.
    if byte &- 0x20 < 0x5F { return true }
    return isInFields && (byte >= 0x80 || byte == .tab)
  }

  private func strayByte(_ byte: UInt8) -> Refusal {
    if byte == .lineFeed { return .badLineEnd }
    return isInFields ? .badField : .badRequestLine
  }

  private mutating func readLine(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Refusal? {
    if isInFields { return readField(bytes, range) }
    if range.isEmpty {
      emptyLines += 1
      return emptyLines > limits.emptyLines ? .badRequestLine : nil
    }
    if let refusal = readRequestLine(bytes, range) { return refusal }
    isInFields = true
    fieldsStart = range.upperBound + 2
    return nil
  }

  private mutating func readField(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Refusal? {
    guard head.fields.count < limits.fieldCount else { return .fieldsTooLarge }
    guard let colon = bytes.fieldNameEnd(in: range) else { return .badField }
    let name = range.lowerBound..<colon
    let value = bytes.trimmed(colon + 1..<range.upperBound)
    head.fields.append(
      RequestHead.Field(
        nameStart: UInt32(name.lowerBound), valueStart: UInt32(value.lowerBound),
        nameCount: UInt16(name.count), valueCount: UInt16(value.count)))
    return framing.note(bytes, name: name, value: value)
  }

  private mutating func finish(at end: Int) -> Outcome {
    head.length = end
    if let refusal = framing.resolve(into: &head) { return .invalid(refusal) }
    return .done(end)
  }
}

extension Span<UInt8> {
  /// The first place from `start` on, in steps of eight, where not all eight bytes are visible ASCII or blanks.
  ///
  /// A byte below `n` borrows when `n` is taken from it, so that its top bit is set then and was not before; one that is
  /// 0x7F carries into its top bit when 1 is added (Warren, Hacker's Delight, 2nd edition, section 6-1). Neighbours may be
  /// taken for what they are not, never the other way round: the caller looks at each byte from there on.
  fileprivate func skipVisible(from start: Int, to stop: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var place = start
    while place + 8 <= stop {
      let word = bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
      guard ((word &- ones &* 0x20) | (word &+ ones) | word) & (ones &* 0x80) == 0 else { break }
      place += 8
    }
    return place
  }

  /// Place of the colon behind the field name that fills the start of `range`; `nil` if the bytes there are not one.
  ///
  /// RFC 9110 §5.1 `field-name = token`, and no blank before the colon (RFC 9112 §5.1). A line that begins
  /// with a blank, as a folded one does, has no name either.
  func fieldNameEnd(in range: Range<Int>) -> Int? {
    var place = range.lowerBound
    while place < range.upperBound, ByteSet.token.contains(self[place]) { place += 1 }
    guard place > range.lowerBound, place < range.upperBound, self[place] == .colon else { return nil }
    return place
  }
}
