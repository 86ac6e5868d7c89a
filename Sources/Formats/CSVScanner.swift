/// Cuts a window of bytes into CSV records and fields.
final class CSVScanner {
  /// A field of the current record: where its raw text begins in the window, and its value.
  struct Field {
    /// Offset of its first byte in the window, the quote included.
    let raw: Int
    /// Offset of the value: in the window, or in `unquoted` when doubled quotes had to go.
    let start: Int
    let count: Int
    let isUnquoted: Bool
  }

  // Unchecked exclusivity: no call passes these on by reference, and the checks cost a third of the reading time.
  @exclusivity(unchecked) private(set) var fields: [Field] = []
  private let window: ByteWindow
  private var delimiter: UInt8 = 0x2C
  /// Where the current record begins in the window, and in the file.
  @exclusivity(unchecked) private var recordStart = 0
  private var recordPosition = TextPosition()
  /// The first byte after the current record.
  @exclusivity(unchecked) private var recordEnd = 0
  private var isOver = false
  /// A field of the current record is in quotes.
  private var hasQuotes = false
  /// Values of the current record that held doubled quotes.
  @exclusivity(unchecked) private var unquoted: UnsafeMutablePointer<UInt8>?
  private var unquotedCapacity = 0
  private var unquotedCount = 0

  init(_ window: ByteWindow) { self.window = window }

  deinit { unquoted?.deallocate() }

  var name: String { window.name }
  var encoding: TextEncoding { window.encoding }
  var progress: (bytesRead: Int, size: Int?) { window.progress }

  var recordPlace: Place { recordPosition.place(in: name) }

  @inline(__always)
  func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8> {
    let field = fields[column]
    let base = field.isUnquoted ? UnsafePointer(unquoted!) : UnsafePointer(window.base)
    return UnsafeBufferPointer(start: base + field.start, count: field.count)
  }

  func place(ofField column: Int) -> Place { place(ofByte: fields[column].raw) }

  /// Settles the delimiter before the first record.
  func detectDelimiter(_ given: UInt8?) throws(InputError) -> UInt8 {
    let declared = declaredDelimiter()
    delimiter = given ?? declared ?? mostFrequentDelimiter()
    return delimiter
  }

  /// Reads the next record that is not blank; `false` at the end, and after a mistake that lost the thread.
  func next() throws(InputError) -> Bool {
    guard !isOver else { return false }
    isOver = true
    let found = try readRecord()
    isOver = !found
    return found
  }

  private func readRecord() throws(InputError) -> Bool {
    if hasQuotes {
      // Line ends may stand inside the record.
      recordPosition.advance(over: window.text, in: recordStart..<recordEnd)
    } else if !fields.isEmpty {
      recordPosition.line += 1
    }
    recordStart = recordEnd
    while true {
      switch try scan() {
      case .record: return true
      case .end: return false
      case .needsMore:
        try refuseIfFull()
        try window.slide(to: recordStart)
        (recordStart, recordEnd) = (0, 0)
      }
    }
  }

  // MARK: One record

  private enum Outcome { case record, end, needsMore }

  private func scan() throws(InputError) -> Outcome {
    fields.removeAll(keepingCapacity: true)
    (unquotedCount, hasQuotes) = (0, false)
    let (base, end, isAtEnd, delimiter) = (window.base, window.end, window.isAtEnd, delimiter)
    var at = recordStart
    while at < end, base[at].isLineEnd {
      // A blank line: not a record of one empty field.
      at += 1
      recordPosition.advance(over: window.text, in: recordStart..<at)
      if base[at - 1] == .carriageReturn, at < end, base[at] == .lineFeed { at += 1 }
      recordStart = at
    }
    guard at < end else { return try isAtEnd ? finish() : .needsMore }
    while true {
      let fieldStart = at
      if base[at] == .quote {
        guard let after = try scanQuoted(from: at) else { return .needsMore }
        at = after
      } else {
        while at < end, base[at] != delimiter, !base[at].isLineEnd { at += 1 }
        if at == end, !isAtEnd { return .needsMore }
        try add(Field(raw: fieldStart, start: fieldStart, count: at - fieldStart, isUnquoted: false))
      }
      if at < end, base[at] == delimiter {
        at += 1
        if at < end { continue }
        guard isAtEnd else { return .needsMore }
        try add(Field(raw: at, start: at, count: 0, isUnquoted: false))
      }
      return try close(at)
    }
  }

  /// The record's text ended at `at`: takes its line end too.
  private func close(_ at: Int) throws(InputError) -> Outcome {
    var at = at
    if at == window.end {
      // Text after which a fault stands is not a whole record.
      if let fault = window.fault { throw error(fault, at) }
    } else if window.base[at] == .lineFeed {
      at += 1
    } else {
      at += 1
      if at == window.end, !window.isAtEnd { return .needsMore }
      if at < window.end, window.base[at] == .lineFeed { at += 1 }
    }
    recordEnd = at
    return .record
  }

