/// Why the protocol layer answers by itself; each closes the connection.
///
/// Handlers answer for everything above framing; these are the errors in which the bytes that follow
/// can no longer be trusted, or in which waiting for them has ended.
package enum Refusal: UInt8, CaseIterable, Equatable, Sendable {
  case badRequestLine, badLineEnd, badVersion, badTarget, targetTooLong, methodUnknown
  case badField, badHost, fieldsTooLarge
  case badContentLength, badTransferEncoding, conflictingLength, transferCodingUnknown, lengthRequired
  case badChunk, badTrailer, bodyTooLarge, bodyIncomplete, headIncomplete
  case expectationFailed, timedOut, overloaded

  /// Status of the answer.
  package var status: Status {
    switch self {
    case .badRequestLine, .badLineEnd, .badTarget, .badField, .badHost, .badContentLength,
      .badTransferEncoding, .conflictingLength, .badChunk, .badTrailer, .bodyIncomplete, .headIncomplete:
      .badRequest
    case .badVersion: .versionNotSupported
    case .targetTooLong: .uriTooLong
    case .methodUnknown, .transferCodingUnknown: .notImplemented
    case .fieldsTooLarge: .fieldsTooLarge
    case .lengthRequired: .lengthRequired
    case .bodyTooLarge: .contentTooLarge
    case .expectationFailed: .expectationFailed
    case .timedOut: .requestTimeout
    case .overloaded: .serviceUnavailable
    }
  }

  /// What a client may switch on: the `code` of the problem object, and the label of the counter.
  package var code: StaticString {
    switch self {
    case .badRequestLine: "bad_request_line"
    case .badLineEnd: "bad_line_end"
    case .badVersion: "version_not_supported"
    case .badTarget: "bad_target"
    case .targetTooLong: "target_too_long"
    case .methodUnknown: "method_unknown"
    case .badField: "bad_field"
    case .badHost: "bad_host"
    case .fieldsTooLarge: "fields_too_large"
    case .badContentLength: "bad_content_length"
    case .badTransferEncoding: "bad_transfer_encoding"
    case .conflictingLength: "conflicting_length"
    case .transferCodingUnknown: "transfer_coding_unknown"
    case .lengthRequired: "length_required"
    case .badChunk: "bad_chunk"
    case .badTrailer: "bad_trailer"
    case .bodyTooLarge: "body_too_large"
    case .bodyIncomplete: "body_incomplete"
    case .headIncomplete: "head_incomplete"
    case .expectationFailed: "expectation_failed"
    case .timedOut: "request_timeout"
    case .overloaded: "overloaded"
    }
  }
}
