import Testing

@testable import FAQ

@Suite("Page cache")
struct PageCacheTests {
  private struct Unreadable: Error {}

  /// Blobs of 100 bytes that hold their number; all in the first shard, whose limit is an eighth.
  private func cache(bytes: Int) -> PageCache {
    PageCache(bytes: bytes * 8) { name in
      guard let number = Int(name.drop { $0 != "/" }.dropFirst()), number < 800 else { throw Unreadable() }
      return [UInt8](repeating: UInt8(number / 8), count: 100)
    }
  }

  private func read(_ numbers: [Int], from cache: PageCache) throws {
    for number in numbers {
      #expect(try cache.blob(.entries, number * 8) == [UInt8](repeating: UInt8(number), count: 100))
    }
  }

  @Test("a blob is read once while there is room, and the bytes never exceed the limit")
  func bounded() throws {
    let cache = cache(bytes: 350)
    try read([1, 2, 3, 1, 2, 3], from: cache)
    #expect(cache.statistics == .init(hits: 3, misses: 3, bytes: 300))
    try read(Array(0..<90), from: cache)
    #expect(cache.statistics.bytes == 300)
  }

  @Test("a blob that was used goes after those that were not")
  func clock() throws {
    let cache = cache(bytes: 350)
    try read([1, 2, 3, 1, 4], from: cache)
    try read([1], from: cache)
    #expect(cache.statistics.hits == 2)
    try read([2], from: cache)
    #expect(cache.statistics.misses == 5)
  }

  @Test("a blob too large to keep is read each time, and one that cannot be read is asked for again")
  func notKept() throws {
    let cache = cache(bytes: 99)
    try read([1, 1], from: cache)
    #expect(cache.statistics == .init(hits: 0, misses: 2, bytes: 0))
    for _ in 0..<2 { #expect(throws: Unreadable.self) { try cache.blob(.entries, 800) } }
  }

  @Test("kinds do not meet")
  func kinds() throws {
    let cache = PageCache(bytes: 8000) { Array($0.utf8) }
    #expect(try cache.blob(.entries, 8) == Array("entries/000008".utf8))
    #expect(try cache.blob(.postings, 8) == Array("postings/000008".utf8))
    #expect(cache.statistics.misses == 2)
  }
}
