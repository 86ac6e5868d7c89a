package import Crypto
import Formats
package import SharedState

/// Orders that several hosts share in Redis. One per thread; every call is one round trip, which ends in time.
///
/// `parley:order:<keyed hash of the number>` is a hash of two fields: `u`, when the store last changed the order, and
/// `d`, the order as JSON, sealed. `parley:customer:…` and `parley:email:…` are the sets of a customer's order keys. So
/// who reads Redis without the secret learns no number, name or address. Orders end by Redis' own clock.
package final class RedisOrders {
  private let session: RedisSession
  private let names: [RedisOrderNames]
  private let sealer: Sealer

  package init(_ redis: Redis, keys: KeyRing) {
    session = RedisSession(redis)
    names = keys.keys(for: .redisOrders).map(RedisOrderNames.init)
    sealer = Sealer(keys, purpose: .redisOrders)
  }

  package enum Failure: Error {
    /// Redis did not answer, or was not asked because it lately did not.
    case away
    /// What is kept there does not open, or is no order: whether there is one cannot be told.
    case damaged
  }

  // MARK: Reading

  /// - Returns: `nil` when the text is no order number, or nobody's.
  package func order(number: String, now: UInt64) throws(Failure) -> Order? {
    guard let wanted = OrderNumber(number) else { return nil }
    // Under every key of the secret: what was written before a rotation is still found.
    let keys = names.map { $0.order(wanted) }
    let script = "local f = {} for i, k in ipairs(KEYS) do f[i] = redis.call('HGET', k, 'd') end return f"
    guard let reply = session.run(script, keys: keys, [], now: now) else { throw Failure.away }
    let sealed = reply.elements.compactMap(\.bytes)
    for bytes in sealed {
      if let order = opened(bytes), OrderNumber(order.number) == wanted { return order }
    }
    guard sealed.isEmpty else { throw Failure.damaged }
    return nil
  }

  /// All orders that were written under the customer or the e-mail, at most a few thousand.
  package func orders(customer: String?, email: String?, now: UInt64) throws(Failure) -> [Order] {
    let sets = sets(customer, email)
    guard !sets.isEmpty else { return [] }
    let script = """
      local f = {}
      for _, set in ipairs(KEYS) do
        for _, key in ipairs(redis.call('SMEMBERS', set)) do f[#f + 1] = redis.call('HGET', key, 'd') or nil end
      end
      return f
      """
    guard let reply = session.run(script, keys: sets, [], now: now) else { throw Failure.away }
    return try reply.elements.compactMap(\.bytes).map { (bytes) throws(Failure) in
      guard let order = opened(bytes) else { throw Failure.damaged }
      return order
    }
  }

  private func sets(_ customer: String?, _ email: String?) -> [[UInt8]] {
    names.flatMap { name in [customer.map(name.customer), email.map(name.email)].compactMap(\.self) }
  }

  private func opened(_ sealed: [UInt8]) -> Order? {
    guard let bytes = sealer.open(sealed), let source = try? SourceFile(name: "redis", bytes: bytes) else {
      return nil
    }
    var report = InputReport()
    return try? Order(json: JSONNode.parse(source), report: &report)
  }

  // MARK: Writing

  /// One step in Redis, so that servers cannot overtake each other: claims the delivery, compares the times, writes. Its
  /// first write is one that a full Redis refuses, so that nothing is written by half.
  ///
  /// A set lives as long as the longest of its orders: `GT` alone would never give a new one an end, which it takes for
  /// endless. A few members are looked at each time, and those that have ended go: a set that is written to for ever does
  /// not grow for ever.
  private static let writing = """
    if ARGV[4] ~= '' and not redis.call('SET', KEYS[4], '1', 'NX', 'EX', ARGV[4]) then return 2 end
    local known = redis.call('HGET', KEYS[1], 'u')
    if ARGV[5] == '1' and known and known ~= '' and ARGV[1] ~= '' and tonumber(known) > tonumber(ARGV[1]) then
      return 3
    end
    local fields = redis.call('HSET', KEYS[1], 'u', ARGV[1], 'd', ARGV[2])
    if ARGV[3] == '' then redis.call('PERSIST', KEYS[1]) else redis.call('EXPIREAT', KEYS[1], ARGV[3]) end
    for i = 2, 3 do
      if KEYS[i] ~= '' then
        local fresh = redis.call('EXISTS', KEYS[i]) == 0
        redis.call('SADD', KEYS[i], KEYS[1])
        if ARGV[3] == '' then redis.call('PERSIST', KEYS[i])
        elseif fresh then redis.call('EXPIREAT', KEYS[i], ARGV[3])
        else redis.call('EXPIREAT', KEYS[i], ARGV[3], 'GT') end
        for _, key in ipairs(redis.call('SRANDMEMBER', KEYS[i], 3)) do
          if redis.call('EXISTS', key) == 0 then redis.call('SREM', KEYS[i], key) end
        end
      end
    end
    return fields > 0 and 1 or 4
    """

  /// Writes an order whole.
  ///
  /// - Throws: ``Failure``, ``OrderError/invalid(_:)``.
  @discardableResult
  package func upsert(_ order: Order, now: UInt64) throws -> OrderBatch.Outcome {
    try write(order, delivery: nil, keepsNewer: false, now: now) == 1 ? .added : .replaced
  }

  /// Writes an order as a webhook tells it: once for each delivery, and never over a newer state.
  package func apply(_ order: Order, delivery: String?, now: UInt64) throws -> OrderBatch.Delivery {
    switch try write(order, delivery: delivery, keepsNewer: true, now: now) {
    case 2: .repeated
    case 3: .outdated
    default: .applied
    }
  }

  private func write(
    _ order: Order, delivery: String?, keepsNewer: Bool, now: UInt64
  ) throws -> Int {
    if let problem = order.problem { throw OrderError.invalid(problem) }
    guard let number = OrderNumber(order.number) else { throw OrderError.invalid("the order has no number") }
    let name = names[0]
    let keys = [
      name.order(number), order.customerID.map(name.customer) ?? [], order.email.map(name.email) ?? [],
      delivery.map(name.delivery) ?? [],
    ]
    let text = { (number: Int64?) in Array((number.map { String($0) } ?? "").utf8) }
    let arguments = [
      text(order.updatedAt?.seconds), sealer.seal(order.json.bytes()), text(order.expiresAt?.seconds),
      text(delivery == nil ? nil : OrderBatch.deliveryMemory), Array((keepsNewer ? "1" : "").utf8),
    ]
    guard let reply = session.run(Self.writing, keys: keys, arguments, now: now) else { throw Failure.away }
    return reply.number
  }

  // MARK: Removing

  /// Removes an order, and its key from the sets of the customer and the e-mail that it has now.
  ///
  /// - Returns: How many: 1 or 0.
  package func remove(number: String, now: UInt64) throws(Failure) -> Int {
    guard let wanted = OrderNumber(number) else { return 0 }
    let orders = names.map { $0.order(wanted) }
    // What is damaged is removed too; its sets cannot be known.
    let order: Order?
    do throws(Failure) { order = try self.order(number: number, now: now) } catch {
      guard error == .damaged else { throw error }
      order = nil
    }
    let script = """
      for i = ARGV[1] + 1, #KEYS do redis.call('SREM', KEYS[i], unpack(KEYS, 1, ARGV[1])) end
      return redis.call('DEL', unpack(KEYS, 1, ARGV[1]))
      """
    let keys = orders + sets(order?.customerID, order?.email)
    let count = Array(String(orders.count).utf8)
    guard let reply = session.run(script, keys: keys, [count], now: now) else { throw Failure.away }
    return min(1, reply.number)
  }

  /// All orders that were ever written under the customer or the e-mail.
  package func forget(customer: String?, email: String?, now: UInt64) throws(Failure) -> Int {
    let sets = sets(customer, email)
    guard !sets.isEmpty else { return 0 }
    let script = """
      local removed = 0
      for _, set in ipairs(KEYS) do
        for _, key in ipairs(redis.call('SMEMBERS', set)) do removed = removed + redis.call('DEL', key) end
        redis.call('DEL', set)
      end
      return removed
      """
    guard let reply = session.run(script, keys: sets, [], now: now) else { throw Failure.away }
    return reply.number
  }
}

/// What keys in Redis are called, under one key of the secret.
private struct RedisOrderNames {
  private let key: SymmetricKey

  init(_ key: SymmetricKey) { self.key = key }

  func order(_ number: OrderNumber) -> [UInt8] { name("order", number.key) }
  func customer(_ id: String) -> [UInt8] { name("customer", id) }
  func email(_ address: String) -> [UInt8] { name("email", address.lowercased()) }
  func delivery(_ id: String) -> [UInt8] { name("delivery", id) }

  /// 128 bits of a keyed hash: no two of a billion meet.
  private func name(_ kind: String, _ text: String) -> [UInt8] {
    let hash = Array((kind + ":" + text).utf8).withUnsafeBufferPointer { BLAKE2b.hash256($0, key: key) }
    return Array("parley:\(kind):".utf8) + Array(Base64URL.string(Array(hash.bytes.prefix(16))).utf8)
  }
}

extension Purpose {
  /// Orders in Redis: their names there, and their seal.
  static let redisOrders = Purpose("redis orders")
}
