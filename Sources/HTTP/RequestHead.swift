/// What the head of a request says, as places in the bytes it was read from.
///
/// A value of numbers only: it stays right when the bytes move, as long as offset 0 is still the same byte.
package struct RequestHead: Sendable {
  /// How the end of the body is found (RFC 9112 §6.3).
  package enum Framing: Equatable, Sendable {
    case none
    case length(Int)
    case chunked
  }

  /// One field line: its name, and its value without the blanks around it.
  package struct Field: Sendable {
    let nameStart: UInt32
    let valueStart: UInt32
    let nameCount: UInt16
    let valueCount: UInt16

    var name: Range<Int> { Int(nameStart)..<Int(nameStart) + Int(nameCount) }
    var value: Range<Int> { Int(valueStart)..<Int(valueStart) + Int(valueCount) }
  }

  package internal(set) var method = Method.get
  /// 0 for HTTP/1.0, else 1.
  package internal(set) var minorVersion: UInt8 = 1
  package internal(set) var framing = Framing.none
  /// Whether the client lets the connection stay open after the answer.
  package internal(set) var keepsAlive = true
  /// Whether the client waits for `100 Continue` before it sends the body.
  package internal(set) var expectsContinue = false
  /// Whole target as sent.
  package internal(set) var target = 0..<0
  /// Path as sent: begins with `/`, or is `*`; holds no dot segment, no NUL and only whole escapes.
  package internal(set) var path = 0..<0
  /// What follows the `?`; `nil` without one.
  package internal(set) var query: Range<Int>?
  /// Bytes before the body, empty lines in front included.
  package internal(set) var length = 0
  package internal(set) var fields: [Field] = []

  mutating func reset() {
    fields.removeAll(keepingCapacity: true)
    method = .get
    minorVersion = 1
    framing = .none
    keepsAlive = true
    expectsContinue = false
    query = nil
    length = 0
  }
}
