/// ``AttemptCounters`` kept in Redis, for all servers that share it and the secret. One per event loop.
///
/// A key is `parley:attempt:` and the digits of an ``AttemptKey``: no e-mail, number or address. It counts down its
/// own window and is gone after it.
final class SharedCounters {
  private static let prefix = Array("parley:attempt:".utf8)

  /// Charges all keys or none. A script is one step in Redis, so a hundred servers cannot race past the limit.
  private static let charging = Array(
    """
    for index, key in ipairs(KEYS) do
      local misses = tonumber(redis.call('GET', key) or 0)
      if misses + tonumber(ARGV[2]) > tonumber(ARGV[index + 2]) then return 0 end
    end
    for _, key in ipairs(KEYS) do
      if redis.call('INCRBY', key, ARGV[2]) == tonumber(ARGV[2]) then redis.call('PEXPIRE', key, ARGV[1]) end
    end
    return 1
    """.utf8)

  private static let forgiving = Array(
    """
    for _, key in ipairs(KEYS) do
      local misses = tonumber(redis.call('GET', key) or 0)
      if misses > 0 then redis.call('DECRBY', key, math.min(misses, tonumber(ARGV[1]))) end
    end
    return 1
    """.utf8)

  private let client: RedisClient
  private let limit: Int
  private let window: [UInt8]

  init(_ redis: Redis, limit: Int, window: UInt64) {
    client = RedisClient(redis)
    self.limit = limit
    self.window = Array(String(window).utf8)
  }

  /// One round trip. `nil` when Redis did not answer, or is not asked because it lately did not.
  func charge(_ keys: [AttemptKey], weight: Int, now: UInt64) -> AttemptCounters.Verdict? {
    let limits = keys.map { Self.text(limit * $0.patience) }
    let words = Self.call(Self.charging, keys.map(Self.name)) + [window, Self.text(weight)] + limits
    return client.ask(words, now: now).map { $0 == 1 ? .allowed : .refused }
  }

  /// Takes a charge back, without waiting for the answer.
  func forgive(_ keys: [AttemptKey], weight: Int, now: UInt64) {
    client.tell(Self.call(Self.forgiving, keys.map(Self.name)) + [Self.text(weight)], now: now)
  }

  /// A charge of nobody's key: does all that an attempt needs, so a full or read-only Redis fails it too.
  static var probe: [[UInt8]] {
    call(charging, [prefix + Array("probe".utf8)]) + [1_000, 1, 1_000_000].map(text)
  }

  static func name(_ key: AttemptKey) -> [UInt8] { prefix + key.hexadecimal }

  private static func text(_ number: Int) -> [UInt8] { Array(String(number).utf8) }

  private static func call(_ script: [UInt8], _ keys: [[UInt8]]) -> [[UInt8]] {
    [Array("EVAL".utf8), script, Array(String(keys.count).utf8)] + keys
  }
}
