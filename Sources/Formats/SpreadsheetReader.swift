/// Streams the rows of the first visible sheet of a workbook (XLSX: ECMA-376, Office Open XML).
///
/// A place's line is the number of the row and its column that of the cell, as the spreadsheet shows them. The first
/// row that is not empty is the header; empty rows are passed over. Formulas give the value they had when the file was
/// saved. Memory is bounded: the shared strings (256 MiB at most) and one row.
package final class SpreadsheetReader: TableReader {
  /// The most columns a sheet has.
  static let maximumColumns = 16_384

  package let name: String
  package private(set) var columns: TableHeader
  /// Days between 30 December 1899 and the day that its serial dates count from: 1,462 in a workbook of Excel for Mac
  /// that counts from 1904 (ECMA-376 §18.17.4.1).
  package let serialShift: Int
  private let archive: ZipArchive
  private let strings: SharedStrings
  private let sheet: SheetStream
  /// The cells of the row, by column.
  private var cells: [Int: String] = [:]
  private var row = 0
  private var isOver = false

  /// - Throws: ``InputError``: not a workbook, damaged, beyond the bounds, or without a header.
  package init(path: String) throws(InputError) {
    name = path
    columns = TableHeader(file: path)
    archive = try ZipArchive(path: path)
    let workbook = try WorkbookParts(archive)
    serialShift = workbook.countsFrom1904 ? 1_462 : 0
    strings = try SharedStrings(archive, workbook.sharedStrings)
    sheet = try SheetStream(archive, workbook.sheet)
    guard try nextRow() else { throw InputError(.schema, at: Place(wholeOf: path), "no header row") }
    for column in 1...(cells.keys.max() ?? 1) {
      columns.add(Self.trimmed(cells[column] ?? ""), at: Place(file: path, line: row, column: column))
    }
  }

  package func next() throws(InputError) -> Bool {
    guard try nextRow() else { return false }
    let width = columns.names.count
    if let beyond = cells.keys.filter({ $0 > width }).min() {
      throw InputError(
        .schema, at: Place(file: name, line: row, column: beyond),
        "a cell without a column name above it")
    }
    return true
  }

  /// Reads on to a row with something in it.
  private func nextRow() throws(InputError) -> Bool {
    while let found = try nextFound() {
      row = found.number
      cells.removeAll(keepingCapacity: true)
      var mistake: InputError?
      for cell in found.cells {
        let place = Place(file: name, line: row, column: cell.column)
        switch cell.kind {
        case .shared:
          guard let text = Int(cell.text).flatMap(strings.text) else {
            mistake = mistake ?? InputError(.value, at: place, "the cell's text is missing from the file")
            continue
          }
          cells[cell.column] = text
        case .error:
          mistake = mistake ?? InputError(.value, at: place, "the cell holds the error \(cell.text)")
        case .boolean: cells[cell.column] = cell.text == "1" ? "true" : "false"
        case .plain: cells[cell.column] = cell.text
        }
      }
      cells = cells.filter { !Self.trimmed($0.value).isEmpty }
      if let mistake { throw mistake }
      if !cells.isEmpty { return true }
    }
    return false
  }

  /// After a mistake in the XML there is no next row.
  private func nextFound() throws(InputError) -> SheetStream.Row? {
    guard !isOver else { return nil }
    isOver = true
    let found = try sheet.next()
    isOver = found == nil
    return found
  }

  package func text(_ column: Int?) -> String? {
    guard let column, var text = cells[column + 1] else { return nil }
    // An export's defused formula, saved again by a spreadsheet.
    if text.withUTF8(CSVWriter.isDefused) { text.removeFirst() }
    return Self.trimmed(text)
  }

  package var rowPlace: Place { Place(file: name, line: row, column: 1) }
  package func place(_ column: Int) -> Place { Place(file: name, line: row, column: column + 1) }
  package var encoding: TextEncoding { .utf8 }
  package var progress: (bytesRead: Int, size: Int?) { (sheet.bytesRead, nil) }

  private static func trimmed(_ text: String) -> String {
    let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    let utf8 = text.utf8.drop(while: isBlank)
    guard let end = utf8.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(Substring(utf8[...end]))
  }
}

