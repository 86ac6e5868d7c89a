package import Formats

/// Brings order files into `orders.db`: all of them in one commit, or nothing.
package struct OrderImport: Sendable {
  package enum Format: String, Sendable, CaseIterable {
    /// Shopify's orders export.
    case shopify
    /// Any CSV, by its mapping.
    case csv
    /// The first visible sheet of an Excel workbook.
    case xlsx
    /// JSON Lines: the contract's order, or any shape by a mapping.
    case jsonl
  }

  package struct Options: Sendable {
    /// `nil`: by what the file holds.
    package var format: Format?
    /// `nil`: fields stand under their own names.
    package var mapping: OrderMapping?
    /// Remove all other orders in the same commit.
    package var replacesAll = false
    /// Check the files and change nothing.
    package var isDryRun = false
    /// Move all times by the same number of whole days, so that the newest order was placed within the day before
    /// this moment. Times of day stay, and a second import on the same day changes nothing.
    package var shiftsNewestTo: UnixTime?

    package init() {}
  }

  package struct Summary: Sendable, Equatable {
    package var orders = 0
    package var added = 0
    package var replaced = 0
    /// Orders without e-mail and customer id: only the operator can look them up.
    package var withoutProof = 0
    /// Orders without a digit in their number: no shopper can name them, for what is typed would be a word.
    package var withoutDigit = 0
    /// Days all times were moved by.
    package var shiftedDays = 0
    /// What the items are called, each once; of a dry run only, the first so many.
    package var itemNames: Set<String> = []
    package static let mostItemNames = 20_000
  }

  private let options: Options

  package init(_ options: Options = Options()) { self.options = options }

  /// Reads `paths` in order and writes what they hold.
  ///
  /// - Parameters:
  ///   - store: Not touched by a dry run, for which it may be `nil`.
  ///   - report: Gets every mistake and warning.
  /// - Returns: `nil` when there were mistakes; then nothing was changed.
  /// - Throws: What the database throws.
  package func run(_ paths: [String], into store: OrderStore?, report: inout InputReport) throws -> Summary? {
    var summary = Summary()
    var shift: Int64 = 0
    if let now = options.shiftsNewestTo {
      var newest: UnixTime?
      try read(paths, &report) { piece in
        newest = max(newest ?? .init(seconds: .min), piece.order.placedAt ?? .init(seconds: .min))
      }
      guard report.isClean else { return nil }
      // The second pass says it all again.
      report = InputReport()
      shift = Self.wholeDays(from: newest, to: now)
      summary.shiftedDays = Int(shift / UnixTime.secondsPerDay)
    }
    guard let store, !options.isDryRun else {
      try read(paths, &report) { piece in
        summary.count(piece.order, piece.isContinuation)
        for item in piece.order.items where summary.itemNames.count < Summary.mostItemNames {
          summary.itemNames.insert(item.name)
        }
      }
      return report.isClean ? summary : nil
    }
    do {
      try store.write { batch in
        if options.replacesAll { try batch.removeAll() }
        try read(paths, &report) { piece in try write(piece, shift, to: batch, &summary) }
        guard report.isClean else { throw Rejected() }
      }
    } catch is Rejected {
      return nil
    }
    return summary
  }

  /// Rolls back the commit of files with mistakes.
  private struct Rejected: Error {}

  /// Seconds of the whole days from the newest order to `now`; 0 without any date.
  static func wholeDays(from newest: UnixTime?, to now: UnixTime) -> Int64 {
    guard let newest, newest.seconds != .min else { return 0 }
    let (distance, day) = (now.seconds - newest.seconds, UnixTime.secondsPerDay)
    return (distance >= 0 ? distance / day : (distance - day + 1) / day) * day
  }

  private func write(
    _ piece: OrderAssembler.Piece, _ shift: Int64, to batch: OrderBatch, _ summary: inout Summary
  ) throws {
    let order = shift == 0 ? piece.order : piece.order.shifted(by: shift)
    do {
      if piece.isContinuation {
        try batch.merge(order)
      } else if try batch.upsert(order) == .added {
        summary.added += 1
      } else {
        summary.replaced += 1
      }
      summary.count(order, piece.isContinuation)
    } catch let error as OrderError {
      throw InputError(.value, at: piece.place, error.description)
    }
  }

  // MARK: Reading

  /// Hands every order of the files to `take`. Mistakes of the files, and `InputError`s that `take` throws, go into
  /// the report, and reading goes on as far as it can.
  private func read(
    _ paths: [String], _ report: inout InputReport, _ take: (OrderAssembler.Piece) throws -> Void
  ) throws {
    var assembler = OrderAssembler()
    var unmapped: Set<String> = []
    for path in paths {
      do {
        var lines = try lines(of: path, &report)
        var isMore = true
        while isMore {
          do {
            let line = try lines.next(&report)
            isMore = line != nil
            if let piece = try line == nil ? assembler.finish() : assembler.add(line!) { try take(piece) }
          } catch let error as InputError {
            // A status that nobody mapped is told once, not for every order that has it.
            if error.code != .schema || unmapped.insert(error.message).inserted { report.add(error) }
          }
        }
      } catch let error as InputError {
        report.add(error)
      }
    }
  }

  private func lines(of path: String, _ report: inout InputReport) throws(InputError) -> any OrderLineReader {
    let mapping = options.mapping
    let format = if let given = options.format { given } else { try Format(of: path) }
    switch format {
    case .jsonl:
      let list = try JSONListNodes(path: path)
      let nodes: any JSONNodes = if let list { list } else { try JSONLReader(path: path) }
      if let mapping, mapping.isFromFile { return MappedJSONLines(nodes, mapping) }
      return ForeignOrderLines(nodes, over: mapping)
    case .xlsx:
      return try lines(again: { () throws(InputError) in try SpreadsheetReader(path: path) }, &report)
    case .csv, .shopify:
      let csv = CSVReader.Options(delimiter: mapping?.delimiter, decodes: true)
      return try lines(again: { () throws(InputError) in try CSVReader(path: path, options: csv) }, &report)
    }
  }

  /// - Parameter again: Opens the table, and once more.
  private func lines<Reader: TableReader>(
    again: () throws(InputError) -> Reader, _ report: inout InputReport
  ) throws(InputError) -> any OrderLineReader {
    let (mapping, reader) = (options.mapping, try again())
    if reader.encoding != .utf8 {
      let title = reader.encoding.title
      report.warn(at: Place(wholeOf: reader.name), "the file is not UTF-8; it is read as \(title)")
    }
    let isShopify =
      options.format == .shopify
      || (options.format != .csv && mapping?.saysColumns != true && ShopifyLines.recognises(reader))
    if isShopify { return try ShopifyLines(reader, times: mapping?.times ?? TimeReader()) }
    return try MappedTableLines(reader, again: again, mapping ?? OrderMapping(), &report)
  }
}

