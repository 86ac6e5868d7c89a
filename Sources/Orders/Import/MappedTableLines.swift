import Formats

/// Any table, by a mapping. Lines with one order number are one order when the mapping has items or parcels.
struct MappedTableLines<Reader: TableReader>: OrderLineReader {
  private let reader: Reader
  private let mapping: OrderMapping
  private let columns: [OrderField: Int]
  private let number: Int
  private let hasLines: Bool
  private let packedItems: [Int]
  /// When an order was paid, where that is all the file tells of its state.
  private let paid: Int?
  /// The order of the row before: a further row of it need not say its state again.
  private var previous: (number: String, status: OrderStatus)?
  private let times: TimeReader
  private var statuses: StatusReader

  /// - Parameters:
  ///   - again: Opens the file once more, to look at all of its dates.
  ///   - report: Gets one warning naming the columns that are not used.
  init(
    _ reader: Reader, again: () throws(InputError) -> Reader, _ mapping: OrderMapping,
    _ report: inout InputReport
  ) throws(InputError) {
    self.reader = reader
    self.mapping = mapping
    let header = reader.columns.names
    packedItems = mapping.isFromFile ? [] : ColumnAliases.lineItems(in: header)
    paid = mapping.isFromFile ? nil : ColumnAliases.paymentDate(in: header)
    var columns: [OrderField: Int] = [:]
    for field in OrderField.allCases {
      columns[field] = try Self.column(of: field, reader, mapping)
    }
    guard let number = columns[.number] else {
      throw InputError(
        .schema, at: reader.columns.place(0),
        "no column for the order number; map one with --map number=COLUMN or a mapping file (--mapping help)")
    }
    (self.columns, self.number) = (columns, number)
    if columns[.status] == nil, mapping.defaultStatus == nil {
      guard !mapping.isFromFile, Self.tellStatus.contains(where: { columns[$0] != nil }) else {
        throw InputError(
          .schema, at: reader.columns.place(0),
          "no column for the status; map one with --map status=COLUMN, or say --map-status =STATUS for all")
      }
      report.warn(
        at: reader.columns.place(0),
        "no column for the status: an order is delivered, shipped or paid as its dates and parcels say")
    }
    hasLines = mapping.listSeparator == nil && columns.keys.contains(where: \.isRepeated)
    statuses = StatusReader(mapping)
    let dates = [.placedAt, .shippedAt, .deliveredAt, .eta].compactMap { (field: OrderField) in columns[field]
    }
    times = Self.times(mapping, dates, reader, again, &report)
    let used = Set(columns.values).union(packedItems).union(paid.map { [$0] } ?? [])
    let unused = header.indices.filter { !used.contains($0) && !header[$0].isEmpty }
    if let first = unused.first {
      let names = unused.map { "'\(header[$0])'" }.joined(separator: ", ")
      report.warn(at: reader.columns.place(first), "unknown columns are ignored: \(names)")
    }
  }

  /// A mapping file's word is law; without one the file itself may show which number of a date is the day.
  private static func times(
    _ mapping: OrderMapping, _ dates: [Int], _ first: Reader, _ again: () throws(InputError) -> Reader,
    _ report: inout InputReport
  ) -> TimeReader {
    var times = mapping.times
    times.readsSerials = Reader.self == SpreadsheetReader.self
    times.serialShift = (first as? SpreadsheetReader)?.serialShift ?? 0
    guard !mapping.isFromFile, !mapping.saysSlashOrder, !dates.isEmpty, let reader = try? again() else {
      return times
    }
    switch SlashDates.order(in: reader, columns: dates) {
    case .proven(let order): times.slashOrder = order
    case .open(let example):
      report.warn(
        at: reader.columns.place(dates[0]),
        "dates such as '\(example)' are read with the month first; if the day comes first, say --map date_order=dmy"
      )
    case .nothing: break
    }
    return times
  }

  /// The mapped column, which must be there, or the one with the field's own name, or one that others call it by.
  private static func column(
    of field: OrderField, _ reader: Reader, _ mapping: OrderMapping
  ) throws(InputError) -> Int? {
    guard let source = mapping.sources[field] else {
      if let column = try reader.columns.column([field.rawValue]) { return column }
      return mapping.isFromFile ? nil : ColumnAliases.column(of: field, in: reader.columns.names)
    }
    if let column = try reader.columns.column([source.name]) { return column }
    let columns = reader.columns.names.map { "'\($0)'" }.joined(separator: ", ")
    throw InputError(
      .schema, at: source.place ?? reader.columns.place(0),
      "\(field.rawValue): \(reader.name) has no column '\(source.name)'; it has \(columns)")
  }