  private func finish() throws(InputError) -> Outcome {
    recordEnd = window.end
    if let fault = window.fault { throw error(fault, window.end) }
    return .end
  }

  private func error(_ fault: TextFault.Kind, _ at: Int) -> InputError {
    TextFault(offset: at, kind: fault).error(at: place(ofByte: at))
  }

  /// Reads the quoted field whose opening quote is at `open`.
  ///
  /// - Returns: The offset after it; `nil` when the window ends first.
  private func scanQuoted(from open: Int) throws(InputError) -> Int? {
    let (base, end) = (window.base, window.end)
    hasQuotes = true
    var at = open + 1
    var doubled = 0
    while true {
      while at < end, base[at] != .quote { at += 1 }
      guard at < end else {
        guard window.isAtEnd else { return nil }
        if let fault = window.fault { throw error(fault, end) }
        throw InputError(.syntax, at: place(ofByte: open), "the quote opened here is never closed")
      }
      if at + 1 == end, !window.isAtEnd { return nil }
      guard at + 1 < end, base[at + 1] == .quote else { break }
      doubled += 1
      at += 2
    }
    let value = open + 1..<at
    at += 1
    guard at == end || base[at] == delimiter || base[at].isLineEnd else {
      throw InputError(.syntax, at: place(ofByte: at), "text after a closing quote")
    }
    if doubled == 0 {
      try add(Field(raw: open, start: value.lowerBound, count: value.count, isUnquoted: false))
    } else {
      let start = unquotedCount
      unquote(value)
      try add(Field(raw: open, start: start, count: unquotedCount - start, isUnquoted: true))
    }
    return at
  }

  private func unquote(_ value: Range<Int>) {
    if unquotedCapacity < window.capacity {
      // The record fits in the window, and nothing of it is in here yet or all of it was sized for this window.
      unquoted?.deallocate()
      unquotedCapacity = window.capacity
      unquoted = .allocate(capacity: unquotedCapacity)
    }
    let (source, target) = (window.base, unquoted!)
    var at = value.lowerBound
    while at < value.upperBound {
      target[unquotedCount] = source[at]
      unquotedCount += 1
      at += source[at] == .quote ? 2 : 1
    }
  }

  private func add(_ field: Field) throws(InputError) {
    guard field.count <= CSVReader.maximumFieldBytes else {
      let limit = CSVReader.maximumFieldBytes >> 20
      throw InputError(.limit, at: place(ofByte: field.raw), "the field is longer than \(limit) MiB")
    }
    fields.append(field)
  }

  /// A record that does not fit in the largest window is refused where its last field began.
  private func refuseIfFull() throws(InputError) {
    guard window.isFull, recordStart == 0 else { return }
    let limit = ByteWindow.maximumCapacity >> 20
    throw InputError(
      .limit, at: recordPlace, "the row is longer than \(limit) MiB (or a quote is never closed)")
  }

  /// Counts lines and columns from the record's start: for messages.
  private func place(ofByte offset: Int) -> Place {
    var position = recordPosition
    position.advance(over: window.text, in: recordStart..<offset)
    return position.place(in: name)
  }

  // MARK: Delimiter

  /// A first line `sep=;`, as Excel writes it; the line is consumed.
  private func declaredDelimiter() -> UInt8? {
    let text = window.text
    let lead: [UInt8] = [0x73, 0x65, 0x70, 0x3D]
    guard text.count > 5, text.prefix(4).elementsEqual(lead), text[5].isLineEnd else { return nil }
    recordEnd = text[5] == .carriageReturn && text.count > 6 && text[6] == .lineFeed ? 7 : 6
    recordPosition.line += 1
    return text[4]
  }

  private func mostFrequentDelimiter() -> UInt8 {
    let text = window.text
    var counts: (comma: Int, semicolon: Int, tab: Int) = (0, 0, 0)
    var isQuoted = false
    for at in recordEnd..<text.count {
      let byte = text[at]
      if byte == .quote { isQuoted.toggle() }
      if isQuoted { continue }
      if byte.isLineEnd { break }
      if byte == 0x2C { counts.comma += 1 }
      if byte == 0x3B { counts.semicolon += 1 }
      if byte == 0x09 { counts.tab += 1 }
    }
    if counts.semicolon > max(counts.comma, counts.tab) { return 0x3B }
    return counts.tab > counts.comma ? 0x09 : 0x2C
  }
}

extension UInt8 {
  static let quote = UInt8(ascii: "\"")
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D

  @inline(__always)
  var isLineEnd: Bool { self == 0x0A || self == 0x0D }
}
