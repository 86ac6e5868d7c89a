import Testing

@testable import HTTP

@Suite("Addresses")
struct IPAddressTests {
  @Test(
    "are read and written in their shortest form",
    arguments: [
      ("127.0.0.1", "127.0.0.1"), ("::", "::"), ("::1", "::1"), ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
      ("2001:db8::", "2001:db8::"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("::ffff:10.0.0.1", "10.0.0.1"),
      ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
      ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
    ])
  func readAndWritten(_ text: String, _ shortest: String) {
    #expect(IPAddress(text)?.description == shortest)
  }

  @Test(
    "are nothing else",
    arguments: [
      "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4 ", ":", ":::", "1::2::3", "1:2:3:4:5:6:7",
      "12345::",
      "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "fe80::1%eth0", "::1.2.3", "g::", "1:", ":1",
    ])
  func refused(_ text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test(
    "belong to blocks",
    arguments: [
      ("10.0.0.0/8", "10.1.2.3", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.1.2.3", "10.1.2.3", true),
      ("10.1.2.3", "10.1.2.4", false), ("0.0.0.0/0", "1.2.3.4", true), ("0.0.0.0/0", "::1", false),
      ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false),
      ("::/0", "::1", true), ("::/0", "1.2.3.4", false), ("2001:db8::/127", "2001:db8::1", true),
      ("2001:db8::/127", "2001:db8::2", false),
    ])
  func blocks(_ block: String, _ address: String, _ isInside: Bool) throws {
    let block = try #require(AddressBlock(block))
    let address = try #require(IPAddress(address))
    #expect(block.contains(address) == isInside)
  }

  @Test(
    "blocks are well formed",
    arguments: ["10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "/8", "1.2.3.4/8/8"])
  func badBlocks(_ text: String) {
    #expect(AddressBlock(text) == nil)
  }
}

@Suite("Query strings")
struct QueryStringTests {
  @Test(
    "are decoded pair by pair",
    arguments: [
      ("page=2&size=100", ["page=2", "size=100"]), ("q=a+b%20c%2B", ["q=a b c+"]), ("", []), ("&&a&", ["a="]),
      ("a=b=c", ["a=b=c"]), ("=v", ["=v"]), ("q=%C3%A9%", ["q=é%"]),
    ])
  func decoded(_ text: String, _ pairs: [String]) {
    let found = Array(text.utf8).withUnsafeBytes { bytes in
      QueryString(bytes).map { String(decoding: $0.name + [UInt8(ascii: "=")] + $0.value, as: UTF8.self) }
    }
    #expect(found == pairs)
  }
}
