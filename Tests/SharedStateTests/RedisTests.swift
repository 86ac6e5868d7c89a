import Foundation
import Servers
import SharedState
import Testing

@Suite(
  "Guess limits with a real Redis", .serialized,
  .enabled(if: RedisServer.isInstalled, "redis-server is not installed"))
struct RedisTests {
  /// One server of several: its own table, and Redis.
  private struct Instance {
    let redis: Redis
    let limiter: AttemptLimiter

    init(_ server: RedisServer) throws { try self.init(server.address()) }

    init(_ address: String) throws {
      redis = Redis(try #require(RedisAddress(address)))
      limiter = AttemptLimiter(local: AttemptCounters(), redis: redis)
    }

    /// The verdict, and how many milliseconds it took.
    func charge(_ keys: AttemptKey...) -> (verdict: AttemptCounters.Verdict?, took: Double) {
      let began = ContinuousClock.now
      let verdict = limiter.charge(keys, now: Self.now)
      return (verdict, (ContinuousClock.now - began) / .milliseconds(1))
    }

    func forgive(_ keys: AttemptKey...) { limiter.forgive(keys, now: Self.now) }

    /// Charges until refused.
    func allowance(_ key: AttemptKey) -> Int {
      (0..<10).count { _ in charge(key).verdict == .allowed }
    }

    static var now: UInt64 {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec / 1_000_000)
    }
  }

  private let order = AttemptKey.order(42)
  private let network = AttemptKey.network([192, 0, 2, 7])

