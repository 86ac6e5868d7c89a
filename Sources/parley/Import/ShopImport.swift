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
    let draft = try draft(files)
    var outcome = ImportOutcome(call)
    // Nothing is written before every file has been read and found right.
    try outcome.tell(draft.report)
    if !files.orders.isEmpty {
      let settings = draft.playbook?.source.settings
      let now = settings?.shiftsDemoOrders == true ? UnixTime(seconds: Time.now()) : nil
      try OrdersImport(call).write(files.orders, shiftsNewestTo: now, &outcome)
    }
    try KnowledgeImport(call).publish(draft, note: "shop", &outcome)
    outcome.print()
    return .done
  }

  /// Everything the files say but the orders.
  func draft(_ files: KnowledgeFiles) throws -> KnowledgeDraft {
    var draft = KnowledgeDraft()
    draft.isWholeShop = true
    if let shop = files.shop { draft.readShop(shop) }
    for path in files.phrases { draft.readPhrases(path) }
    for path in files.flows { draft.readFlow(path) }
    if !files.intents.isEmpty { try draft.readIntents(files) }
    if !files.faq.isEmpty { draft.faq = try KnowledgeImport(call).readFAQ(files.faq) }
    return draft
  }
}
