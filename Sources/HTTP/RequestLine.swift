extension RequestParser {
  /// RFC 9112 §3: `method SP request-target SP HTTP-version`, with single spaces and nothing around them.
  mutating func readRequestLine(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Refusal? {
    var methodEnd = line.lowerBound
    while methodEnd < line.upperBound, ByteSet.token.contains(bytes[methodEnd]) { methodEnd += 1 }
    guard methodEnd > line.lowerBound, methodEnd < line.upperBound, bytes[methodEnd] == .space,
      let targetEnd = bytes.first(.space, in: methodEnd + 1..<line.upperBound),
      targetEnd > methodEnd + 1
    else { return .badRequestLine }
    if let refusal = readVersion(bytes, targetEnd + 1..<line.upperBound) { return refusal }
    guard let method = Method(bytes, line.lowerBound..<methodEnd) else { return .methodUnknown }
    head.method = method
    return readTarget(bytes, methodEnd + 1..<targetEnd)
  }

  /// RFC 9112 §2.3, case-sensitive, one digit each. A later 1.x is read as 1.1 (RFC 9110 §2.5).
  private mutating func readVersion(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Refusal? {
    let start = range.lowerBound
    guard range.count == 8, bytes.holds("HTTP/", at: start), bytes[start + 5].isDigit,
      bytes[start + 6] == UInt8(ascii: "."), bytes[start + 7].isDigit
    else { return .badRequestLine }
    guard bytes[start + 5] == UInt8(ascii: "1") else { return .badVersion }
    head.minorVersion = bytes[start + 7] == UInt8(ascii: "0") ? 0 : 1
    return nil
  }

  /// RFC 9112 §3.2: origin form, absolute form, or `*` with OPTIONS.
  private mutating func readTarget(_ bytes: Span<UInt8>, _ target: Range<Int>) -> Refusal? {
    head.target = target
    if bytes[target.lowerBound] == .slash { return readPath(bytes, target) }
    if target.count == 1, bytes[target.lowerBound] == UInt8(ascii: "*"), head.method == .options {
      head.path = target
      return nil
    }
    guard let authority = bytes.authorityStart(in: target) else { return .badTarget }
    var end = authority
    while end < target.upperBound, bytes[end] != .slash, bytes[end] != UInt8(ascii: "?") { end += 1 }
    guard bytes.isHost(authority..<end) else { return .badTarget }
    framing.targetHasAuthority = true
    if end < target.upperBound, bytes[end] == .slash { return readPath(bytes, end..<target.upperBound) }
    // An empty path means `/` (RFC 9110 §4.2.3); the slash in front of the authority stands for it.
    head.path = authority - 1..<authority
    return readQuery(bytes, end..<target.upperBound)
  }

  private mutating func readPath(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Refusal? {
    var end = range.lowerBound
    var isPlain = true
    while end < range.upperBound, bytes[end] != UInt8(ascii: "?") {
      let byte = bytes[end]
      guard ByteSet.target.contains(byte) else { return .badTarget }
      if byte == .percent || byte == UInt8(ascii: ".") { isPlain = false }
      end += 1
    }
    head.path = range.lowerBound..<end
    if !isPlain, !bytes.isSafePath(head.path) { return .badTarget }
    return readQuery(bytes, end..<range.upperBound)
  }

  /// Takes `range`, which is empty or begins with `?`.
  private mutating func readQuery(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Refusal? {
    guard !range.isEmpty else { return nil }
    let query = range.lowerBound + 1..<range.upperBound
    for place in query where !ByteSet.target.contains(bytes[place]) { return .badTarget }
    guard bytes.hasWholeEscapes(query) else { return .badTarget }
    head.query = query
    return nil
  }
}

extension Span<UInt8> {
  /// Where the authority of an absolute target begins; `nil` when its scheme is neither http nor https.
  fileprivate func authorityStart(in target: Range<Int>) -> Int? {
    for scheme: StaticString in ["http://", "https://"] {
      let count = scheme.utf8CodeUnitCount
      let end = target.lowerBound + count
      if target.count > count, holds(folded: scheme, in: target.lowerBound..<end) { return end }
    }
    return nil
  }

  /// Whether every `%` is followed by two hexadecimal digits, and none of them makes a NUL.
  fileprivate func hasWholeEscapes(_ range: Range<Int>) -> Bool {
    var place = range.lowerBound
    while let percent = first(.percent, in: place..<range.upperBound) {
      guard let byte = escaped(at: percent, before: range.upperBound), byte != 0 else { return false }
      place = percent + 3
    }
    return true
  }

  /// Whether the path escapes nothing wrongly and has no segment `.` or `..`, however written.
  fileprivate func isSafePath(_ path: Range<Int>) -> Bool {
    guard hasWholeEscapes(path) else { return false }
    var (dots, others) = (0, 0)
    var place = path.lowerBound
    while place < path.upperBound {
      var byte = self[place]
      place += 1
      if byte == .percent {
        byte = escaped(at: place - 1, before: path.upperBound) ?? 0
        place += 2
      }
      if byte == .slash || byte == UInt8(ascii: "\\") {
        if others == 0, dots == 1 || dots == 2 { return false }
        (dots, others) = (0, 0)
      } else if byte == UInt8(ascii: ".") {
        dots += 1
      } else {
        others += 1
      }
    }
    return others > 0 || (dots != 1 && dots != 2)
  }

  /// The byte that the escape at `percent` stands for.
  func escaped(at percent: Int, before end: Int) -> UInt8? {
    guard percent + 2 < end, let high = self[percent + 1].hexValue, let low = self[percent + 2].hexValue
    else { return nil }
    return high << 4 | low
  }
}
