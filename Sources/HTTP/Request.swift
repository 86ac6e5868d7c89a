/// One request, looked at in the buffer it was read into.
///
/// Every pointer it hands out is valid only until the handler returns; copy what must live longer. Nothing here
/// allocates.
package struct Request {
  package let head: RequestHead
  /// Decoded body; empty when there is none, or when it is streamed.
  package let body: UnsafeRawBufferPointer
  /// Who is at the other end of the connection; behind a proxy, the proxy.
  package let peer: IPAddress
  private let base: UnsafeRawPointer

  /// - Parameters:
  ///   - base: Where the bytes that `head` was parsed from begin.
  ///   - body: Place of the decoded body, counted from `base`.
  package init(head: RequestHead, base: UnsafeRawPointer, body: Range<Int>, peer: IPAddress) {
    self.head = head
    self.base = base
    self.body = UnsafeRawBufferPointer(start: base + body.lowerBound, count: body.count)
    self.peer = peer
  }

  package var method: Method { head.method }
  /// Path as sent, see ``RequestHead/path``; compare it with `==` on bytes, decode a segment with ``percentDecoded(_:)``.
  package var path: UnsafeRawBufferPointer { bytes(head.path) }
  /// What follows the `?`, as sent.
  package var query: UnsafeRawBufferPointer? { head.query.map(bytes) }

  /// Value of the first field of that name.
  ///
  /// - Parameter name: In lower case.
  package func header(_ name: StaticString) -> UnsafeRawBufferPointer? {
    for field in head.fields where isNamed(field, name) { return bytes(field.value) }
    return nil
  }

  /// Calls `body` with the value of each field of that name, in the order they were sent.
  package func eachHeader(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) {
    for field in head.fields where isNamed(field, name) { body(bytes(field.value)) }
  }

  /// Whether the path is exactly `text`.
  package func hasPath(_ text: StaticString) -> Bool { path.isEqual(to: text) }

  private func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  @inline(__always)
  private func isNamed(_ field: RequestHead.Field, _ name: StaticString) -> Bool {
    Int(field.nameCount) == name.utf8CodeUnitCount && bytes(field.name).isEqual(folded: name)
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are exactly `text`.
  package func isEqual(to text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index] != text.utf8Start[index] { return false }
    return true
  }

  /// Whether the bytes are `text`, which is lower case, whatever their case.
  package func isEqual(folded text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index].folded != text.utf8Start[index] { return false }
    return true
  }

  /// The bytes as text, broken UTF-8 repaired; allocates.
  package var text: String { String(decoding: self, as: UTF8.self) }
}
