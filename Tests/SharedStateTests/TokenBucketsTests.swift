import SharedState
import Testing

@Suite("Request limits")
struct TokenBucketsTests {
  private let client = AttemptKey.network([192, 0, 2, 7])

  @Test("a bucket gives its burst at once, then its rate")
  func burstThenRate() {
    let buckets = TokenBuckets(rate: 2, burst: 3)
    #expect((0..<3).allSatisfy { _ in buckets.take(client, now: 1000) == nil })
    #expect(buckets.take(client, now: 1000) == 500)
    #expect(buckets.take(client, now: 1499) == 1)
    #expect(buckets.take(client, now: 1500) == nil)
    #expect(buckets.take(client, now: 1500) == 500)
  }

  @Test("a long pause fills the bucket and no more")
  func fills() {
    let buckets = TokenBuckets(rate: 1, burst: 2)
    _ = buckets.take(client, now: 0)
    #expect((0..<2).allSatisfy { _ in buckets.take(client, now: 1_000_000) == nil })
    #expect(buckets.take(client, now: 1_000_000) == 1000)
  }

  @Test("a clock that goes back gives nothing away and traps nothing")
  func backwards() {
    let buckets = TokenBuckets(rate: 1, burst: 1)
    #expect(buckets.take(client, now: 5000) == nil)
    #expect(buckets.take(client, now: 0) == 6000)
    #expect(buckets.take(client, now: 5999) == 1)
    #expect(buckets.take(client, now: 6000) == nil)
  }

  @Test("clients do not share a bucket, and a rate below one a second still lets one through")
  func separate() {
    let buckets = TokenBuckets(rate: 0.5)
    #expect(buckets.take(client, now: 0) == nil)
    #expect(buckets.take(client, now: 0) == 2000)
    #expect(buckets.take(.network([192, 0, 2, 8]), now: 0) == nil)
  }

  @Test("a full table forgets the client not heard of for longest")
  func bounded() {
    let buckets = TokenBuckets(rate: 1, burst: 1, capacity: 2)
    let (first, second, third) = (AttemptKey.order(1), AttemptKey.order(2), AttemptKey.order(3))
    _ = buckets.take(first, now: 0)
    _ = buckets.take(second, now: 0)
    _ = buckets.take(first, now: 1)
    _ = buckets.take(third, now: 2)
    #expect(buckets.count == 2)
    #expect(buckets.take(first, now: 2) != nil)
  }
}
