/// Streams the rows of a CSV file (RFC 4180) with the place of every field.
///
/// The first record is the header; rows must have as many fields. Blank lines are skipped. LF, CR LF and a lone CR
/// end a row; a quote inside an unquoted field is a plain character. Memory is bounded whatever the file holds
/// (4 MiB a row, 1 MiB a field); plain data passes at several hundred MB/s, because a field is a range of bytes
/// until somebody asks for a `String`. Not thread-safe.
package final class CSVReader: TableReader {
  package struct Options: Sendable {
    /// `nil`: whichever of `,` `;` TAB the header has most of; a first line `sep=;` decides too.
    package var delimiter: UInt8?
    /// Undo ``CSVWriter/Options/defusesFormulas``: `'=1` reads as `=1`.
    package var undoesDefusing = false
    /// Read Windows-1252 and UTF-16 too, as spreadsheets write them; else anything but UTF-8 is a mistake.
    package var decodes = false

    package init(delimiter: UInt8? = nil, undoesDefusing: Bool = false, decodes: Bool = false) {
      self.delimiter = delimiter
      self.undoesDefusing = undoesDefusing
      self.decodes = decodes
    }
  }

  /// Longest field, in bytes.
  package static let maximumFieldBytes = 1 << 20

  /// The file's path, or the name of the bytes.
  package var name: String { scanner.name }
  package let delimiter: UInt8
  package private(set) var columns: TableHeader
  private let scanner: CSVScanner
  private let undoesDefusing: Bool

  /// - Throws: ``InputError``: unreadable or empty file, bad encoding, or a broken header.
  package convenience init(path: String, options: Options = Options()) throws(InputError) {
    try self.init(ByteWindow(path: path, decodes: options.decodes), options)
  }

  package convenience init(name: String, bytes: [UInt8], options: Options = Options()) throws(InputError) {
    try self.init(ByteWindow(name: name, bytes: bytes, decodes: options.decodes), options)
  }

  init(_ window: ByteWindow, _ options: Options) throws(InputError) {
    scanner = CSVScanner(window)
    columns = TableHeader(file: window.name)
    delimiter = try scanner.detectDelimiter(options.delimiter)
    undoesDefusing = options.undoesDefusing
    guard try scanner.next() else {
      throw InputError(.schema, at: scanner.recordPlace, "no header row")
    }
    for column in 0..<scanner.fields.count {
      columns.add(Self.trimmed(scanner.bytes(column)), at: scanner.place(ofField: column))
    }
  }

  // MARK: Columns

  /// Column names as written, trimmed.
  package var header: [String] { columns.names }

  /// See ``TableHeader/column(_:)``.
  package func column(_ names: [String]) throws(InputError) -> Int? { try columns.column(names) }

  package func column(_ names: String...) throws(InputError) -> Int? {
    try column(names)
  }

  /// See ``TableHeader/required(_:)``.
  package func requiredColumn(_ names: String...) throws(InputError) -> Int { try columns.required(names) }

  /// See ``TableHeader/warnOfUnknown(known:in:)``.
  package func warnOfUnknownColumns(known: [String], in report: inout InputReport) {
    columns.warnOfUnknown(known: known, in: &report)
  }

  /// Where the header names column `column`.
  package func headerPlace(_ column: Int) -> Place { columns.place(column) }

  // MARK: Rows

  /// Moves to the next row; `false` at the end of the file.
  ///
  /// - Throws: ``InputError``: bad encoding, a broken quote, a field or row too long, or a row whose number of
  ///   fields is not the header's. After a ragged row the next call goes on; after any other error it says
  ///   `false`, for where the next row begins is not known.
  package func next() throws(InputError) -> Bool {
    guard try scanner.next() else { return false }
    let (found, wanted) = (scanner.fields.count, columns.names.count)
    guard found == wanted else {
      let place = found > wanted ? scanner.place(ofField: wanted) : scanner.recordPlace
      throw InputError(.schema, at: place, "the row has \(found.counted("field")), the header has \(wanted)")
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

  package var encoding: TextEncoding { scanner.encoding }
  package var progress: (bytesRead: Int, size: Int?) { scanner.progress }

  /// Where the row begins.
  package var rowPlace: Place { scanner.recordPlace }

  /// Where the field begins, its quote included. Costs a pass over the row: for messages.
  package func place(_ column: Int) -> Place { scanner.place(ofField: column) }

  private static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var (start, end) = (0, bytes.count)
    while start < end, bytes[start] == 0x20 || (0x09...0x0D).contains(bytes[start]) { start += 1 }
    while start < end, bytes[end - 1] == 0x20 || (0x09...0x0D).contains(bytes[end - 1]) { end -= 1 }
    return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
  }
}
