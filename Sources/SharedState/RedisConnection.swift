private import CHiredis
private import Glibc

/// One connection to Redis, entered and with its database chosen. Every wait ends; not for two threads.
///
/// hiredis writes without `MSG_NOSIGNAL`: the process must ignore SIGPIPE.
final class RedisConnection {
  private let context: UnsafeMutablePointer<redisContext>
  /// Answers under way that nobody waits for.
  private var unread = 0

  init(_ redis: Redis) throws(RedisFailure) {
    guard let host = redis.numericHost else {
      throw RedisFailure(kind: .away, text: "the host \(redis.address.host) is unknown")
    }
    let port = Int32(redis.address.port)
    guard let context = redisConnectWithTimeout(host, port, timeval(milliseconds: Redis.connectTimeout))
    else {
      throw RedisFailure(kind: .away, text: "out of memory")
    }
    self.context = context
    guard context.pointee.err == 0 else { throw failure(.away) }
    guard redisSetTimeout(context, timeval(milliseconds: redis.address.timeout)) == REDIS_OK else {
      throw failure(.away)
    }
    try enter(redis.address)
  }

  deinit { redisFree(context) }

  /// Sends a command and waits for its answer, after those not waited for yet.
  ///
  func call(_ words: [[UInt8]]) throws(RedisFailure) -> RedisReply {
    append(words)
    while unread > 0 {
      _ = try answer()
      unread -= 1
    }
    return try answer().get()
  }

  /// Sends a command without waiting for its answer.
  func send(_ words: [[UInt8]]) throws(RedisFailure) {
    append(words)
    unread += 1
    var isDone: Int32 = 0
    guard redisBufferWrite(context, &isDone) == REDIS_OK else { throw failure(.closed) }
  }

  private func enter(_ address: RedisAddress) throws(RedisFailure) {
    if let password = address.password {
      let user = address.user.isEmpty ? [] : [Array(address.user.utf8)]
      _ = try call([Array("AUTH".utf8)] + user + [Array(password.utf8)])
    }
    if address.database != 0 {
      _ = try call([Array("SELECT".utf8), Array(String(address.database).utf8)])
    }
  }

  private func append(_ words: [[UInt8]]) {
    let lengths = words.map(\.count)
    Array(words.joined()).withUnsafeBytes { bytes in
      var offset = 0
      var starts: [UnsafePointer<CChar>?] = lengths.map { length in
        defer { offset += length }
        return bytes.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
      }
      redisAppendCommandArgv(context, Int32(words.count), &starts, lengths)
    }
  }

  /// - Throws: When no answer came; an error that Redis answered is one in the result.
  private func answer() throws(RedisFailure) -> Result<RedisReply, RedisFailure> {
    var answer: UnsafeMutableRawPointer?
    guard redisGetReply(context, &answer) == REDIS_OK, let answer else {
      throw failure(errno == EAGAIN && context.pointee.err == REDIS_ERR_IO ? .away : .closed)
    }
    defer { freeReplyObject(answer) }
    let reply = answer.assumingMemoryBound(to: redisReply.self).pointee
    guard reply.type == REDIS_REPLY_ERROR else { return .success(RedisReply(reply)) }
    let text = String(cString: reply.str)
    return .failure(RedisFailure(kind: text.hasPrefix("WRONGTYPE") ? .wrongType : .refused, text: text))
  }

  private func failure(_ kind: RedisFailure.Kind) -> RedisFailure {
    let text = withUnsafeBytes(of: context.pointee.errstr) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return RedisFailure(kind: kind, text: text)
  }
}

extension timeval {
  fileprivate init(milliseconds: Int) {
    self.init(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
  }
}

extension RedisReply {
  fileprivate init(_ reply: redisReply) {
    switch reply.type {
    case REDIS_REPLY_INTEGER: self = .number(Int(reply.integer))
    case REDIS_REPLY_STRING, REDIS_REPLY_STATUS:
      self = .bytes(Array(UnsafeRawBufferPointer(start: reply.str, count: reply.len)))
    case REDIS_REPLY_ARRAY:
      self = .list((0..<reply.elements).map { reply.element[$0].map { Self($0.pointee) } ?? .nothing })
    default: self = .nothing
    }
  }
}
