/// Lines and columns counted over bytes: LF, CR LF and a lone CR each end a line.
struct TextPosition: Equatable {
  var line = 1
  var column = 1

  /// Moves over `bytes`, which are whole code points.
  mutating func advance(over bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
    var at = range.lowerBound
    while at < range.upperBound {
      let byte = bytes[at]
      at += 1
      if byte == 0x0A || byte == 0x0D {
        if byte == 0x0D, at < range.upperBound, bytes[at] == 0x0A { at += 1 }
        (line, column) = (line + 1, 1)
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
  }

  func place(in file: String) -> Place {
    Place(file: file, line: line, column: column)
  }
}
