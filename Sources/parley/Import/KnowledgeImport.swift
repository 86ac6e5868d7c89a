import Crypto
import Dialogue
import FAQ
import Formats
import Intents
import Revisions

/// Brings rules, examples, replies and FAQ entries into a new revision: builds only the parts that change.
struct KnowledgeImport {
  private let call: Invocation
  private var outcome: ImportOutcome

  init(_ call: Invocation) {
    self.call = call
    outcome = ImportOutcome(call)
  }

  func run(faq paths: [String]) throws -> ExitStatus {
    var draft = KnowledgeDraft()
    draft.faq = try readFAQ(paths)
    return try run(draft, note: "faq")
  }

  func run(intents paths: [String]) throws -> ExitStatus {
    var format: IntentSource.Format?
    if let name = call["format"] {
      guard let known = IntentSource.Format(rawValue: name) else {
        throw CommandError.usage("'--format' is yaml or csv for intents, not '\(name)'.")
      }
      format = known
    }
    var draft = KnowledgeDraft()
    try draft.readIntents(KnowledgeFiles(paths), as: format)
    return try run(draft, note: "intents")
  }

  private func run(_ draft: KnowledgeDraft, note: String) throws -> ExitStatus {
    var outcome = outcome
    try publish(draft, note: note, &outcome)
    outcome.print()
    return .done
  }

  /// Reads FAQ files; their mistakes are told with all others when the draft is published.
  func readFAQ(_ paths: [String]) throws(CommandError) -> FAQImport {
    var format: FAQImport.Format?
    if let name = call["format"] {
      guard let known = FAQImport.Format(rawValue: name) else {
        throw .usage("'--format' is \(FAQImport.Format.list) for an FAQ, not '\(name)'.")
      }
      format = known
    }
    var entries = FAQImport(folder: spoolFolder)
    let progress = ImportProgress()
    entries.onProgress = { progress.tell($0) }
    for path in try KnowledgeFiles.faq(paths) { entries.read(path: path, format: format) }
    Console.endProgress()
    return entries
  }

  /// Where what does not fit in memory is set aside: beside the database's own files, if one may write there. `/tmp` is
  /// memory on some machines.
  private var spoolFolder: String {
    let path = call.database.reversed().drop { $0 == "/" }
    let above = String(path.drop { $0 != "/" }.reversed())
    return [call.database, above.isEmpty ? "." : above].first(where: KnowledgeFiles.isWritableFolder)
      ?? "/tmp"
  }

  /// Merges a draft with the live revision and makes it live.
  ///
  /// - Parameter before: Runs once nothing in the draft is wrong, before the revision goes live.
  func publish(
    _ draft: KnowledgeDraft, note: String, _ outcome: inout ImportOutcome,
    before: (inout ImportOutcome) throws -> Void = { _ in }
  ) throws {
    guard !call.has("dry-run") else { return try check(draft, &outcome, before: before) }
    let keeping = try call.number("keep", in: 1...10_000) ?? DatabaseFolder.keptRevisions
    try outcome.tell(draft.report)
    for notice in draft.faq?.notices ?? [] { Console.error(notice) }
    let folder = try DatabaseFolder(path: call.database, create: true)
    let publication = try folder.withLock { lock in
      let live = try folder.currentAsFarAsReadable()
      var revision = RevisionBuilder(
        on: live?.revision, damages: live?.damages ?? [:], replacing: call.has("replace"),
        spoolFolder: folder.path)
      let parts = try revision.build(draft, in: folder, holding: lock)
      try outcome.tell(revision.report)
      try before(&outcome)
      revision.tell(&outcome)
      let publication = try folder.publish(parts, note: note, keeping: keeping, holding: lock)
      if revision.isMending, !publication.isNew { try folder.announce(publication.revision, holding: lock) }
      return publication
    }
    outcome.add("revision", .integer(publication.revision))
    outcome.add(
      "new", .bool(publication.isNew),
      line: publication.isNew
        ? "Revision \(publication.revision) is live."
        : "Nothing changed: revision \(publication.revision) stays.")
  }

  /// What an import would do, with nothing changed; the database need not exist. Rows that are right are reported beside
  /// the mistakes of the others.
  private func check(
    _ draft: KnowledgeDraft, _ outcome: inout ImportOutcome, before: (inout ImportOutcome) throws -> Void
  ) throws {
    let mistakes = draft.report
    outcome.show(mistakes)
    for notice in draft.faq?.notices ?? [] { Console.error(notice) }
    let isFAQAlone = draft.intents == nil && draft.playbook == nil
    guard mistakes.isClean || isFAQAlone else { return try refuse(mistakes, outcome) }
    let live =
      try KnowledgeFiles.isFolder(call.database)
      ? DatabaseFolder(path: call.database, create: false).current() : nil
    var revision = RevisionBuilder(on: live, replacing: call.has("replace"), spoolFolder: spoolFolder)
    try revision.check(draft)
    try outcome.tell(revision.report)
    if mistakes.isClean { try before(&outcome) }
    let report = try revision.dryRun(draft, against: call["against"])
    report.tell(&outcome, ofFAQ: draft.faq != nil)
    revision.tell(&outcome)
    outcome.add("dry_run", .bool(true))
    guard mistakes.isClean else { return try refuse(mistakes, outcome) }
    outcome.add(line: "The files are right. Nothing was changed.")
  }

  /// Ends a dry run of files with mistakes: what is known is told first.
  private func refuse(_ mistakes: InputReport, _ outcome: ImportOutcome) throws {
    outcome.print()
    try outcome.refuse(mistakes)
  }
}
