private import Glibc

/// Streams the values of a JSON Lines file, one JSON text a line; blank lines are skipped.
///
/// Memory is bounded: a line longer than ``maximumLineBytes`` is refused with its place.
package final class JSONLReader {
  /// Longest line, in bytes.
  package static let maximumLineBytes = 1 << 20

  private let window: ByteWindow
  /// The first byte not yet read, and the number of its line.
  private var at = 0
  private var line = 1
  private var isOver = false
  /// A mistake behind the lines that were handed over.
  private var pending: InputError?

  /// - Throws: ``InputError``: unreadable, empty, or bad text at its start.
  package convenience init(path: String) throws(InputError) { self.init(try ByteWindow(path: path)) }

  package convenience init(name: String, bytes: [UInt8]) throws(InputError) {
    self.init(try ByteWindow(name: name, bytes: bytes))
  }

  init(_ window: ByteWindow) { self.window = window }

  package var name: String { window.name }
  /// How far the file was read, and how long it is as far as that is known; in bytes.
  package var progress: (bytesRead: Int, size: Int?) { window.progress }

  /// The next value; `nil` at the end.
  ///
  /// - Throws: ``InputError``. After a mistake inside a line the next call goes on with the line after it; after
  ///   bad encoding or a line too long it says `nil`.
  package func next() throws(InputError) -> JSONNode? {
    while !isOver {
      isOver = true
      guard let range = try nextLine() else { return nil }
      isOver = false
      let text = UnsafeBufferPointer(rebasing: window.text[range])
      defer { line += 1 }
      if text.isBlank { continue }
      var parser = JSONParser(text, file: name, line: line)
      return try parser.parse()
    }
    return nil
  }

  /// Some whole lines, to be read on any thread.
  package struct Block: Sendable {
    fileprivate let name: String
    /// Number of the first one.
    fileprivate let line: Int
    /// Each with a line feed behind it.
    package fileprivate(set) var bytes: [UInt8] = []

    /// Hands over the value of each line that is not blank, or what is wrong with it.
    package func forEachValue(_ body: (Result<JSONNode, InputError>) -> Void) {
      bytes.withUnsafeBufferPointer { bytes in
        var (start, line) = (0, line)
        while start < bytes.count {
          let end = bytes.lineEnd(from: start)
          let text = UnsafeBufferPointer(rebasing: bytes[start..<end])
          if !text.isBlank {
            var parser = JSONParser(text, file: name, line: line)
            body(Result { () throws(InputError) in try parser.parse() })
          }
          (start, line) = (end + 1, line + 1)
        }
      }
    }
  }

  /// The next lines, a little more than so many bytes of them unless the file ends; `nil` at the end.
  ///
  /// - Throws: ``InputError`` for bad encoding and a line too long, once all lines before were handed over; then `nil`.
  package func nextBlock(bytes: Int = 64 << 10) throws(InputError) -> Block? {
    if let error = pending {
      pending = nil
      throw error
    }
    var block = Block(name: name, line: line)
    while !isOver, block.bytes.count < bytes {
      do throws(InputError) {
        guard let range = try nextLine() else {
          isOver = true
          break
        }
        block.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: window.text[range]))
        block.bytes.append(.lineFeed)
        line += 1
      } catch {
        isOver = true
        if block.bytes.isEmpty { throw error }
        pending = error
      }
    }
    return block.bytes.isEmpty ? nil : block
  }

  /// The next line without its end, as a range of the window; `nil` at the end.
  private func nextLine() throws(InputError) -> Range<Int>? {
    var scanned = at
    while true {
      scanned = window.text.lineEnd(from: scanned)
      guard scanned - at <= Self.maximumLineBytes else {
        let limit = Self.maximumLineBytes >> 20
        throw InputError(.limit, at: place(at), "the line is longer than \(limit) MiB")
      }
      if scanned < window.end {
        defer { at = scanned + 1 }
        return at..<scanned
      }
      if window.isAtEnd {
        if let fault = window.fault {
          throw TextFault(offset: scanned, kind: fault).error(at: place(scanned))
        }
        defer { at = scanned }
        return at < scanned ? at..<scanned : nil
      }
      scanned -= at
      try window.slide(to: at)
      at = 0
    }
  }

  private func place(_ offset: Int) -> Place {
    var position = TextPosition(line: line, column: 1)
    position.advance(over: window.text, in: at..<offset)
    return position.place(in: name)
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate var isBlank: Bool { allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }

  /// Where the next line feed stands, or where the bytes end.
  fileprivate func lineEnd(from start: Int) -> Int {
    guard start < count, let base = baseAddress,
      let found = memchr(base + start, CInt(UInt8.lineFeed), count - start)
    else { return count }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}
