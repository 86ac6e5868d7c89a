private import Crypto
import Glibc

/// Compares the file of a part with its hash, a slice at a time: the slow pass that a server makes beside its work.
package final class PartSweep {
  private let part: Part
  private let file: Int32
  private var hash: SHA256? = SHA256()
  /// A server keeps a sweep of each part, in memory that its thread never gives back.
  private static let bufferBytes = 1 << 16

  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: PartSweep.bufferBytes, alignment: 16)

  /// - Returns: `nil` when the file was removed: what is open stays readable, and nobody will open it again.
  package init?(_ part: Part) {
    self.part = part
    let opened = open(part.path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else {
      buffer.deallocate()
      return nil
    }
    file = opened
  }

  deinit {
    close(file)
    buffer.deallocate()
  }

  /// Reads on.
  ///
  /// - Parameter bytes: About how many, at least 64 KiB.
  /// - Returns: Whether this was the rest of the file.
  /// - Throws: ``Damage`` when the file is not what its name says; ``FileError`` when it cannot be read.
  package func step(bytes: Int) throws -> Bool {
    var left = bytes
    repeat {
      let count = try FileSystem.call("read", part.path) { read(file, buffer.baseAddress, buffer.count) }
      if count == 0 {
        try conclude()
        return true
      }
      hash!.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      left -= count
    } while left > 0
    return false
  }

  private func conclude() throws {
    guard let hash = hash.take()?.finalize(), hash == part.reference.sha256 else {
      let damage = Damage(
        kind: .wrongHash, path: part.path, detail: "the file was altered: its hash is not its name")
      part.note(damage)
      throw damage
    }
  }
}
