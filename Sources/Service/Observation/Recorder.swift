import Conversations
private import Glibc
import Orders
import Synchronization

/// Takes log lines and misses off the request's path: loops hand over whole buffers, one thread writes them.
///
/// What cannot be written in time is dropped and counted; a slow disk or a full pipe never slows a reply.
final class Recorder: Sendable {
  /// Bytes of log lines that may wait.
  private static let capacity = 4 << 20
  /// Misses that may wait.
  private static let missCapacity = 4_096
  private static let pause: UInt32 = 50_000

  private struct Waiting {
    var lines: [UInt8] = []
    var misses: [Miss] = []
    var isClosed = false
  }

  private let waiting = Mutex(Waiting())
  private let misses: MissLog
  private let descriptor: Int32
  /// Log bytes and misses that were dropped.
  let dropped = Atomic<Int>(0)

  /// - Parameter descriptor: Where log lines go; the recorder does not close it.
  init(folder: String, descriptor: Int32) {
    misses = MissLog(folder: folder)
    self.descriptor = descriptor
  }

  /// Takes a buffer of whole lines and empties it.
  func record(lines: inout [UInt8]) {
    waiting.withLock { waiting in
      if waiting.lines.count + lines.count <= Self.capacity {
        waiting.lines.append(contentsOf: lines)
      } else {
        dropped.wrappingAdd(lines.count, ordering: .relaxed)
      }
    }
    lines.removeAll(keepingCapacity: true)
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
    var line = json.bytes + [0x0A]
    record(lines: &line)
  }

  /// Writes until ``close()``; the body of the recorder's own thread.
  func run() {
    while true {
      let (lines, missed, isClosed) = waiting.withLock { waiting in
        let taken = (waiting.lines, waiting.misses, waiting.isClosed)
        waiting.lines = []
        waiting.misses = []
        return taken
      }
      write(lines)
      if !misses.append(missed) { dropped.wrappingAdd(missed.count, ordering: .relaxed) }
      if isClosed && lines.isEmpty && missed.isEmpty { return }
      usleep(Self.pause)
    }
  }

  /// Lets ``run()`` end once everything handed over is written.
  func close() { waiting.withLock { $0.isClosed = true } }

  private func write(_ lines: [UInt8]) {
    lines.withUnsafeBytes { bytes in
      var rest = bytes[...]
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
}
