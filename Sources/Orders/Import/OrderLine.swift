import Formats

/// What one line of an order file tells: an order, or a further part of one.
struct OrderLine {
  var order: Order
  let place: Place
  var kind = Kind.whole

  enum Kind {
    /// A whole order: a second one of its number is a mistake.
    case whole
    /// The first row of an order, or a row that repeats it right after; a mistake anywhere else.
    case head
    /// A further row of an order whose head is in the file.
    case continuation
    /// One of the rows of an order, all alike.
    case part
  }

  /// Classes of items that other lines of the order name, by SKU.
  var classes: [String: String] = [:]
}

/// Reads an order file line by line.
protocol OrderLineReader {
  /// The next line; `nil` at the end.
  ///
  /// - Throws: ``InputError`` for a line that is wrong; the next call goes on after it, or says `nil`.
  mutating func next(_ report: inout InputReport) throws(InputError) -> OrderLine?
}
