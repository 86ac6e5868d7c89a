/// A whole text file in memory, checked: valid UTF-8, no NUL, not empty, of bounded size. A BOM is dropped.
package struct SourceFile: Sendable {
  /// Largest file taken into memory whole, in bytes. Data files stream instead (``CSVReader``, ``JSONLReader``).
  package static let maximumBytes = 64 << 20

  package let name: String
  /// Without BOM.
  package let bytes: [UInt8]

  /// - Throws: ``InputError``: unreadable, too large, not UTF-8, NUL inside, or empty.
  package init(path: String, maximumBytes: Int = Self.maximumBytes) throws(InputError) {
    try self.init(name: path, bytes: Self.contents(of: path, limit: maximumBytes))
  }

  /// Bytes that did not come from a file, under a name for error messages.
  package init(name: String, bytes: [UInt8]) throws(InputError) {
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    self.init(unchecked: name, body)
    if let fault = body.withUnsafeBytes({ TextCheck($0, isComplete: true) }).fault {
      throw fault.error(at: place(ofByte: fault.offset))
    }
    guard !body.isEmpty else {
      throw InputError(.syntax, at: place(ofByte: 0), "the file is empty")
    }
  }

  package init(name: String, text: String) throws(InputError) {
    try self.init(name: name, bytes: Array(text.utf8))
  }

  private init(unchecked name: String, _ bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Where the byte at `offset` stands. O(offset): for messages, not for loops.
  package func place(ofByte offset: Int) -> Place {
    var position = TextPosition()
    bytes.withUnsafeBufferPointer { position.advance(over: $0, in: 0..<min(offset, $0.count)) }
    return position.place(in: name)
  }

  static func contents(of path: String, limit: Int) throws(InputError) -> [UInt8] {
    let file = try InputFile(path: path)
    let tooLarge = InputError(
      .limit, at: Place(file: path, line: 1, column: 1), "the file is larger than \(limit >> 20) MiB")
    guard file.size <= limit else { throw tooLarge }
    let chunk = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(file.size + 1, 1 << 20), alignment: 8)
    defer { chunk.deallocate() }
    var bytes: [UInt8] = []
    while true {
      let count = try file.read(into: chunk)
      bytes += chunk[..<count]
      guard bytes.count <= limit else { throw tooLarge }
      guard count == chunk.count else { return bytes }
    }
  }
}
