import Database
private import Threads

/// Where a server's changes of orders go: the writer's thread alone uses it.
protocol OrderSink: AnyObject {
  /// Makes the changes; each fails alone, or all do.
  func write(_ changes: [OrderWriter.Change]) -> [Result<Int, any Error>]
  func sweep(now: UnixTime)
}

/// `orders.db`: all of a group in one commit.
final class BatchSink: OrderSink {
  private let batch: OrderBatch

  init(_ batch: OrderBatch) { self.batch = batch }

  /// A change that is invalid fails alone; a failing database fails them all.
  func write(_ changes: [OrderWriter.Change]) -> [Result<Int, any Error>] {
    do {
      return try batch.commit {
        try changes.map { change in
          do { return .success(try apply(change)) } catch let error as OrderError { return .failure(error) }
        }
      }
    } catch {
      let error = (error as? DatabaseError).flatMap(OrderError.init) ?? error
      return changes.map { _ in .failure(error) }
    }
  }

  /// What fails is tried again the next time.
  func sweep(now: UnixTime) { _ = try? batch.commit { try batch.removeExpired(now: now) } }

  private func apply(_ change: OrderWriter.Change) throws -> Int {
    switch change {
    case .upsert(let order):
      try batch.upsert(order)
      return 1
    case .upsertSpool(let spool):
      try spool.forEach { try batch.upsert($0) }
      return spool.count
    case .remove(let number): return try batch.remove(number: number) ? 1 : 0
    case .forget(let customer): return try batch.remove(customer: customer)
    case .forgetEmail(let email): return try batch.remove(email: email)
    case .forgetAll(let customer, let email):
      let byCustomer = try customer.map(batch.remove(customer:)) ?? 0
      return try byCustomer + (email.map(batch.remove(email:)) ?? 0)
    case .removeExpired(let now): return try batch.removeExpired(now: now)
    case .apply(let order, let delivery, let now):
      return try batch.apply(order, delivery: delivery, now: now) == .applied ? 1 : 0
    }
  }
}

/// Redis: each change is one step there. An upload of many is not: what was written before Redis went away stays.
final class RedisSink: OrderSink {
  private let orders: RedisOrders

  init(_ orders: RedisOrders) { self.orders = orders }

  func write(_ changes: [OrderWriter.Change]) -> [Result<Int, any Error>] {
    changes.map { change in Result { try apply(change, now: MonotonicClock.milliseconds()) } }
  }

  /// Redis lets go of orders by itself.
  func sweep(now: UnixTime) {}

  private func apply(_ change: OrderWriter.Change, now: UInt64) throws -> Int {
    switch change {
    case .upsert(let order):
      try orders.upsert(order, now: now)
      return 1
    case .upsertSpool(let spool):
      try spool.forEach { try orders.upsert($0, now: now) }
      return spool.count
    case .remove(let number): return try orders.remove(number: number, now: now)
    case .forget(let customer): return try orders.forget(customer: customer, email: nil, now: now)
    case .forgetEmail(let email): return try orders.forget(customer: nil, email: email, now: now)
    case .forgetAll(let customer, let email):
      return try orders.forget(customer: customer, email: email, now: now)
    case .removeExpired: return 0
    case .apply(let order, let delivery, _):
      return try orders.apply(order, delivery: delivery, now: now) == .applied ? 1 : 0
    }
  }
}
