import EventLoop
import HTTP

/// What a connection has to send and its socket did not take yet, and how long the client may keep us waiting.
struct Outbox: ~Copyable {
  enum Outcome: Equatable {
    /// Everything is in the socket.
    case sent
    /// The rest goes when the socket has room.
    case waiting
    /// The connection is gone.
    case failed
  }

  /// When the client has to have taken more; set while something waits.
  private(set) var deadline: Int?
  private var queue = ByteQueue()
  private var blockedSince = 0
  private var takenSince = 0

  var isEmpty: Bool { queue.isEmpty }

  /// Sends `bytes`, which come after those that wait.
  mutating func send(
    _ bytes: UnsafeRawBufferPointer, to socket: Int32, _ server: ServerConfiguration, now: Int,
    _ counters: LoopCounters
  ) -> Outcome {
    var taken = 0
    if queue.isEmpty {
      switch Stream.send(socket, bytes) {
      case .bytes(let count): taken = count
      case .wouldBlock: break
      case .failed: return .failed
      }
      counters.bytesSent.add(taken)
      if taken == bytes.count { return .sent }
      (blockedSince, takenSince) = (now, 0)
    }
    queue.append(UnsafeRawBufferPointer(rebasing: bytes[taken...]))
    noteProgress(server, now)
    return .waiting
  }

  /// Goes on, now that the socket has room.
  mutating func resume(
    to socket: Int32, _ server: ServerConfiguration, now: Int, _ counters: LoopCounters
  ) -> Outcome {
    switch Stream.send(socket, UnsafeRawBufferPointer(queue.bytes)) {
    case .wouldBlock: return .waiting
    case .failed: return .failed
    case .bytes(let count):
      counters.bytesSent.add(count)
      takenSince += count
      queue.removeFirst(count)
      noteProgress(server, now)
      return queue.isEmpty ? .sent : .waiting
    }
  }

  mutating func clear() { queue.clear() }

  private mutating func noteProgress(_ server: ServerConfiguration, _ now: Int) {
    deadline =
      queue.isEmpty ? nil : server.timeouts.writeDeadline(now: now, since: blockedSince, taken: takenSince)
  }
}
