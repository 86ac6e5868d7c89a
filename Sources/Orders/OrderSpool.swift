import Formats
private import Glibc

/// Orders of one upload, checked and kept in a file without a name until all of them are there: the memory it takes
/// does not grow with them. One thread fills it, then another reads it.
///
/// `@unchecked Sendable`: who has handed it over does not touch it any more.
package final class OrderSpool: @unchecked Sendable {
  private let file: Int32
  private let expiry: UnixTime?
  private var length = 0
  /// Orders in it.
  package private(set) var count = 0

  /// - Parameters:
  ///   - folder: Where the file lies; its disk must have room for the upload.
  ///   - expiry: When orders end that do not say so themselves.
  package init?(folder: String, expiry: UnixTime?) {
    var template = Array((folder + "/upload.XXXXXX").utf8CString)
    file = mkstemp(&template)
    guard file >= 0 else { return nil }
    unlink(template)
    self.expiry = expiry
  }

  deinit { if file >= 0 { close(file) } }

  /// Keeps a line that has been found to be an order.
  ///
  /// - Returns: Whether there was room.
  package func append(_ line: [UInt8]) -> Bool {
    count += 1
    let bytes = line + [0x0A]
    return bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let wrote = pwrite(file, bytes.baseAddress! + done, bytes.count - done, off_t(length + done))
        if wrote < 0, errno == EINTR { continue }
        guard wrote > 0 else { return false }
        done += wrote
      }
      length += done
      return true
    }
  }

  /// Reads the orders again, one after the other.
  func forEach(_ body: (Order) throws -> Void) throws {
    var rest: [UInt8] = []
    var offset = 0
    while offset < length {
      let chunk = try read(at: offset)
      offset += chunk.count
      var lines = chunk[...]
      while let end = lines.firstIndex(of: 0x0A) {
        rest += lines[..<end]
        try body(order(rest))
        rest.removeAll(keepingCapacity: true)
        lines = lines[(end + 1)...]
      }
      rest += lines
    }
  }

  private func order(_ line: [UInt8]) throws -> Order {
    var report = InputReport()
    var order = try Order(json: JSONNode.parse(SourceFile(name: "body", bytes: line)), report: &report)
    order.expiresAt = order.expiresAt ?? expiry
    return order
  }

  private func read(at offset: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      while true {
        let got = pread(file, buffer.baseAddress, buffer.count, off_t(offset))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { throw OrderError.invalid("the upload could not be read again") }
        count = got
        return
      }
    }
  }
}
