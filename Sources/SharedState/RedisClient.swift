/// One thread's way to ``Redis``: connects when needed, and asks the circuit breaker first.
final class RedisClient {
  private let redis: Redis
  private var connection: RedisConnection?

  init(_ redis: Redis) { self.redis = redis }

  /// One round trip. `nil` when it failed, or was not tried because one lately failed.
  func ask(_ words: [[UInt8]], now: UInt64) -> Int? { reply(to: words, now: now)?.number }

  /// One round trip. `nil` when it failed, or was not tried because one lately failed.
  func reply(to words: [[UInt8]], now: UInt64) -> RedisReply? {
    guard redis.breaker.admits(now: now) else { return nil }
    return try? tried(words, now: now).get()
  }

  /// Sends a command nobody waits for; its answer is read before the next one's. Only on an open connection.
  func tell(_ words: [[UInt8]], now: UInt64) {
    do throws(RedisFailure) {
      try connection?.send(words)
    } catch {
      fail(error, now: now)
    }
  }

  /// Asks past the circuit breaker.
  ///
  /// - Returns: What is wrong; `nil` when Redis answers.
  func check(now: UInt64) -> String? {
    guard case .failure(let failure) = tried(SharedCounters.probe, now: now) else { return nil }
    return failure.text
  }

  private func tried(_ words: [[UInt8]], now: UInt64) -> Result<RedisReply, RedisFailure> {
    redis.countCall()
    do throws(RedisFailure) {
      let answer = try roundTrip(words)
      redis.breaker.succeeded()
      return .success(answer)
    } catch {
      fail(error, now: now)
      return .failure(error)
    }
  }

  /// A connection that Redis closed while nobody used it, as a restart does, is made anew at once.
  private func roundTrip(_ words: [[UInt8]]) throws(RedisFailure) -> RedisReply {
    if let open = connection {
      do throws(RedisFailure) {
        return try open.call(words)
      } catch {
        guard error.kind == .closed else { throw error }
      }
    }
    connection = nil
    let fresh = try RedisConnection(redis)
    connection = fresh
    return try fresh.call(words)
  }

  /// An error about one key leaves the others alone.
  private func fail(_ failure: RedisFailure, now: UInt64) {
    redis.countFailure()
    if failure.kind == .away || failure.kind == .closed { connection = nil }
    if failure.kind == .wrongType { redis.breaker.succeeded() } else { redis.breaker.failed(now: now) }
  }
}
