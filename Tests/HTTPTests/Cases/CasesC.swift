@testable import HTTP

/// The Host field.
enum CasesC {
  private static func host(_ lines: String, version: String = "1.1") -> String {
    "GET /healthz HTTP/\(version)\r\n\(lines)\r\n"
  }

  static let all: [Case] = [
    Case("c01", host(""), .refused(.badHost)),
    Case("c02", host("Host: shop\r\nHost: other\r\n"), .refused(.badHost)),
    Case("c03", host("Host: shop\r\nHost: shop\r\n"), .refused(.badHost)),
    Case("c04", host("Host: shop\r\nHost: other\r\n", version: "1.0"), .refused(.badHost)),
    Case("c05", host("Host: sh op\r\n"), .refused(.badHost)),
    Case("c06", host("Host: shop/x\r\n"), .refused(.badHost)),
    Case("c07", host("Host: me@shop\r\n"), .refused(.badHost)),
    Case("c08", host("Host: shop:abc\r\n"), .refused(.badHost)),
    Case("c08 too large", host("Host: shop:65536\r\n"), .refused(.badHost)),
    Case("c10", host("Host: sh\u{00}op\r\n"), .refused(.badField)),
    Case("c11", host("Host : shop\r\n"), .refused(.badField)),
    Case("c13", host("Host: [::1\r\n"), .refused(.badHost)),
    Case("c13 not an address", host("Host: [zz]\r\n"), .refused(.badHost)),
    Case("empty", host("Host:\r\n"), .refused(.badHost)),
    Case("port only", host("Host: :80\r\n"), .refused(.badHost)),
    Case("broken escape", host("Host: sh%4\r\n"), .refused(.badHost)),
    Case("absolute without Host", "GET http://shop/healthz HTTP/1.1\r\n\r\n", .refused(.badHost)),
  ]
}
