/// Streams the rows of a CSV file (RFC 4180) with the place of every field.
///
/// The first record is the header; rows must have as many fields. Blank lines are skipped. LF, CR LF and a lone CR
/// end a row; a quote inside an unquoted field is a plain character. Memory is bounded whatever the file holds
/// (4 MiB a row, 1 MiB a field); plain data passes at several hundred MB/s, because a field is a range of bytes
/// until somebody asks for a `String`. Not thread-safe.
package final class CSVReader {
  package struct Options: Sendable {
    /// `nil`: whichever of `,` `;` TAB the header has most of; a first line `sep=;` decides too.
    package var delimiter: UInt8?
    /// Undo ``CSVWriter/Options/defusesFormulas``: `'=1` reads as `=1`.
    package var undoesDefusing = false

    package init(delimiter: UInt8? = nil, undoesDefusing: Bool = false) {
      self.delimiter = delimiter
      self.undoesDefusing = undoesDefusing
    }
  }

  /// Longest field, in bytes.
  package static let maximumFieldBytes = 1 << 20

  /// The file's path, or the name of the bytes.
  package var name: String { scanner.name }
  package let delimiter: UInt8
  /// Column names as written, trimmed.
  package private(set) var header: [String] = []
  private var headerPlaces: [Place] = []
  private var columns: [String: Int] = [:]
  private var repeated: Set<String> = []
  private let scanner: CSVScanner
  private let undoesDefusing: Bool

  /// - Throws: ``InputError``: unreadable or empty file, bad encoding, or a broken header.
  package convenience init(path: String, options: Options = Options()) throws(InputError) {
    try self.init(ByteWindow(path: path), options)
  }

  package convenience init(name: String, bytes: [UInt8], options: Options = Options()) throws(InputError) {
    try self.init(ByteWindow(name: name, bytes: bytes), options)
  }

  init(_ window: ByteWindow, _ options: Options) throws(InputError) {
    scanner = CSVScanner(window)
    delimiter = try scanner.detectDelimiter(options.delimiter)
    undoesDefusing = options.undoesDefusing
    guard try scanner.next() else {
      throw InputError(.schema, at: scanner.recordPlace, "no header row")
    }
    for column in 0..<scanner.fields.count {
      let written = Self.trimmed(scanner.bytes(column))
      header.append(written)
      headerPlaces.append(scanner.place(ofField: column))
      let key = written.lowercased()
      if columns[key] == nil { columns[key] = column } else { repeated.insert(key) }
    }
  }

  // MARK: Columns

  /// The column under one of `names`, tried in order, compared trimmed and without case; `nil` if there is none.
  ///
  /// - Throws: ``InputError`` when the column stands twice in the header.
  package func column(_ names: [String]) throws(InputError) -> Int? {
    for name in names {
      let key = name.lowercased()
      guard let column = columns[key] else { continue }
      guard !repeated.contains(key) else {
        throw InputError(.duplicate, at: headerPlaces[column], "column '\(header[column])' is there twice")
      }
      return column
    }
    return nil
  }

  package func column(_ names: String...) throws(InputError) -> Int? {
    try column(names)
  }

  /// As ``column(_:)-(String...)``; a missing column is an error that names the ones there are.
  package func requiredColumn(_ names: String...) throws(InputError) -> Int {
    if let column = try column(names) { return column }
    let place = headerPlaces.first ?? Place(file: name, line: 1, column: 1)
    let present = header.map { "'\($0)'" }.joined(separator: ", ")
    throw InputError(.schema, at: place, "missing column '\(names[0])'; the columns are \(present)")
  }

  /// One warning for each column whose name is not among `known`.
  package func warnOfUnknownColumns(known: [String], in report: inout InputReport) {
    let known = Set(known.map { $0.lowercased() })
    for (name, place) in zip(header, headerPlaces) where !known.contains(name.lowercased()) {
      report.warn(at: place, "unknown column '\(name)' is ignored")
    }
  }

  /// Where the header names column `column`.
  package func headerPlace(_ column: Int) -> Place { headerPlaces[column] }

  // MARK: Rows

  /// Moves to the next row; `false` at the end of the file.
  ///
  /// - Throws: ``InputError``: bad encoding, a broken quote, a field or row too long, or a row whose number of
  ///   fields is not the header's. After a ragged row the next call goes on; after any other error it says
  ///   `false`, for where the next row begins is not known.
  package func next() throws(InputError) -> Bool {
    guard try scanner.next() else { return false }
    let (found, wanted) = (scanner.fields.count, header.count)
    guard found == wanted else {
      let place = found > wanted ? scanner.place(ofField: wanted) : scanner.recordPlace
      throw InputError(.schema, at: place, "the row has \(found) fields, the header has \(wanted)")
    }
    return true
  }

  /// The field's bytes, unquoted; valid until the next call of ``next()``.
  @inline(__always)
  package func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8> {
    let bytes = scanner.bytes(column)
    guard undoesDefusing, CSVWriter.isDefused(bytes) else { return bytes }
    return UnsafeBufferPointer(rebasing: bytes[1...])
  }

  /// The field's text, unquoted, as it stands.
  package func string(_ column: Int) -> String {
    String(decoding: bytes(column), as: UTF8.self)
  }

  /// The field's text without blanks around it; `nil` when nothing is left, or `column` is `nil`.
  package func text(_ column: Int?) -> String? {
    guard let column else { return nil }
    let text = Self.trimmed(bytes(column))
    return text.isEmpty ? nil : text
  }

  /// Where the row begins.
  package var rowPlace: Place { scanner.recordPlace }

  /// Where the field begins, its quote included. Costs a pass over the row: for messages.
  package func place(_ column: Int) -> Place { scanner.place(ofField: column) }

  /// A mistake in a field of this row.
  package func error(_ column: Int, _ message: String, _ code: InputError.Code = .value) -> InputError {
    InputError(code, at: place(column), message)
  }

  private static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var (start, end) = (0, bytes.count)
    while start < end, bytes[start] == 0x20 || (0x09...0x0D).contains(bytes[start]) { start += 1 }
    while start < end, bytes[end - 1] == 0x20 || (0x09...0x0D).contains(bytes[end - 1]) { end -= 1 }
    return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
  }
}
