import HTTP
import Synchronization

/// Lines that wait for the recorder. One loop appends, the recorder takes: the lock is hardly ever contended.
///
/// Two buffers take turns, so that neither side waits for the other's copying and memory is used again.
final class LineBuffer: Sendable {
  /// Bytes that may wait.
  private static let capacity = 4 << 20

  private struct Lines: ~Copyable {
    var output = OutputBuffer()
    var dropped = 0
  }

  private let lines = Mutex(Lines())
  /// Empty but while the recorder writes it; only the recorder's thread takes.
  private let spare = Mutex(OutputBuffer())

  /// - Parameter endingLine: Whether `line` still needs its line feed.
  func append(_ line: UnsafeRawBufferPointer, endingLine: Bool = false) {
    lines.withLock { lines in
      guard lines.output.count + line.count < Self.capacity else {
        lines.dropped += line.count
        return
      }
      lines.output.append(line)
      if endingLine { lines.output.append(UInt8(ascii: "\n")) }
    }
  }

  /// Hands over everything appended since the last call, if there is any.
  func take(_ body: (UnsafeRawBufferPointer) -> Void) {
    spare.withLock { spare in
      lines.withLock { lines in swap(&lines.output, &spare) }
      if spare.count > 0 { body(spare.bytes) }
      spare.clear()
    }
  }

  /// Bytes that found no room.
  var dropped: Int { lines.withLock { $0.dropped } }
}
