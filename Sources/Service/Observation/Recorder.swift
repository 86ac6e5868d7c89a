import Conversations
private import Glibc
import HTTP
import Orders
import Synchronization

/// Takes log lines and misses off the request's path: loops append to buffers of their own, one thread empties them.
///
/// What cannot be written in time is dropped and counted; a slow disk or a full pipe never slows a reply.
final class Recorder: Sendable {
  /// Misses that may wait.
  private static let missCapacity = 4_096
  /// Microseconds between two rounds.
  private static let pause: UInt32 = 50_000

  private struct Waiting {
    var misses: [Miss] = []
    var isClosed = false
  }

  private let waiting = Mutex(Waiting())
  private let misses: MissLog
  private let descriptor: Int32
  private let buffers: [LineBuffer]
  private let dropped = Atomic<Int>(0)
  private let finished = Atomic<Bool>(false)

  /// - Parameters:
  ///   - loops: How many loops write lines; buffer `loops` is for ``note(_:revision:reason:)``.
  ///   - descriptor: Where log lines go; the recorder does not close it.
  init(folder: String, loops: Int, descriptor: Int32) {
    misses = MissLog(folder: folder)
    self.descriptor = descriptor
    buffers = (0...loops).map { _ in LineBuffer() }
  }

  /// The buffer of one loop.
  func buffer(of loop: Int) -> LineBuffer { buffers[loop] }

  /// Log bytes and misses that were dropped.
  var droppedCount: Int {
    buffers.reduce(dropped.load(ordering: .relaxed)) { $0 + $1.dropped }
  }

  func record(_ miss: Miss) {
    waiting.withLock { waiting in
      if waiting.misses.count < Self.missCapacity {
        waiting.misses.append(miss)
      } else {
        dropped.wrappingAdd(1, ordering: .relaxed)
      }
    }
  }

  /// Writes one line that belongs to no request.
  func note(_ event: String, revision: Int, reason: String? = nil) {
    var json = JSONWriter(capacity: 256)
    json.object { json in
      json.key("time")
      json.string(UnixTime(seconds: Clock.secondsSince1970()).description)
      json.key("event")
      json.string(event)
      json.key("revision")
      json.number(revision)
      if let reason {
        json.key("reason")
        json.string(reason)
      }
    }
    buffers[buffers.count - 1].append(json.bytes, endingLine: true)
  }

  /// Writes until ``close()``; the body of the recorder's own thread.
  func run() {
    while true {
      let (missed, isClosed) = waiting.withLock { waiting in
        let taken = (waiting.misses, waiting.isClosed)
        waiting.misses = []
        return taken
      }
      for buffer in buffers { buffer.take { write($0) } }
      if !misses.append(missed) { dropped.wrappingAdd(missed.count, ordering: .relaxed) }
      if isClosed {
        finished.store(true, ordering: .releasing)
        return
      }
      usleep(Self.pause)
    }
  }

  /// Waits for ``run()`` to end after ``close()``.
  ///
  /// - Parameter limit: In milliseconds.
  func isFinished(within limit: Int) -> Bool {
    for _ in 0..<limit {
      if finished.load(ordering: .acquiring) { return true }
      usleep(1_000)
    }
    return finished.load(ordering: .acquiring)
  }

  /// Lets ``run()`` end after one more round: call it when nobody records any more.
  func close() { waiting.withLock { $0.isClosed = true } }

  private func write(_ lines: UnsafeRawBufferPointer) {
    var rest = lines[...]
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else {
        dropped.wrappingAdd(rest.count, ordering: .relaxed)
        return
      }
      rest = rest.dropFirst(written)
    }
  }
}
