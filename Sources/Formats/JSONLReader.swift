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
      if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      var parser = JSONParser(text, file: name, line: line)
      return try parser.parse()
    }
    return nil
  }

  /// The next line without its end, as a range of the window; `nil` at the end.
  private func nextLine() throws(InputError) -> Range<Int>? {
    var scanned = at
    while true {
      while scanned < window.end, window.base[scanned] != .lineFeed { scanned += 1 }
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