/// Which parts of the package are the sheet to read and the strings it shares.
private struct WorkbookParts {
  var sheet = ""
  var sharedStrings: String?
  var countsFrom1904 = false

  init(_ archive: ZipArchive) throws(InputError) {
    guard let entry = try archive.entry("xl/workbook.xml") else {
      throw InputError(
        .syntax, at: Place(wholeOf: archive.name), "a ZIP file, but not an Excel workbook (.xlsx)")
    }
    let relation = try firstSheet(XMLStream(name: archive.name, reading: entry.read))
    var targets: [String: String] = [:]
    if let relations = try archive.entry("xl/_rels/workbook.xml.rels") {
      let stream = try XMLStream(name: archive.name, reading: relations.read)
      while let event = try stream.next() {
        guard case .start("Relationship", _) = event, let target = stream.attribute("Target") else {
          continue
        }
        let path = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
        if let id = stream.attribute("Id") { targets[id] = path }
        if stream.attribute("Type")?.hasSuffix("/sharedStrings") == true { sharedStrings = path }
      }
    }
    sheet = targets[relation] ?? "xl/worksheets/sheet1.xml"
  }

  private mutating func firstSheet(_ stream: XMLStream) throws(InputError) -> String {
    while let event = try stream.next() {
      if case .start("workbookPr", _) = event {
        countsFrom1904 = ["1", "true", "on"].contains(stream.attribute("date1904") ?? "")
      }
      guard case .start("sheet", _) = event else { continue }
      if ["hidden", "veryHidden"].contains(stream.attribute("state") ?? "") { continue }
      // The sheet's own id is a number; its relation is `r:id`.
      if let relation = stream.attribute("id") { return relation }
    }
    throw stream.error("no visible sheet in the workbook")
  }
}

/// The texts that cells refer to by number, end to end in one block of memory.
private struct SharedStrings {
  static let maximumBytes = 256 << 20
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  init(_ archive: ZipArchive, _ path: String?) throws(InputError) {
    guard let entry = try archive.entry(path ?? "xl/sharedStrings.xml") else { return }
    let stream = try XMLStream(name: archive.name, reading: entry.read)
    var text = CellText()
    while let event = try stream.next() {
      text.take(event, stream)
      switch event {
      case .start("si", isEmpty: true): ends.append(bytes.count)
      case .end("si"):
        bytes += text.finish().utf8
        ends.append(bytes.count)
        guard bytes.count <= Self.maximumBytes else {
          throw InputError(
            .limit, at: Place(wholeOf: archive.name), "more than \(Self.maximumBytes >> 20) MiB of text")
        }
      default: continue
      }
    }
  }

  func text(_ index: Int) -> String? {
    guard ends.indices.contains(index) else { return nil }
    return String(decoding: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]], as: UTF8.self)
  }
}

/// Puts a text together from its runs; how it is spoken (`rPh`) is left out.
struct CellText {
  private var text = ""
  private var isInText = false
  private var spoken = 0

  mutating func take(_ event: XMLStream.Event, _ stream: XMLStream) {
    switch event {
    case .start("t", isEmpty: false), .start("v", isEmpty: false): isInText = spoken == 0
    case .end("t"), .end("v"): isInText = false
    case .start("rPh", isEmpty: false): spoken += 1
    case .end("rPh"): spoken -= 1
    case .text: if isInText { text += stream.text }
    default: return
    }
  }

  /// The text, its `_x000D_` escapes undone (ECMA-376, ST_Xstring); then it is empty again.
  mutating func finish() -> String {
    defer { text = "" }
    guard text.contains("_x") else { return text }
    var (plain, rest) = ("", text[...])
    while let start = rest.firstRange(of: "_x") {
      plain += rest[..<start.lowerBound]
      let digits = rest[start.upperBound...].prefix(4)
      let after = rest[start.upperBound...].dropFirst(4)
      if digits.count == 4, after.first == "_", digits.allSatisfy(\.isHexDigit),
        let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
      {
        plain.unicodeScalars.append(scalar)
        rest = after.dropFirst()
      } else {
        plain += "_x"
        rest = rest[start.upperBound...]
      }
    }
    return plain + rest
  }
}
