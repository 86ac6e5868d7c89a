/// What other systems call the states of an order, compared by letters alone, lower case, without accents.
///
/// Only words that mean one thing everywhere: `open`, `sent` or `closed` are left to the mapping.
enum StatusAliases {
  static func status(_ written: String) -> OrderStatus? {
    var name = String(PlainLetters.of(written).filter(\.isLetter))
    if name.hasPrefix("wc") { name = String(name.dropFirst(2)) }
    return table[name]
  }

  /// Whether it says what was paid back and not how far the order is: that is told by its dates.
  static func isPartialRefund(_ written: String) -> Bool {
    let name = PlainLetters.of(written).filter(\.isLetter)
    return ["partiallyrefunded", "partlyrefunded", "teilweiseerstattet"].contains(name)
  }

  private static let table: [String: OrderStatus] = {
    let words: [OrderStatus: [String]] = [
      .pending: [
        "pending", "pendingpayment", "awaitingpayment", "paymentpending", "waitingforpayment", "unpaid",
        "failed",
        "checkoutdraft", "unbezahlt", "zahlungausstehend", "wartetaufzahlung", "enattentedepaiement",
        "enattentedupaiementparcheque", "enattentedevirementbancaire", "pendientedepago",
        "inattesadelpagamento", "wachtopbetaling",
      ],
      .paid: [
        "paid", "invoiced", "paymentreceived", "paymentaccepted", "authorized", "confirmed", "approved",
        "bezahlt",
        "komplettbezahlt", "zahlungerhalten", "zahlungeingegangen", "paye", "payee", "paiementaccepte",
        "betaald",
        "pagado", "pagato",
      ],
      .processing: [
        "processing", "inprocess", "inprogress", "preparing", "picking", "packing", "packed", "readytoship",
        "awaitingshipment", "awaitingfulfillment", "awaitingpickup", "processinginprogress", "unfulfilled",
        "notfulfilled", "unshipped", "accepted", "inproduction", "inbearbeitung", "inbearbeitungwartet",
        "wirdbearbeitet", "inverarbeitung", "encoursdepreparation", "preparationencours",
        "encoursdetraitement",
        "inbehandeling", "procesando", "enproceso", "inlavorazione",
      ],
      .onHold: [
        "onhold", "hold", "holded", "backordered", "backorder", "paymentreview", "suspectedfraud",
        "manualverificationrequired", "zuruckgestellt", "enattente", "indewacht", "enespera", "insospeso",
      ],
      .partiallyShipped: [
        "partiallyshipped", "partialshipped", "partshipped", "partialshipment", "partiallyfulfilled",
        "partlyshipped",
        "partial", "teilweiseversendet",
        "teilweiseversandt", "teilweiseausgeliefert", "teilweisegeliefert",
      ],
      .shipped: [
        "shipped", "dispatched", "despatched", "fulfilled", "intransit", "outfordelivery", "ontheway",
        "shippedoutfordelivery", "shippedpickedup", "versendet", "versandt", "verschickt",
        "komplettversendet",
        "komplettausgeliefert", "unterwegs", "expedie", "expediee", "verzonden", "enviado", "spedito",
      ],
      .delivered: [
        "delivered", "completed", "complete", "arrived", "pickedup", "shippeddeliveredtobuyer", "zugestellt",
        "geliefert", "ausgeliefert", "abgeschlossen", "fertiggestellt", "livre", "livree", "termine",
        "terminee",
        "bezorgd", "geleverd", "afgerond", "entregado", "completado", "consegnato", "completato",
      ],
      .cancelled: [
        "cancelled", "canceled", "voided", "void", "trash", "rejected", "declined", "storniert",
        "abgebrochen",
        "annule", "annulee", "geannuleerd", "cancelado", "annullato",
      ],
      .returned: [
        "returned", "returnedtosender", "restocked", "shippedreturnedtoseller", "retourniert",
        "zuruckgesendet", "retourne", "retournee", "geretourneerd", "devuelto", "reso",
      ],
      .refunded: [
        "refunded", "fullyrefunded", "erstattet", "ruckerstattet", "rembourse", "remboursee", "terugbetaald",
        "reembolsado", "rimborsato",
      ],
    ]
    return Dictionary(uniqueKeysWithValues: words.flatMap { status, names in names.map { ($0, status) } })
  }()
}