extension OrderImport.Format {
  /// What a file is, by what it holds; its name decides only where that says nothing.
  init(of path: String) throws(InputError) {
    let sample = try FileSample(path: path)
    for (signature, what) in Self.strangers where sample.begins(with: signature) {
      throw InputError(.syntax, at: Place(wholeOf: path), what)
    }
    if sample.begins(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = .xlsx
      return
    }
    let name = path.lowercased()
    let first = sample.text.first { !$0.isWhitespace }
    let isJSON =
      first == "{" || first == "[" || [".jsonl", ".ndjson", ".json"].contains(where: name.hasSuffix)
    self = isJSON ? .jsonl : .csv
  }

  private static let strangers: [([UInt8], String)] = [
    (
      [0xD0, 0xCF, 0x11, 0xE0], "a spreadsheet of Excel 2003 or before (.xls); save it as .xlsx or as CSV"
    ),
    (Array("%PDF".utf8), "a PDF; orders are read from CSV, spreadsheets and JSON"),
    ([0x1F, 0x8B], "a packed file (gzip); unpack it first"),
  ]
}

extension OrderImport.Summary {
  fileprivate mutating func count(_ order: Order, _ isContinuation: Bool) {
    guard !isContinuation else { return }
    orders += 1
    if !order.isProvable { withoutProof += 1 }
    let hasDigit = order.number.utf8.contains { (0x30...0x39).contains($0) }
    if !hasDigit, !order.number.contains(where: \.isNumber) { withoutDigit += 1 }
  }
}
