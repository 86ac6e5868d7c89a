import Dialogue
import Formats
import Orders

/// `parley import shop`: orders first, then one revision of everything else; a rerun changes nothing.
struct ShopImport {
  private let call: Invocation

  init(_ call: Invocation) { self.call = call }

  func run(_ folders: [String]) throws -> ExitStatus {
    guard folders.count == 1 else { throw CommandError.usage("'import shop' takes one folder.") }
    let files = try KnowledgeFiles(shop: folders[0])
    var draft = try draft(files)
    try draft.check(orders: files.orders, by: OrdersImport(call))
    var outcome = ImportOutcome(call)
    // The orders are written once everything else has been found right: a wrong file changes nothing.
    try KnowledgeImport(call).publish(draft, note: "shop", &outcome) { outcome in
      guard !files.orders.isEmpty else { return }
      let shifts = draft.playbook?.source.settings.shiftsDemoOrders == true
      try OrdersImport(call).write(
        files.orders, shiftsNewestTo: shifts ? UnixTime(seconds: Time.now()) : nil, &outcome)
    }
    outcome.print()
    return .done
  }

  /// Everything the files say but the orders.
  ///
  /// - Parameter isWhole: The files are all the shop has, so that what they refer to must be in them.
  func draft(_ files: KnowledgeFiles, isWhole: Bool = true) throws -> KnowledgeDraft {
    var draft = KnowledgeDraft()
    draft.isWholeShop = isWhole
    if let shop = files.shop { draft.readShop(shop) }
    for path in files.phrases { draft.readPhrases(path) }
    for path in files.policies { draft.readPolicies(path) }
    for path in files.synonyms { draft.readSynonyms(path) }
    for path in files.flows { draft.readFlow(path) }
    if !files.intents.isEmpty { try draft.readIntents(files) }
    if !files.faq.isEmpty { draft.faq = try KnowledgeImport(call).readFAQ(files.faq) }
    try draft.checkReferences(among: files)
    return draft
  }
}
