/// A response status: its number, and the line it is sent as.
package struct Status: Equatable, Sendable {
  /// Three digits.
  package let code: UInt16
  /// Reason phrase; also the `title` of a problem object.
  package let phrase: StaticString

  package init(_ code: UInt16, _ phrase: StaticString) {
    self.code = code
    self.phrase = phrase
  }

  package static func == (left: Status, right: Status) -> Bool { left.code == right.code }

  package static let ok = Status(200, "OK")
  package static let created = Status(201, "Created")
  package static let accepted = Status(202, "Accepted")
  package static let noContent = Status(204, "No Content")
  package static let notModified = Status(304, "Not Modified")
  package static let badRequest = Status(400, "Bad Request")
  package static let unauthorized = Status(401, "Unauthorized")
  package static let forbidden = Status(403, "Forbidden")
  package static let notFound = Status(404, "Not Found")
  package static let methodNotAllowed = Status(405, "Method Not Allowed")
  package static let requestTimeout = Status(408, "Request Timeout")
  package static let lengthRequired = Status(411, "Length Required")
  package static let contentTooLarge = Status(413, "Content Too Large")
  package static let uriTooLong = Status(414, "URI Too Long")
  package static let unsupportedMediaType = Status(415, "Unsupported Media Type")
  package static let expectationFailed = Status(417, "Expectation Failed")
  package static let fieldsTooLarge = Status(431, "Request Header Fields Too Large")
  package static let internalError = Status(500, "Internal Server Error")
  package static let notImplemented = Status(501, "Not Implemented")
  package static let serviceUnavailable = Status(503, "Service Unavailable")
  package static let versionNotSupported = Status(505, "HTTP Version Not Supported")

  /// Whether a response of this status has no body at all (RFC 9110 §6.4.1).
  package var forbidsBody: Bool { code == 204 || code == 304 || code < 200 }
}