  /// Waits until `isSo`, for longer than the second after which Redis is asked again.
  private func wait(until isSo: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
      if isSo() { return true }
      usleep(20_000)
    }
    return isSo()
  }

  @Test("are shared by instances: five misses in all, whoever counts them")
  func shared() throws {
    let server = try RedisServer()
    let (first, second) = (try Instance(server), try Instance(server))
    for _ in 0..<3 { #expect(first.charge(order, network).verdict == .allowed) }
    for _ in 0..<2 { #expect(second.charge(order).verdict == .allowed) }
    #expect(first.charge(order).verdict == .refused)
    #expect(second.charge(order, .order(7)).verdict == .refused)
    #expect(second.allowance(network) == 2)
    #expect(try Instance(server).allowance(.order(7)) == 5, "a refused attempt charges nothing")
    #expect(!first.redis.isAway && first.redis.failures == 0)
  }

  @Test("forgive everywhere what turned out to be right")
  func forgiven() throws {
    let server = try RedisServer()
    let (first, second) = (try Instance(server), try Instance(server))
    for _ in 0..<20 {
      #expect(first.charge(order, network).verdict == .allowed)
      first.forgive(order, network)
    }
    #expect(first.charge(order).verdict == .allowed)
    #expect(second.allowance(order) == 4)
  }

  @Test(
    "know what was used up, whoever used it, and refuse what only shared counts may allow while Redis is away"
  )
  func spent() throws {
    let server = try RedisServer()
    let (first, second) = (try Instance(server), try Instance(server))
    let patient = AttemptKey.order(7, patience: 2)
    for key in [order, patient] {
      #expect(first.limiter.spend(key, now: Instance.now) == true)
      #expect(second.limiter.spend(key, now: Instance.now) == false)
      #expect(first.limiter.spend(key, now: Instance.now) == false)
      #expect(try Instance(server).charge(key).verdict == .refused)
    }
    server.send(SIGKILL)
    #expect(first.limiter.spend(network, now: Instance.now) == nil)
    #expect(first.limiter.charge([network], now: Instance.now, whenAway: .refuse) == nil)
    #expect(first.allowance(network) == AttemptLimiter.limitAlone, "nothing was charged")
  }

  @Test("keep digests alone in Redis, each with its end")
  func keys() throws {
    let server = try RedisServer()
    #expect(try Instance(server).charge(.order(0xABC)).verdict == .allowed)
    let key = "parley:attempt:1" + String(repeating: "0", count: 29) + "abc"
    #expect(try server.command("KEYS", "*") == key)
    let left = try #require(Int(try server.command("PTTL", key)))
    #expect(left > 880_000 && left <= 900_000)
  }

  @Test("enter with a user, a password and a database of their own")
  func entry() throws {
    let server = try RedisServer()
    try server.command("ACL", "SETUSER", "shop", "on", ">p@ss", "~parley:*", "+@all")
    let right = try Instance("redis://shop:p%40ss@127.0.0.1:\(server.port)/3?timeout=5000")
    #expect(right.charge(order).verdict == .allowed)
    #expect(right.redis.failures == 0)
    #expect(try server.command("-n", "3", "DBSIZE") == "1")
    let wrong = try Instance("redis://shop:no@127.0.0.1:\(server.port)?timeout=5000")
    #expect(wrong.redis.check()?.hasPrefix("WRONGPASS") == true)
    #expect(wrong.allowance(order) == AttemptLimiter.limitAlone)
  }

  @Test("go on more strictly when Redis is killed, and meet it again within a second of its restart")
  func killed() throws {
    let server = try RedisServer()
    let instance = try Instance(server)
    #expect(instance.charge(order).verdict == .allowed)
    server.send(SIGKILL)
    let during = instance.charge(order)
    #expect(during.verdict == .allowed && during.took < 4_000, "who is gone is not waited for")
    #expect(instance.redis.isAway)
    #expect(instance.allowance(order) == 1, "three in all, the one before the failure counted")
    #expect(instance.redis.calls < 5, "nobody asks a Redis that has just failed")
    try server.start()
    #expect(wait { instance.charge(network).verdict != nil && !instance.redis.isAway })
    #expect(instance.allowance(order) == 2, "what Redis forgot, this instance still knows")
  }

  @Test("wait once for a stopped Redis, then not at all for a second")
  func stopped() throws {
    let server = try RedisServer()
    let instance = try Instance(server.address(timeout: 300))
    #expect(instance.charge(order).verdict == .allowed)
    server.send(SIGSTOP)
    let first = instance.charge(order)
    #expect(first.verdict == .allowed && first.took >= 295 && first.took < 4_000)
    let calls = instance.redis.calls
    let rest = (0..<20).map { instance.charge(.order(100 + UInt64($0))) }
    #expect(rest.allSatisfy { $0.verdict == .allowed })
    #expect(instance.redis.calls == calls, "nobody waits for it again")
    #expect(instance.redis.isAway && instance.redis.failures == 1)
    server.send(SIGCONT)
    #expect(wait { instance.charge(network).verdict != nil && !instance.redis.isAway })
  }

  @Test("go on when Redis is full, and know when it no longer is")
  func full() throws {
    let server = try RedisServer("--maxmemory-policy", "noeviction")
    let instance = try Instance(server)
    try server.command("CONFIG", "SET", "maxmemory", "1")
    #expect(instance.allowance(order) == AttemptLimiter.limitAlone)
    #expect(instance.redis.isAway && instance.redis.check()?.hasPrefix("OOM") == true)
    try server.command("CONFIG", "SET", "maxmemory", "0")
    #expect(wait { instance.charge(network).verdict != nil && !instance.redis.isAway })
  }

  @Test("go on when something else is kept at a key, and keep Redis for the others")
  func wrongType() throws {
    let server = try RedisServer()
    let instance = try Instance(server)
    try server.command("RPUSH", "parley:attempt:1" + String(repeating: "0", count: 30) + "2a", "x")
    #expect(instance.allowance(order) == AttemptLimiter.limitAlone)
    #expect(instance.redis.failures == 10 && !instance.redis.isAway)
    #expect(instance.allowance(network) == 5)
  }

  @Test("notice a restart that nobody was there for, without a miss")
  func restarted() throws {
    let server = try RedisServer()
    let instance = try Instance(server)
    #expect(instance.charge(network).verdict == .allowed)
    server.send(SIGKILL)
    try server.start()
    #expect(instance.charge(order).verdict == .allowed)
    #expect(!instance.redis.isAway && instance.redis.failures == 0)
  }

  @Test("are told that Redis is back by the one who watches, without a shopper's wait")
  func watched() throws {
    let server = try RedisServer()
    let redis = Redis(try #require(RedisAddress(server.address())))
    server.send(SIGKILL)
    #expect(redis.check() == "Connection refused")
    #expect(redis.isAway)
    try server.start()
    let end = ContinuousClock.now + .seconds(10)
    redis.watch { redis.isAway && ContinuousClock.now < end }
    #expect(!redis.isAway)
  }
}

@Suite("Guess limits where no Redis ever was")
struct NoRedisTests {
  @Test("count alone, more strictly, when the host is unknown")
  func unknownHost() throws {
    let redis = Redis(try #require(RedisAddress("redis://redis.invalid:6379")))
    #expect(redis.check() == "the host redis.invalid is unknown")
    let limiter = AttemptLimiter(local: AttemptCounters(), redis: redis)
    let allowed = (0..<10).count { _ in limiter.charge([.order(1)], now: 0) == .allowed }
    #expect(allowed == AttemptLimiter.limitAlone)
  }

  @Test("count alone, as ever, when none is wanted")
  func unwanted() {
    let limiter = AttemptLimiter(local: AttemptCounters())
    let allowed = (0..<10).count { _ in limiter.charge([.order(1)], now: 0) == .allowed }
    #expect(allowed == 5)
  }
}
