/// The fields that decide where a request ends and whether it is answered at all.
///
/// Wherever RFC 9112 lets a recipient be lenient about lengths, this one refuses: two readings of one length
/// are what request smuggling is made of (RFC 9112 §11.2).
struct FramingFields: Sendable {
  var targetHasAuthority = false
  private var hosts = 0
  private var contentLength: Int?
  private var isChunked = false
  private var saysClose = false
  private var saysKeepAlive = false
  private var expectsContinue = false

  /// Reads one field if it is one of these.
  mutating func note(_ bytes: Span<UInt8>, name: Range<Int>, value: Range<Int>) -> Refusal? {
    switch name.count {
    case 4 where bytes.holds(folded: "host", in: name): noteHost(bytes, value)
    case 6 where bytes.holds(folded: "expect", in: name): noteExpect(bytes, value)
    case 10 where bytes.holds(folded: "connection", in: name): noteConnection(bytes, value)
    case 14 where bytes.holds(folded: "content-length", in: name): noteLength(bytes, value)
    case 17 where bytes.holds(folded: "transfer-encoding", in: name): noteCoding(bytes, value)
    default: nil
    }
  }

  /// RFC 9112 §3.2: exactly one, and well formed.
  private mutating func noteHost(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Refusal? {
    hosts += 1
    return hosts == 1 && bytes.isHost(value) ? nil : .badHost
  }

  private mutating func noteExpect(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Refusal? {
    expectsContinue = bytes.holds(folded: "100-continue", in: value)
    return expectsContinue ? nil : .expectationFailed
  }

  private mutating func noteConnection(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Refusal? {
    var start = value.lowerBound
    while start < value.upperBound {
      let end = bytes.first(.comma, in: start..<value.upperBound) ?? value.upperBound
      let option = bytes.trimmed(start..<end)
      if bytes.holds(folded: "close", in: option) { saysClose = true }
      if bytes.holds(folded: "keep-alive", in: option) { saysKeepAlive = true }
      start = end + 1
    }
    return nil
  }

  /// RFC 9110 §8.6: digits only; a list or a second line is refused even when all its members agree.
  private mutating func noteLength(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Refusal? {
    guard contentLength == nil, !value.isEmpty else { return .badContentLength }
    var (length, isTooLarge) = (0, false)
    for place in value {
      guard bytes[place].isDigit else { return .badContentLength }
      let (product, tooLarge) = length.multipliedReportingOverflow(by: 10)
      let (sum, tooLargeStill) = product.addingReportingOverflow(Int(bytes[place] &- 0x30))
      isTooLarge = isTooLarge || tooLarge || tooLargeStill
      length = sum
    }
    contentLength = length
    return isTooLarge ? .bodyTooLarge : nil
  }

  /// RFC 9112 §6.1: `chunked`, once, is the only coding known here.
  private mutating func noteCoding(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Refusal? {
    guard !isChunked else { return .badTransferEncoding }
    if bytes.holds(folded: "chunked", in: value) {
      isChunked = true
      return nil
    }
    let isToken = !value.isEmpty && bytes.fieldTokenEnd(in: value) == value.upperBound
    return isToken ? .transferCodingUnknown : .badTransferEncoding
  }

  /// Decides, once all fields are known.
  func resolve(into head: inout RequestHead) -> Refusal? {
    guard hosts == 1 || head.minorVersion == 0 else { return .badHost }
    if isChunked {
      guard head.minorVersion > 0 else { return .badTransferEncoding }
      guard contentLength == nil else { return .conflictingLength }
      head.framing = .chunked
    } else if let contentLength {
      head.framing = .length(contentLength)
    } else if head.method.needsLength {
      return .lengthRequired
    }
    head.expectsContinue = expectsContinue && head.minorVersion > 0
    head.keepsAlive = !saysClose && (head.minorVersion > 0 || saysKeepAlive)
    return nil
  }
}

extension Span<UInt8> {
  fileprivate func fieldTokenEnd(in range: Range<Int>) -> Int {
    var place = range.lowerBound
    while place < range.upperBound, ByteSet.token.contains(self[place]) { place += 1 }
    return place
  }

  /// RFC 3986 §3.2 without user information: `host [":" port]`, the host not empty.
  func isHost(_ range: Range<Int>) -> Bool {
    var end = range.lowerBound
    if !range.isEmpty, self[end] == UInt8(ascii: "[") {
      guard let bracket = first(UInt8(ascii: "]"), in: range), isIPv6(end + 1..<bracket) else { return false }
      end = bracket + 1
    } else {
      while end < range.upperBound, ByteSet.registeredName.contains(self[end]) {
        if self[end] == .percent, escaped(at: end, before: range.upperBound) == nil { return false }
        end += 1
      }
    }
    guard end > range.lowerBound else { return false }
    return end == range.upperBound || (self[end] == .colon && isPort(end + 1..<range.upperBound))
  }

  private func isPort(_ range: Range<Int>) -> Bool {
    guard range.count <= 5 else { return false }
    var port = 0
    for place in range {
      guard self[place].isDigit else { return false }
      port = port * 10 + Int(self[place] &- 0x30)
    }
    return port <= 65535
  }

  private func isIPv6(_ range: Range<Int>) -> Bool {
    guard range.count <= 45 else { return false }
    return extracting(range).withUnsafeBufferPointer { IPAddress(parsing: $0)?.isIPv4 == false }
  }
}