  mutating func next(_ report: inout InputReport) throws(InputError) -> OrderLine? {
    guard try reader.nextFilled() else { return nil }
    guard let written = text(.number) else { throw reader.error(number, "the row has no order number") }
    guard !Self.isCutOff(written) else {
      throw reader.error(
        number,
        "a spreadsheet has cut off the digits of '\(written)'; format the column as text and export it again")
    }
    var order = Order(number: written, status: .paid)
    order.customerID = text(.customerID).flatMap { $0 == "0" ? nil : $0 }
    order.email = reader.email(columns[.email], &report)
    order.postcode = text(.postcode)
    order.placedAt = try reader.time(columns[.placedAt], times)
    order.shippedAt = try reader.time(columns[.shippedAt], times)
    order.deliveredAt = try reader.time(columns[.deliveredAt], times)
    order.eta = try reader.time(columns[.eta], times)
    order.currency = text(.currency)?.uppercased() ?? mapping.defaultCurrency
    order.total = try reader.amount(columns[.total])
    order.carrier = text(.carrier)
    order.address = address()
    try addParcels(to: &order)
    order.status = try status(of: order)
    previous = (written, order.status)
    try addItems(to: &order)
    order.items += packedItems.flatMap { reader.text($0).map(PackedItem.read) ?? [] }
    return OrderLine(order: order, place: reader.place(number), kind: hasLines ? .part : .whole)
  }

  private func text(_ field: OrderField) -> String? { reader.text(columns[field]) }

  /// `1.12484E+16`, `1,12484E+16`: what spreadsheets make of a long number.
  private static func isCutOff(_ number: String) -> Bool {
    guard number.utf8.contains(UInt8(ascii: "+")), number.contains("E+") else { return false }
    return Double(number.replacing(",", with: ".")) != nil
  }

  /// What a file without a status may be told it by.
  private static var tellStatus: [OrderField] { [.deliveredAt, .shippedAt, .trackingNumber] }

  private mutating func status(of order: Order) throws(InputError) -> OrderStatus {
    let written = text(.status) ?? ""
    if written.isEmpty, let previous, previous.number == order.number { return previous.status }
    if let status = statuses.read(written) { return status }
    let isSilent = written.isEmpty || StatusAliases.isPartialRefund(written)
    if isSilent, !mapping.isFromFile, Self.tellStatus.contains(where: { columns[$0] != nil }) {
      return order.deliveredAt != nil
        ? .delivered
        : order.shippedAt != nil || !order.tracking.isEmpty
          ? .shipped : paid.map { reader.text($0) == nil } == true ? .pending : .paid
    }
    throw reader.error(columns[.status] ?? number, statuses.refusal(of: written), .schema)
  }

  private func address() -> Order.Address? {
    var address = Order.Address()
    address.name = text(.addressName)
    address.line1 = text(.addressLine1)
    address.line2 = text(.addressLine2)
    address.city = text(.city)
    address.region = text(.region)
    address.country = text(.country)
    guard let place = address.orNil else { return nil }
    address = place
    address.postcode = text(.postcode)
    return address
  }

  private func list(_ field: OrderField) -> [String] {
    guard let text = text(field) else { return [] }
    guard let separator = mapping.listSeparator else { return [text] }
    return text.split(separator: separator).map { String($0).trimmingBlanks }.filter { !$0.isEmpty }
  }

  private func addParcels(to order: inout Order) throws(InputError) {
    let urls = list(.trackingURL)
    for (index, number) in list(.trackingNumber).enumerated() {
      order.tracking.append(Order.Tracking(number: number, url: index < urls.count ? urls[index] : nil))
    }
  }

  private func addItems(to order: inout Order) throws(InputError) {
    let (names, skus) = (list(.itemName), list(.itemSKU))
    guard mapping.listSeparator == nil else {
      for (index, name) in names.enumerated() {
        order.items.append(Order.Item(name: name, sku: index < skus.count ? skus[index] : nil))
      }
      return
    }
    guard let name = names.first ?? skus.first else { return }
    var item = Order.Item(name: name, sku: skus.first, price: try reader.amount(columns[.itemPrice]))
    item.quantity = try reader.quantity(columns[.itemQuantity]) ?? 1
    item.itemClass = text(.itemClass)
    order.items.append(item)
  }
}

/// Turns a file's own words for a status into ours.
struct StatusReader {
  private let mapping: OrderMapping
  private var known: [String: OrderStatus] = [:]

  init(_ mapping: OrderMapping) { self.mapping = mapping }

  /// The mapped status, or the one the text names; an empty text is the default.
  mutating func read(_ written: String) -> OrderStatus? {
    if let status = known[written] { return status }
    let lowered = written.lowercased()
    let status =
      mapping.statuses[written]
      ?? mapping.statuses.first { $0.key.lowercased() == lowered }?.value
      ?? OrderStatus(written: written) ?? StatusAliases.status(written)
      ?? (written.isEmpty ? mapping.defaultStatus : nil)
    known[written] = status
    return status
  }

  func refusal(of written: String) -> String {
    written.isEmpty
      ? "the order has no status; say --map-status =STATUS for those without, or default_status in a mapping file"
      : "unknown status '\(written.prefix(40))'; map it with --map-status '\(written.prefix(40))=STATUS' "
        + "(\(OrderStatus.names))"
  }
}
