@testable import HTTP

/// Content-Length.
enum CasesE {
  private static func length(_ value: String, _ body: String = Base.body) -> String {
    Base.post("Content-Length: \(value)\r\n", body)
  }

  private static let wrong: [Case] = [
    ("e01", "-1"), ("e02", "-100000000000000000000000000"), ("e03", "+16"), ("e04", "0x10"), ("e05", "16abc"),
    ("e06", "1 6"), ("e07", "1_6"), ("e08", "16.0"), ("e09", "\"16\""), ("e27", "16;q=1"), ("e10", ""),
    ("e12", "16, 16"), ("e13", "16, 5"), ("lone comma", "16,"),
  ].map { Case($0.0, length($0.1) + Base.get, .refused(.badContentLength)) }

  static let all: [Case] =
    wrong + [
      Case("e14", length("16\r\nContent-Length: 16"), .refused(.badContentLength)),
      Case("e15", length("16\r\nContent-Length: 5", "{\"me}" + Base.get), .refused(.badContentLength)),
      Case("e16", length("\r\nContent-Length: 16"), .refused(.badContentLength)),
      Case("e17", length("18446744073709551632"), .refused(.bodyTooLarge)),
      Case("e18", length("4294967312"), .refused(.bodyTooLarge)),
      Case("e19", length("10000000000000000000000016"), .refused(.bodyTooLarge)),
      Case("e20", length("1073741824", ""), .refused(.bodyTooLarge)),
      Case("e21", length("5") + Base.get, .refused(.badRequestLine, after: 1)),
      Case("e22", length("40"), ends: true, .refused(.bodyIncomplete)),
      Case(
        "e23", "GET /healthz HTTP/1.1\r\nHost: shop\r\nContent-Length: 37\r\n\r\n" + Base.get,
        .served(["GET /healthz|" + Base.get])),
      Case("e25", Base.post("", ""), .refused(.lengthRequired)),
      Case("e26", Base.post(""), .refused(.lengthRequired)),
      Case("h30", length("153600", String(repeating: "a", count: 153_600)), .refused(.bodyTooLarge)),
      Case("none", length("0", "") + Base.get, .served(["POST /v1/chat", "GET /healthz"])),
    ]
}
