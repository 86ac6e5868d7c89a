private import Glibc

/// Bytes set aside while a part is built: written once, then read from the start.
///
/// Up to ``memory`` bytes stay in memory; more go to a file without a name, which is gone when this object is.
final class Spool {
  /// Bytes held before they are written out.
  static let memory = 1 << 20

  private let folder: String
  private var held: [UInt8] = []
  private var file: Int32 = -1
  /// Bytes in the file.
  private var written = 0

  /// - Parameter folder: Where the file may be made.
  init(folder: String) { self.folder = folder }

  deinit { if file >= 0 { close(file) } }

  var count: Int { written + held.count }

  func append(_ bytes: [UInt8]) throws(FAQError) { try append(bytes[...]) }

  func append(_ bytes: ArraySlice<UInt8>) throws(FAQError) {
    held.append(contentsOf: bytes)
    if held.count >= Self.memory { try flush() }
  }

  private func flush() throws(FAQError) {
    if file < 0 { file = try Self.file(in: folder) }
    let (handle, start) = (file, written)
    let isWritten = held.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let more = pwrite(handle, bytes.baseAddress! + done, bytes.count - done, off_t(start + done))
        if more <= 0, errno != EINTR { return false }
        done += max(0, more)
      }
      return true
    }
    guard isWritten else { throw .cannotSpool(folder, code: errno) }
    written += held.count
    held.removeAll(keepingCapacity: true)
  }

  /// A new file, unlinked at once: nothing is left behind, however the process ends.
  private static func file(in folder: String) throws(FAQError) -> Int32 {
    var name = Array("\(folder)/.faq-XXXXXX".utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else { throw .cannotSpool(folder, code: errno) }
    unlink(name)
    return file
  }

  /// Fills `buffer` with the bytes of a range.
  func read(_ range: Range<Int>, into buffer: inout [UInt8]) throws(FAQError) {
    guard range.upperBound <= count else { throw .malformed }
    if buffer.count != range.count { buffer = [UInt8](repeating: 0, count: range.count) }
    if range.lowerBound >= written {
      let start = range.lowerBound - written
      buffer.replaceSubrange(0..., with: held[start..<start + range.count])
      return
    }
    let inFile = min(range.count, written - range.lowerBound)
    try readFile(at: range.lowerBound, count: inFile, into: &buffer)
    if inFile < range.count { buffer.replaceSubrange(inFile..., with: held[..<(range.count - inFile)]) }
  }

  private func readFile(at offset: Int, count: Int, into buffer: inout [UInt8]) throws(FAQError) {
    let handle = file
    let got = buffer.withUnsafeMutableBytes { bytes in
      var done = 0
      while done < count {
        let more = pread(handle, bytes.baseAddress! + done, count - done, off_t(offset + done))
        if more == 0 || more < 0 && errno != EINTR { return done }
        done += max(0, more)
      }
      return done
    }
    guard got == count else { throw .cannotSpool(folder, code: errno) }
  }

  /// Copies bytes from `offset` on; fewer only at the end.
  fileprivate func read(at offset: Int, into buffer: inout [UInt8]) throws(FAQError) {
    if offset >= written {
      let start = offset - written
      let end = min(held.count, start + buffer.count)
      buffer.removeSubrange(max(0, end - start)...)
      buffer.replaceSubrange(0..<(end - start), with: held[start..<end])
      return
    }
    let wanted = min(buffer.count, written - offset)
    try readFile(at: offset, count: wanted, into: &buffer)
    buffer.removeSubrange(wanted...)
  }
}

/// Reads a stretch of a ``Spool`` number by number.
struct SpoolReader {
  private static let bufferBytes = 1 << 15

  private let spool: Spool
  private var next: Int
  private let end: Int
  private var buffer: [UInt8] = []
  private var place = 0

  init(_ spool: Spool, from start: Int = 0, to end: Int? = nil) {
    self.spool = spool
    next = start
    self.end = end ?? spool.count
  }

  var isAtEnd: Bool { place == buffer.count && next >= end }

  mutating func readByte() throws(FAQError) -> UInt8 {
    if place == buffer.count {
      guard next < end else { throw .malformed }
      buffer = [UInt8](repeating: 0, count: min(Self.bufferBytes, end - next))
      try spool.read(at: next, into: &buffer)
      guard !buffer.isEmpty else { throw .malformed }
      next += buffer.count
      place = 0
    }
    defer { place += 1 }
    return buffer[place]
  }

  mutating func readVarint() throws(FAQError) -> UInt32 {
    var (value, shift) = (UInt32(0), UInt32(0))
    while true {
      let byte = try readByte()
      value |= UInt32(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
      guard shift < 35 else { throw .malformed }
    }
  }

  mutating func readBytes(_ count: Int) throws(FAQError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
      if place == buffer.count {
        bytes.append(try readByte())
      } else {
        let end = min(buffer.count, place + count - bytes.count)
        bytes += buffer[place..<end]
        place = end
      }
    }
    return bytes
  }
}
