import Formats

extension TableReader {
  /// Moves on to a row with something in it: spreadsheets save rows of separators alone.
  func nextFilled() throws(InputError) -> Bool {
    while try next() {
      if columns.names.indices.contains(where: { text($0) != nil }) { return true }
    }
    return false
  }

  /// A time, or `nil` for an empty field or no column.
  func time(_ column: Int?, _ times: TimeReader) throws(InputError) -> UnixTime? {
    guard let column, let text = text(column) else { return nil }
    do throws(TimeReader.Failure) { return try times.read(text) } catch {
      throw self.error(column, error.message)
    }
  }

  func amount(_ column: Int?) throws(InputError) -> Amount? {
    guard let column, let text = text(column) else { return nil }
    if Self.self == SpreadsheetReader.self, let amount = Amount(cell: text) { return amount }
    guard let amount = Amount(text) else { throw error(column, "'\(text.prefix(40))' is not an amount") }
    return amount
  }

  /// An e-mail address. One that is none is kept as it is, and told of: no guest can prove the order with it.
  func email(_ column: Int?, _ report: inout InputReport) -> String? {
    guard let column, let text = text(column) else { return nil }
    if !text.utf8.contains(UInt8(ascii: "@")) {
      report.warn(
        at: place(column), "'\(text.prefix(80))' is no e-mail address: no guest can prove the order with it")
    }
    return text
  }

  /// A whole number of pieces; `2.0` is 2. A line that takes pieces back has a negative one.
  func quantity(_ column: Int?) throws(InputError) -> Int? {
    guard let column, let text = text(column) else { return nil }
    guard let quantity = Quantity.read(text) else {
      throw error(column, "'\(text.prefix(40))' is not a quantity")
    }
    return quantity
  }
}

extension Amount {
  /// What a cell of a spreadsheet holds: `16.989999999999998` is 16.99. `nil` when it is no number, or beyond all sums.
  fileprivate init?(cell text: String) {
    guard let value = Double(text), abs(value) < 1e12 else { return nil }
    var (units, decimals) = (Int64((value * 10_000).rounded()), 4)
    while decimals > 2, units % 10 == 0 { (units, decimals) = (units / 10, decimals - 1) }
    self.init(
      units: decimals == 2 && units % 100 == 0 ? units / 100 : units,
      decimals: decimals == 2 && units % 100 == 0 ? 0 : decimals)
  }
}

enum Quantity {
  static func read(_ text: String) -> Int? {
    if let number = Double(text), let whole = Int(exactly: number) {
      return abs(whole) <= 1_000_000_000 ? whole : nil
    }
    // `2,00` of a European file.
    guard let amount = Amount(text), abs(amount.units) <= 1_000_000_000_000 else { return nil }
    var (units, decimals) = (amount.units, amount.decimals)
    while decimals > 0, units % 10 == 0 { (units, decimals) = (units / 10, decimals - 1) }
    return decimals == 0 && abs(units) <= 1_000_000_000 ? Int(units) : nil
  }
}
