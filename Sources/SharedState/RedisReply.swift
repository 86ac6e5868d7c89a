/// What Redis answered to one command, errors aside.
package enum RedisReply: Sendable, Equatable {
  case nothing
  case number(Int)
  case bytes([UInt8])
  case list([RedisReply])

  /// The number it is, else 0.
  package var number: Int {
    if case .number(let number) = self { number } else { 0 }
  }

  package var bytes: [UInt8]? {
    if case .bytes(let bytes) = self { bytes } else { nil }
  }

  package var elements: [RedisReply] {
    if case .list(let elements) = self { elements } else { [] }
  }
}

/// One thread's commands to a ``Redis`` that is not asked while it is away.
package final class RedisSession {
  private let client: RedisClient

  package init(_ redis: Redis) { client = RedisClient(redis) }

  /// One round trip.
  ///
  /// - Parameter now: Milliseconds of a clock that does not go back.
  /// - Returns: `nil` when it failed, or was not tried because one lately failed.
  package func ask(_ words: [[UInt8]], now: UInt64) -> RedisReply? { client.reply(to: words, now: now) }

  /// As ``ask(_:now:)``; a script and its keys and arguments.
  package func run(_ script: String, keys: [[UInt8]], _ arguments: [[UInt8]], now: UInt64) -> RedisReply? {
    ask(
      [Array("EVAL".utf8), Array(script.utf8), Array(String(keys.count).utf8)] + keys + arguments, now: now)
  }
}
