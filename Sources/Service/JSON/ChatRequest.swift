private import CSimdJSON
import Text

/// The members of a chat body, pointing into the parser that read them: gone with its next parse.
struct ChatRequest {
  /// Longest message, in Unicode code points.
  static let maximumCodePoints = 2_000

  var message = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  var context = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  var customer = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  var locale = ""
  var explain = false
}

/// Reads chat bodies. One per thread.
///
/// simdjson's DOM validates everything: grammar, UTF-8, surrogates, depth.
final class ChatRequestParser {
  /// Largest body of one turn and of a batch, in bytes.
  static let maximumBody = 32 << 10
  static let maximumBatchBody = 1 << 20
  static let maximumBatch = 64
  /// Deepest nesting of arrays and objects.
  private static let maximumDepth = 32

  private let parser: OpaquePointer

  init() {
    guard let parser = parley_json_parser_new(Self.maximumBatchBody, Self.maximumDepth) else {
      preconditionFailure("out of memory")
    }
    self.parser = parser
  }

  deinit { parley_json_parser_free(parser) }

  /// - Throws: ``Problem`` with the member's JSON pointer when a type is wrong.
  func chat(_ body: UnsafeBufferPointer<UInt8>) throws(Problem) -> ChatRequest {
    var members = parley_json_chat()
    try check(parley_json_parse_chat(parser, body.baseAddress, body.count, &members), at: "")
    return try request(members, at: "")
  }

  /// - Returns: How many messages the batch holds; ``item(_:)`` reads each.
  func batch(_ body: UnsafeBufferPointer<UInt8>) throws(Problem) -> Int {
    var count = 0
    let result = parley_json_parse_batch(parser, body.baseAddress, body.count, &count)
    if result == PARLEY_JSON_MISSING {
      throw Problem(.missingField, "The batch has no messages.", pointer: "/messages")
    }
    try check(result, at: "/messages", shape: "an array of messages")
    guard count <= Self.maximumBatch else {
      throw Problem(
        .batchTooLarge, "A batch holds at most \(Self.maximumBatch) messages.", pointer: "/messages")
    }
    return count
  }

  /// One message of the batch parsed last.
  func item(_ index: Int) throws(Problem) -> ChatRequest {
    var members = parley_json_chat()
    let pointer = "/messages/\(index)"
    try check(parley_json_batch_item(parser, index, &members), at: pointer)
    return try request(members, at: pointer)
  }

  private func check(
    _ result: parley_json_result, at pointer: String, shape: String = "an object"
  ) throws(Problem) {
    switch result {
    case PARLEY_JSON_OK: return
    case PARLEY_JSON_MALFORMED:
      throw Problem(.malformedJSON, String(cString: parley_json_error(parser)))
    default: throw Problem(.wrongType, "Must be \(shape).", pointer: pointer)
    }
  }

  private func request(_ members: parley_json_chat, at pointer: String) throws(Problem) -> ChatRequest {
    var request = ChatRequest()
    guard members.message.state != PARLEY_JSON_ABSENT else {
      throw Problem(.missingField, "There is no message.", pointer: pointer + "/message")
    }
    guard members.message.state == PARLEY_JSON_PRESENT else {
      throw Problem(.wrongType, "Must be a string.", pointer: pointer + "/message")
    }
    guard members.code_points <= ChatRequest.maximumCodePoints else {
      throw Problem(
        .messageTooLong, "A message has at most \(ChatRequest.maximumCodePoints) code points.",
        pointer: pointer + "/message")
    }
    request.message = bytes(members.message)
    request.context = try optional(members.context, pointer, "/context")
    request.customer = try optional(members.customer, pointer, "/customer")
    let locale = try optional(members.locale, pointer, "/locale")
    if !locale.isEmpty {
      guard let tag = LanguageTag.normalized(locale) else {
        throw Problem(
          .badRequest, "Must be a language tag such as en or pt-BR.", pointer: pointer + "/locale")
      }
      request.locale = tag
    }
    guard members.explain != PARLEY_JSON_WRONG_TYPE else {
      throw Problem(.wrongType, "Must be true or false.", pointer: pointer + "/explain")
    }
    request.explain = members.explain == PARLEY_JSON_PRESENT && members.explain_value != 0
    return request
  }

  private func optional(
    _ member: parley_json_text, _ pointer: String, _ name: String
  ) throws(Problem) -> UnsafeBufferPointer<UInt8> {
    guard member.state != PARLEY_JSON_WRONG_TYPE else {
      throw Problem(.wrongType, "Must be a string or null.", pointer: pointer + name)
    }
    return bytes(member)
  }

  private func bytes(_ text: parley_json_text) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: text.bytes, count: text.length)
  }
}
