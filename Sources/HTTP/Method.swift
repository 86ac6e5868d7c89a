/// The methods this server knows; any other is answered with 501 before a handler sees it.
package enum Method: UInt8, Equatable, Sendable {
  case get, head, post, put, delete, options, patch

  /// Reads a method name, which is case-sensitive (RFC 9110 §9.1).
  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    switch range.count {
    case 3 where bytes.holds("GET", at: range.lowerBound): self = .get
    case 3 where bytes.holds("PUT", at: range.lowerBound): self = .put
    case 4 where bytes.holds("POST", at: range.lowerBound): self = .post
    case 4 where bytes.holds("HEAD", at: range.lowerBound): self = .head
    case 5 where bytes.holds("PATCH", at: range.lowerBound): self = .patch
    case 6 where bytes.holds("DELETE", at: range.lowerBound): self = .delete
    case 7 where bytes.holds("OPTIONS", at: range.lowerBound): self = .options
    default: return nil
    }
  }

  /// Name as it is sent.
  package var name: StaticString {
    switch self {
    case .get: "GET"
    case .head: "HEAD"
    case .post: "POST"
    case .put: "PUT"
    case .delete: "DELETE"
    case .options: "OPTIONS"
    case .patch: "PATCH"
    }
  }

  /// Whether a request of this method must say how long its body is; otherwise 411.
  var needsLength: Bool { self == .post || self == .put || self == .patch }
}

extension Span<UInt8> {
  /// Whether the bytes from `start` are exactly `text`; `start + text.count` must be within bounds.
  func holds(_ text: StaticString, at start: Int) -> Bool {
    let expected = text.utf8Start
    for offset in 0..<text.utf8CodeUnitCount where self[start + offset] != expected[offset] { return false }
    return true
  }

  /// Whether the bytes of `range` are `text`, which is lower case, whatever their case.
  func holds(folded text: StaticString, in range: Range<Int>) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    let expected = text.utf8Start
    for offset in 0..<range.count where self[range.lowerBound + offset].folded != expected[offset] {
      return false
    }
    return true
  }

  /// `range` without the spaces and tabs at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, self[start].isBlank { start += 1 }
    while end > start, self[end - 1].isBlank { end -= 1 }
    return start..<end
  }

  /// First place of `byte` in `range`.
  func first(_ byte: UInt8, in range: Range<Int>) -> Int? {
    var place = range.lowerBound
    while place < range.upperBound {
      if self[place] == byte { return place }
      place += 1
    }
    return nil
  }
}
