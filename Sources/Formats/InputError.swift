/// What is wrong with a file a person gave us, and where.
///
/// Printed as `file:line:column: message`. The message is a lower-case phrase without a full stop.
package struct InputError: Error, Hashable, Sendable {
  /// What kind of mistake it is; only ``Code/unreadable`` is the environment's fault rather than the input's.
  package enum Code: Sendable {
    /// The file cannot be opened or read.
    case unreadable
    /// Not UTF-8, or a NUL byte in it.
    case encoding
    /// Not a file of its format.
    case syntax
    /// Longer, larger or deeper than we accept.
    case limit
    /// A column, key or element is missing, unknown or misplaced.
    case schema
    /// A value is not of its kind.
    case value
    /// Given twice where it may stand once.
    case duplicate
  }

  package let code: Code
  package let place: Place
  package let message: String

  package init(_ code: Code, at place: Place, _ message: String) {
    self.code = code
    self.place = place
    self.message = message
  }
}

extension InputError: CustomStringConvertible {
  package var description: String { "\(place): \(message)" }
}
