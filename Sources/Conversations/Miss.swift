import Formats

/// A message nobody had an answer to.
package struct Miss: Sendable, Equatable {
  /// Seconds since 1970.
  package var time: Int64
  /// Masked.
  package var text: String
  package var locale: String
  /// What came nearest: an intent or `faq:<id>`; empty when nothing did.
  package var nearest: String

  package init(time: Int64, text: String, locale: String, nearest: String) {
    self.time = time
    self.text = text
    self.locale = locale
    self.nearest = nearest
  }

  var line: [UInt8] {
    var bytes: [UInt8] = []
    let value: JSONValue = .object([
      .init("time", .integer(Int(time))), .init("text", .string(text)), .init("locale", .string(locale)),
      .init("nearest", .string(nearest)),
    ])
    value.write(to: &bytes)
    bytes.append(0x0A)
    return bytes
  }
}

/// Misses that say the same, as the operator reads them.
package struct MissGroup: Sendable, Equatable {
  package var count: Int
  /// The message as it was last asked.
  package var sample: String
  package var nearest: String
  /// Seconds since 1970.
  package var lastAsked: Int64
}
