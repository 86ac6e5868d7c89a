@testable import HTTP

/// Transfer-Encoding.
enum CasesF {
  private static let chunks = "10\r\n" + Base.body + "\r\n0\r\n\r\n"

  private static func coding(_ value: String, _ refusal: Refusal) -> (String) -> Case {
    { id in Case(id, Base.post("Transfer-Encoding: \(value)\r\n", chunks) + Base.get, .refused(refusal)) }
  }

  static let all: [Case] = [
    Case(
      "f01", Base.post("Content-Length: 26\r\nTransfer-Encoding: chunked\r\n", chunks),
      .refused(.conflictingLength)),
    Case(
      "f02", Base.post("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nG" + Base.get),
      .refused(.conflictingLength)),
    Case(
      "f03",
      Base.post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "5c\r\n" + Base.get + "\r\n0\r\n\r\n"),
      .refused(.conflictingLength)),
    coding("identity", .transferCodingUnknown)("f04"),
    coding("chunked, identity", .badTransferEncoding)("f05"),
    coding("identity, chunked", .badTransferEncoding)("f06"),
    coding("gzip, chunked", .badTransferEncoding)("f07"),
    coding("gzip", .transferCodingUnknown)("f08"),
    coding("xchunked", .transferCodingUnknown)("f09"),
    coding("chunkedchunked", .transferCodingUnknown)("f10"),
    coding("chunked;q=1", .badTransferEncoding)("f11"),
    coding("chunked, chunked", .badTransferEncoding)("f12"),
    coding("chunked\r\nTransfer-Encoding: chunked", .badTransferEncoding)("f13"),
    coding("chunked\r\nTransfer-Encoding: identity", .badTransferEncoding)("f14"),
    coding(",chunked", .badTransferEncoding)("f15"),
    coding("", .badTransferEncoding)("f16"),
    coding("\u{0B}chunked", .badField)("f17"),
    coding("\u{A0}chunked", .badTransferEncoding)("f18"),
    coding("chunked\u{00}", .badField)("f19"),
    coding("\"chunked\"", .badTransferEncoding)("f20"),
    Case(
      "f21", Base.post("Transfer-Encoding : chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + Base.get),
      .refused(.badField)),
    Case(
      "f22", "POST /v1/chat HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks,
      .refused(.badTransferEncoding)),
    coding("pigeons", .transferCodingUnknown)("f23"),
  ]
}
