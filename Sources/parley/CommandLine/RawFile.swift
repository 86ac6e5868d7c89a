private import Glibc

/// Writing to a path as it stands, be it a file, a pipe or a device.
enum RawFile {
  /// - Parameter flags: Of `open(2)`.
  static func write(_ bytes: [UInt8], to path: String, _ flags: Int32) throws(CommandError) {
    let file = open(path, flags | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .environment("\(path): \(String(cString: strerror(errno)))") }
    defer { close(file) }
    var bytes = bytes[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard written > 0 else { throw .environment("\(path): \(String(cString: strerror(errno)))") }
      bytes = bytes.dropFirst(written)
    }
  }
}
