import Formats

extension CSVReader {
  /// A time, or `nil` for an empty field or no column.
  func time(_ column: Int?, _ times: TimeReader) throws(InputError) -> UnixTime? {
    guard let column, let text = text(column) else { return nil }
    do throws(TimeReader.Failure) { return try times.read(text) } catch {
      throw self.error(column, error.message)
    }
  }

  func amount(_ column: Int?) throws(InputError) -> Amount? {
    guard let column, let text = text(column) else { return nil }
    guard let amount = Amount(text) else { throw error(column, "'\(text.prefix(40))' is not an amount") }
    return amount
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

enum Quantity {
  static func read(_ text: String) -> Int? {
    guard let number = Double(text), let whole = Int(exactly: number), abs(whole) <= 1_000_000_000 else {
      return nil
    }
    return whole
  }
}
