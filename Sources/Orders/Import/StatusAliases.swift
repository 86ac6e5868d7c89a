/// What other systems call the states of an order, compared by letters alone, lower case.
///
/// Only words that mean one thing everywhere: `open`, `sent` or `closed` are left to the mapping.
enum StatusAliases {
  static func status(_ written: String) -> OrderStatus? {
    var name = String(written.lowercased().filter(\.isLetter))
    if name.hasPrefix("wc") { name = String(name.dropFirst(2)) }
    return table[name]
  }

  private static let table: [String: OrderStatus] = {
    let words: [OrderStatus: [String]] = [
      .pending: [
        "pending", "pendingpayment", "awaitingpayment", "paymentpending", "unpaid", "failed", "checkoutdraft",
      ],
      .paid: ["paid", "paymentreceived", "authorized", "confirmed", "approved"],
      .processing: [
        "processing", "inprocess", "inprogress", "preparing", "picking", "packing", "packed", "readytoship",
        "awaitingshipment", "awaitingfulfillment", "unfulfilled", "accepted", "inproduction",
      ],
      .onHold: ["onhold", "hold", "backordered", "backorder"],
      .partiallyShipped: ["partiallyshipped", "partiallyfulfilled", "partlyshipped", "partial"],
      .shipped: [
        "shipped", "dispatched", "despatched", "fulfilled", "intransit", "outfordelivery", "ontheway",
      ],
      .delivered: ["delivered", "completed", "complete", "arrived", "pickedup"],
      .cancelled: ["cancelled", "canceled", "voided", "void", "trash", "rejected"],
      .returned: ["returned", "returnedtosender", "restocked"],
      .refunded: ["refunded", "fullyrefunded"],
    ]
    return Dictionary(uniqueKeysWithValues: words.flatMap { status, names in names.map { ($0, status) } })
  }()
}
