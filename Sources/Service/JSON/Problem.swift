/// A problem as RFC 9457 tells it: a status, words for people, and a code to switch on.
package struct Problem: Error, Equatable {
  /// The stable codes of `docs/openapi.json`.
  package enum Code: String, Sendable {
    case badRequest = "bad_request"
    case malformedJSON = "malformed_json"
    case wrongType = "wrong_type"
    case missingField = "missing_field"
    case messageTooLong = "message_too_long"
    case batchTooLarge = "batch_too_large"
    case bodyTooLarge = "body_too_large"
    case unauthorized
    case forbidden
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case unsupportedMediaType = "unsupported_media_type"
    case rateLimited = "rate_limited"
    case unavailable
    case invalidOrder = "invalid_order"
    case lineTooLong = "line_too_long"
    case `internal`

    package var status: Int {
      switch self {
      case .badRequest, .malformedJSON, .wrongType, .missingField, .invalidOrder: 400
      case .unauthorized: 401
      case .forbidden: 403
      case .notFound: 404
      case .methodNotAllowed: 405
      case .messageTooLong, .batchTooLarge, .bodyTooLarge, .lineTooLong: 413
      case .unsupportedMediaType: 415
      case .rateLimited: 429
      case .internal: 500
      case .unavailable: 503
      }
    }

    var title: StaticString {
      switch self {
      case .badRequest, .malformedJSON, .wrongType, .missingField, .invalidOrder: "Bad Request"
      case .unauthorized: "Unauthorized"
      case .forbidden: "Forbidden"
      case .notFound: "Not Found"
      case .methodNotAllowed: "Method Not Allowed"
      case .messageTooLong, .batchTooLarge, .bodyTooLarge, .lineTooLong: "Content Too Large"
      case .unsupportedMediaType: "Unsupported Media Type"
      case .rateLimited: "Too Many Requests"
      case .internal: "Internal Server Error"
      case .unavailable: "Service Unavailable"
      }
    }
  }

  package let code: Code
  package let detail: String
  /// RFC 6901; `nil` when no member of the body is at fault.
  package let pointer: String?
  /// The line of an NDJSON body.
  package let line: Int?
  /// Seconds after which trying again makes sense; 0 when it does not.
  package let retryAfter: Int

  package init(
    _ code: Code, _ detail: String, pointer: String? = nil, line: Int? = nil, retryAfter: Int = 0
  ) {
    self.code = code
    self.detail = detail
    self.pointer = pointer
    self.line = line
    self.retryAfter = retryAfter
  }
}
