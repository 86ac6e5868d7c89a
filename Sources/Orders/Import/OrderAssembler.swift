import Formats

/// Puts the lines of order files together to orders.
///
/// Lines that follow each other become one order here; a line of an order that was already handed on is handed on as
/// a continuation. Remembers 16 bytes an order, not the orders.
struct OrderAssembler {
  struct Piece {
    let order: Order
    let place: Place
    /// More of an order handed on before.
    let isContinuation: Bool
  }

  private struct Seen {
    let file: Int32
    let line: Int32
  }

  private var open: OrderLine?
  private var openKey: OrderNumber?
  private var seen: [Int: Seen] = [:]
  private var files: [String] = []

  /// Orders seen so far.
  var count: Int { seen.count }

  /// Takes a line; gives back the order that it ends, if it does.
  ///
  /// - Throws: ``InputError`` when the line repeats a whole order, or has no usable number.
  mutating func add(_ line: OrderLine) throws(InputError) -> Piece? {
    if let problem = line.order.problem { throw InputError(.value, at: line.place, problem) }
    let key = OrderNumber(line.order.number)
    if let previous = open, key == openKey {
      try check(line, after: previous)
      open?.order.merge(line.order)
      open?.classes.merge(line.classes) { first, _ in first }
      return nil
    }
    let first = key.flatMap { seen[$0.hashValue] }
    if let first, line.kind == .whole || line.kind == .head { throw duplicate(line, first) }
    if first == nil, line.kind == .continuation {
      throw InputError(
        .schema, at: line.place,
        "a further row of order '\(line.order.number)', whose first row is not in the file")
    }
    let piece = finish()
    (open, openKey) = (line, key)
    return piece
  }

  /// Whether the line belongs to the order right before it.
  private func check(_ line: OrderLine, after previous: OrderLine) throws(InputError) {
    let (number, other) = (line.order.number, previous.order.number)
    if line.kind == .whole, number.drop(while: { $0 == "#" }) == other.drop(while: { $0 == "#" }) {
      throw duplicate(line, in: previous.place.file, previous.place.line)
    }
    guard number == other else {
      throw InputError(.duplicate, at: line.place, OrderError.ambiguous(number, other).description)
    }
  }

  /// The order still open, at the end of a file.
  mutating func finish() -> Piece? {
    guard var line = open, let key = openKey else { return nil }
    (open, openKey) = (nil, nil)
    for index in line.order.items.indices {
      guard let sku = line.order.items[index].sku, let itemClass = line.classes[sku] else { continue }
      line.order.items[index].itemClass = line.order.items[index].itemClass ?? itemClass
    }
    let isContinuation = seen[key.hashValue] != nil
    if !isContinuation {
      seen[key.hashValue] = Seen(file: file(line.place), line: Int32(truncatingIfNeeded: line.place.line))
    }
    return Piece(order: line.order, place: line.place, isContinuation: isContinuation)
  }

  private mutating func file(_ place: Place) -> Int32 {
    if files.last != place.file { files.append(place.file) }
    return Int32(files.count - 1)
  }

  private func duplicate(_ line: OrderLine, _ first: Seen) -> InputError {
    duplicate(line, in: files[Int(first.file)], Int(first.line))
  }

  private func duplicate(_ line: OrderLine, in file: String, _ first: Int) -> InputError {
    let place = file == line.place.file ? "line \(first)" : "\(file):\(first)"
    return InputError(
      .duplicate, at: line.place, "order '\(line.order.number)' is there twice; first in \(place)")
  }
}
