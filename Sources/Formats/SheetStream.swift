/// The rows of one worksheet, one by one.
final class SheetStream {
  struct Cell {
    enum Kind { case shared, plain, boolean, error }
    /// From 1.
    let column: Int
    let kind: Kind
    let text: String
  }

  struct Row {
    /// From 1, as the spreadsheet shows it.
    let number: Int
    let cells: [Cell]
  }

  private let name: String
  private let stream: XMLStream
  private let counter: Counter
  private var number = 0

  private final class Counter { var bytes = 0 }

  /// Unpacked bytes read so far.
  var bytesRead: Int { counter.bytes }

  init(_ archive: ZipArchive, _ path: String) throws(InputError) {
    name = archive.name
    guard let entry = try archive.entry(path) else {
      throw InputError(.syntax, at: Place(wholeOf: archive.name), "'\(path)' is missing from the workbook")
    }
    let counter = Counter()
    self.counter = counter
    stream = try XMLStream(name: archive.name) { (buffer) throws(InputError) in
      let count = try entry.read(into: buffer)
      counter.bytes += count
      return count
    }
  }

  /// - Throws: ``InputError``; the sheet ends there.
  func next() throws(InputError) -> Row? {
    while let event = try stream.next() {
      guard case .start("row", let isEmpty) = event else { continue }
      let given = stream.attribute("r").flatMap { Int($0) } ?? number + 1
      guard given > number else { throw stream.error("row \(given) after row \(number)") }
      number = given
      if !isEmpty { return Row(number: number, cells: try cells()) }
    }
    return nil
  }

  private func cells() throws(InputError) -> [Cell] {
    var cells: [Cell] = []
    var (column, kind, text) = (0, Cell.Kind.plain, CellText())
    while let event = try stream.next() {
      text.take(event, stream)
      switch event {
      case .start("c", let isEmpty):
        column = try self.column(after: column)
        kind = Self.kind(stream.attribute("t"))
        _ = text.finish()
        if isEmpty { continue }
      case .end("c"):
        let text = text.finish()
        guard text.utf8.count <= CSVReader.maximumFieldBytes else {
          let limit = CSVReader.maximumFieldBytes >> 20
          throw InputError(
            .limit, at: Place(file: name, line: number, column: column),
            "the cell is longer than \(limit) MiB")
        }
        if !text.isEmpty { cells.append(Cell(column: column, kind: kind, text: text)) }
      case .end("row"): return cells
      default: continue
      }
    }
    return cells
  }

  private static func kind(_ type: String?) -> Cell.Kind {
    switch type {
    case "s": .shared
    case "b": .boolean
    case "e": .error
    default: .plain
    }
  }

  /// The column of a cell: `AB12` is in column 28; a cell without a reference follows the one before.
  private func column(after previous: Int) throws(InputError) -> Int {
    var column = 0
    for byte in stream.attribute("r")?.utf8 ?? "".utf8 {
      guard (0x41...0x5A).contains(byte) else { break }
      column = column * 26 + Int(byte) - 0x40
      if column > SpreadsheetReader.maximumColumns { break }
    }
    if column == 0 { column = previous + 1 }
    guard column > previous, column <= SpreadsheetReader.maximumColumns else {
      throw stream.error("a cell in a column that no sheet has, or twice in one")
    }
    return column
  }
}
