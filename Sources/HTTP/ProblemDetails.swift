extension ResponseWriter {
  /// Answers with an RFC 9457 problem object.
  ///
  /// - Parameters:
  ///   - code: What a program may switch on; never changes once published.
  ///   - detail: What a person may read; plain text.
  ///   - pointer: JSON pointer to the part of the body that is wrong.
  package mutating func problem(
    _ status: Status, code: StaticString, detail: String? = nil, pointer: String? = nil
  ) {
    start(status)
    problem(code: code, detail: detail, pointer: pointer)
  }

  /// Finishes a response that was started, with fields of its own perhaps, as a problem object.
  package mutating func problem(code: StaticString, detail: String? = nil, pointer: String? = nil) {
    let status = status
    field("Content-Type", "application/problem+json")
    field("Cache-Control", "no-store")
    finish { output in
      output.append("{\"type\":\"about:blank\",\"title\":\"")
      output.append(status.phrase)
      output.append("\",\"status\":")
      output.append(decimal: Int(status.code))
      output.append(",\"code\":\"")
      output.append(code)
      output.append(.quote)
      output.append(member: ",\"detail\":", detail)
      output.append(member: ",\"pointer\":", pointer)
      output.append(UInt8(ascii: "}"))
    }
  }

  /// Answers a request that the protocol layer refused.
  package mutating func problem(_ refusal: Refusal) {
    start(refusal.status)
    if refusal == .overloaded { field("Retry-After", 1) }
    problem(code: refusal.code)
  }
}

extension OutputBuffer {
  fileprivate mutating func append(member name: StaticString, _ text: String?) {
    guard let text else { return }
    append(name)
    append(.quote)
    for byte in text.utf8 {
      switch byte {
      case .quote, UInt8(ascii: "\\"):
        append(UInt8(ascii: "\\"))
        append(byte)
      case 0..<0x20, 0x7F:
        append("\\u00")
        append(hexadecimal: [byte])
      default: append(byte)
      }
    }
    append(.quote)
  }
}
