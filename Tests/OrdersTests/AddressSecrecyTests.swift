import Testing

@testable import Orders

@Suite("Where orders are asked for over plain http")
struct AddressSecrecyTests {
  @Test(
    "another host than this one may be listened to on the way",
    arguments: [
      ("http://shop.example/o/{number}", true), ("HTTP://10.0.0.7:8080/{number}", false),
      ("http://10.0.0.7:8080/{number}", true), ("http://127.0.0.1.shop.example/{number}", true),
      ("http://localhost.shop.example/{number}", true), ("http://[2001:db8::1]/{number}", true),
      ("https://shop.example/{number}", false), ("http://127.0.0.1:9/{number}", false),
      ("http://localhost/{number}", false), ("http://LOCALHOST:80/{number}", false),
      ("http://[::1]:80/{number}", false), ("http://127.8.9.10/{number}", false),
    ])
  func readable(_ url: String, _ isReadable: Bool) {
    // What is no address for us is not called at all.
    let configuration = BackEndOrders.Configuration(url: url, token: nil)
    #expect((configuration?.isReadableOnTheWay ?? false) == isReadable)
  }
}
