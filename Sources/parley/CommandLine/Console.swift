private import Glibc

/// Standard output and standard error, written whole.
enum Console {
  /// Answers go here, nothing else.
  static func print(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  static func print(bytes: some Collection<UInt8>) {
    write(String(decoding: bytes, as: UTF8.self) + "\n", to: STDOUT_FILENO)
  }

  /// Bytes as they are, without a line feed.
  static func write(_ bytes: [UInt8]) { write(String(decoding: bytes, as: UTF8.self), to: STDOUT_FILENO) }

  /// Errors, warnings and progress go here.
  static func error(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Replaces the last line of a terminal; silent elsewhere.
  static func progress(_ text: String) {
    guard errorIsTerminal else { return }
    write("\r\u{1B}[K" + text, to: STDERR_FILENO)
  }

  static func endProgress() {
    guard errorIsTerminal else { return }
    write("\r\u{1B}[K", to: STDERR_FILENO)
  }

  /// An answer that cannot be written, to a full disk say, must not look like one that was.
  private static func failed(_ descriptor: Int32) {
    guard descriptor == STDOUT_FILENO else { return }
    error("parley: standard output: \(String(cString: strerror(errno)))")
    exit(ExitStatus.environment.rawValue)
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = Glibc.write(
          descriptor, UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: rest)).baseAddress, rest.count)
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else { return failed(descriptor) }
        rest = rest.dropFirst(written)
      }
    }
  }
}
