import SharedState
import Testing

@Suite("The address of Redis")
struct RedisAddressTests {
  struct Example: CustomTestStringConvertible, Sendable {
    let url: String
    let place: String
    var user = ""
    var password: String?
    var database = 0
    var timeout = 20
    var testDescription: String { url }
  }

  @Test(
    "is read from a URL",
    arguments: [
      Example(url: "redis://redis:6379", place: "redis:6379"),
      Example(url: "redis://localhost", place: "localhost:6379"),
      Example(url: "redis://10.0.0.7:1/", place: "10.0.0.7:1"),
      Example(
        url: "redis://cache-1.shop_a.example:65535/9999", place: "cache-1.shop_a.example:65535",
        database: 9999),
      Example(url: "redis://[::1]:6380/2", place: "[::1]:6380", database: 2),
      Example(url: "redis://redis?timeout=1", place: "redis:6379", timeout: 1),
      Example(url: "redis://redis:6379/3?timeout=10000", place: "redis:6379", database: 3, timeout: 10_000),
      Example(url: "redis://[2001:db8::7]", place: "[2001:db8::7]:6379"),
      Example(url: "redis://:s3cret@redis:6379", place: "redis:6379", password: "s3cret"),
      Example(
        url: "redis://shop:p%40ss%3A%2Fw@redis:6379/1", place: "redis:6379", user: "shop",
        password: "p@ss:/w", database: 1),
    ])
  func accepted(_ example: Example) throws {
    let address = try #require(RedisAddress(example.url))
    #expect(address.description == example.place)
    #expect(address.user == example.user)
    #expect(address.password == example.password)
    #expect(address.database == example.database)
    #expect(address.timeout == example.timeout)
  }

  @Test(
    "is refused when it is anything else",
    arguments: [
      "", "redis", "redis:6379", "redis://", "redis:///0", "redis://:6379", "REDIS://redis:6379",
      "rediss://redis:6379", "http://redis:6379", "redis://redis:", "redis://redis:0", "redis://redis:65536",
      "redis://redis:+1", "redis://redis:63 79", "redis://redis:6379/x", "redis://redis:6379/-1",
      "redis://redis:6379/10000", "redis://redis:6379/0/1", "redis://redis:6379?db=1", "redis://redis?",
      "redis://redis?timeout=", "redis://redis?timeout=0",
      "redis://redis?timeout=10001", "redis://redis?timeout=-1", "redis://redis?timeout=20&db=1",
      "redis://redis?timeout=20?", "redis://redis:6379#1",
      "redis://user@redis:6379", "redis://user:@redis:6379", "redis://a:b:c@redis:6379",
      "redis://a:b@c@redis",
      "redis://a:%4@redis", "redis://a:%zz@redis", "redis://a:%00@redis", "redis://a:%ff@redis",
      "redis://::1:6379", "redis://[::1:6379", "redis://[::1]6379", "redis://[]:6379", "redis://[redis]:6379",
      "redis://redis\n:6379", "redis://rédis:6379", "redis://99999999999999999999:99999999999999999999",
    ])
  func refused(_ url: String) {
    #expect(RedisAddress(url) == nil)
  }
}
