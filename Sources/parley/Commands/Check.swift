import Dialogue
import FAQ
import Formats
import Intents
import Orders
import Revisions

extension Command {
  static let check = Command(
    name: "check",
    summary: "refuse what is wrong, with file:line:column",
    usage: ["parley check [FILE...] [--db DIR] [--strict] [--deep]"],
    about: """
      With files or a shop's folder: checks them as an import would, without a database; then every rule against
      every example, every pattern against messages made to slow it, and the dialogues in tests/. Without: checks that
      the database is whole; --deep reads every byte of it.
      """,
    flags: [
      .db, Flag(name: "strict", help: "a warning is a mistake too"),
      Flag(name: "deep", help: "verify every hash of every part"),
    ],
    operands: 0...10_000
  ) { call in
    if call.operands.isEmpty { return try DatabaseCheck.run(call) }
    return try KnowledgeCheck(call).run()
  }
}

/// Whether a database is as it was written.
private enum DatabaseCheck {
  static func run(_ call: Invocation) throws -> ExitStatus {
    let folder = try DatabaseFolder(path: call.database, create: false)
    let damages = try folder.verify(deep: call.has("deep"))
    for damage in damages { Console.error("\(damage) (\(damage.kind.rawValue))") }
    guard damages.isEmpty else { return .input }
    // The secret is made when it is missing: not for a database without orders.
    if OrderStore.exists(folder.ordersPath) || OrderStore.isLost(folder.ordersPath) {
      do { _ = try Store(call).orderReader() } catch let error as OrderError where error.isLoss {
        throw CommandError.input("\(error)")
      }
    }
    Console.print("\(folder.path) is whole.")
    return .done
  }
}

/// Whether files would make a good revision.
private struct KnowledgeCheck {
  private let call: Invocation

  init(_ call: Invocation) { self.call = call }

  func run() throws -> ExitStatus {
    let files = try files()
    var draft = try ShopImport(call).draft(files.found, isWhole: files.isWhole)
    var report = draft.report
    try checkReferences(draft, &report)
    draft.addProducts(try OrdersImport(call).check(files.found.orders, &report))
    var intents: IntentEngine?
    if report.isClean, let source = draft.intents {
      intents = try IntentCompiler.compile(source, report: &report).map { try IntentEngine(blobs: $0) }
      if report.isClean { KnowledgeAudit.run(source, report: &report) }
      try checkWhole(draft, &report)
    }
    var dialogues = 0
    // A dialogue that goes wrong because of a mistake told already says nothing new.
    if report.isClean, !files.found.tests.isEmpty {
      dialogues = try run(files.found, draft, intents, &report)
    }
    for line in report.lines { Console.error(line) }
    let isRefused = !report.isClean || call.has("strict") && report.warningCount > 0
    if isRefused { return report.isClean ? .input : report.status }
    if dialogues > 0 { Console.print("\(dialogues.counted("dialogue")) went as written.") }
    Console.print(
      report.warningCount == 0
        ? "Everything is right." : "Right, with \(report.warningCount.counted("warning")).")
    return .done
  }

  /// What entries of an FAQ refer to must be in the files beside them or, if one is named, in the database.
  private func checkReferences(_ draft: KnowledgeDraft, _ report: inout InputReport) throws {
    let hasDatabase = call["db"] != nil && KnowledgeFiles.isFolder(call.database)
    let live = hasDatabase ? try DatabaseFolder(path: call.database, create: false).current() : nil
    guard live != nil || draft.intents != nil else { return }
    var revision = RevisionBuilder(on: live, replacing: false, spoolFolder: "/tmp")
    try revision.checkReferences(draft)
    for error in revision.report.errors { report.add(error) }
    for warning in revision.report.warnings { report.warn(warning) }
  }

  /// Runs the dialogues on what the files say, or on the database when they say nothing else.
  private func run(
    _ files: KnowledgeFiles, _ draft: KnowledgeDraft, _ intents: IntentEngine?, _ report: inout InputReport
  ) throws -> Int {
    let run: DialogueTestRun
    if draft.intents == nil, draft.faq == nil, draft.playbook == nil {
      run = try DialogueTestRun(
        Snapshot(try Store(call).live()), shopOrders: files.orders, shiftsDemoOrders: false)
    } else {
      let playbook = draft.playbook?.source ?? PlaybookSource()
      let words = try draft.faq.map { faq in try FAQSpelling { try faq.entries.forEach($0) }.indexes() }
      let compiler = FAQCompiler(synonyms: draft.synonyms(over: .builtIn))
      let snapshot = try Snapshot(
        revision: 1, intents: intents, faq: try draft.faq.map { try compiler.preview($0.entries.forEach) },
        playbook: Playbook(playbook)
      ) { language in words?.first { $0.locale == language }?.words }
      run = try DialogueTestRun(
        snapshot, shopOrders: files.orders, shiftsDemoOrders: playbook.settings.shiftsDemoOrders)
    }
    return try files.tests.reduce(0) { try $0 + run.run($1, &report) }
  }

  private func files() throws(CommandError) -> (found: KnowledgeFiles, isWhole: Bool) {
    if call.operands.count == 1, let shop = try? KnowledgeFiles(shop: call.operands[0]) {
      return (shop, shop.shop != nil)
    }
    return (try KnowledgeFiles(single: call.operands), false)
  }

  /// What no file shows alone.
  private func checkWhole(_ draft: KnowledgeDraft, _ report: inout InputReport) throws {
    guard let source = draft.playbook?.source, let places = draft.intents?.intents else { return }
    let check = PlaybookCheck(source)
    let place = { (name: String) in
      places.first { $0.name == name }?.place ?? Place(wholeOf: call.operands[0])
    }
    var byFAQ: Set<String> = []
    try draft.faq?.entries.forEach { entry in
      if !entry.answer.isEmpty, let intent = entry.intent { byFAQ.insert(intent) }
    }
    for name in check.unanswered(draft.intents?.names ?? [], answeredByFAQ: byFAQ) {
      report.add(InputError(.schema, at: place(name), "intent '\(name)' has no reply"))
    }
  }
}
