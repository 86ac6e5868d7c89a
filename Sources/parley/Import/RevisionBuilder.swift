import Crypto
import Dialogue
import FAQ
import Formats
import Intents
import Revisions
import Text

/// Merges a draft with the live revision and builds the parts that change.
struct RevisionBuilder {
  private let live: Revision?
  private let replaces: Bool
  private let spoolFolder: String
  private(set) var report = InputReport()
  private var faqMerge: FAQMerge?
  private var intentCount: Int?
  /// A damaged part was written anew, perhaps with the same bytes.
  private(set) var isMending = false
  /// Parts of the live revision that cannot be read.
  private var damages: [PartKind: Damage]

  /// - Parameters:
  ///   - live: The revision to build on; `nil` for a database without one.
  ///   - damages: What is wrong with those parts of it that could not be opened.
  ///   - spoolFolder: Where files may be made for what does not fit in memory.
  init(on live: Revision?, damages: [PartKind: Damage] = [:], replacing: Bool, spoolFolder: String) {
    self.live = live
    self.damages = damages
    replaces = replacing
    self.spoolFolder = spoolFolder
  }

  /// Looks for what no file shows alone, as ``build(_:in:holding:)`` would, and builds nothing.
  mutating func check(_ draft: KnowledgeDraft) throws {
    if let intents = draft.intents { IntentCompiler.check(try merged(intents), report: &report) }
    if let faq = draft.faq { _ = try merged(faq.entries) }
    try checkReferences(draft)
  }

  /// Looks for facts and intents that entries of the draft name and that neither it nor the live revision has; those of a
  /// whole shop were looked for when it was read.
  mutating func checkReferences(_ draft: KnowledgeDraft) throws {
    guard let faq = draft.faq, !draft.isWholeShop else { return }
    let references = FAQReferences(faq: faq)
    let playbook = try live?.parts[.policies].map { try PlaybookSource(part: $0) }
    if !faq.withHoles.isEmpty {
      try references.checkFacts(playbook?.hasShop == true ? playbook : nil, &report)
    }
    guard !faq.firstOfIntent.isEmpty else { return }
    var names = Set(draft.intents?.names ?? []).union(playbook?.intentNames ?? [])
    if let part = live?.parts[.intents] {
      names.formUnion(try IntentSource(part: part).names)
    }
    references.checkIntents(names, &report)
  }

  mutating func build(
    _ draft: KnowledgeDraft, in folder: DatabaseFolder, holding lock: borrowing FolderLock
  ) throws -> [PartKind: Manifest.Part] {
    var parts: [PartKind: Manifest.Part] = [:]
    let isBuilt: [PartKind: Bool] = [
      .intents: draft.intents != nil, .policies: draft.playbook != nil,
      .faq: draft.faq != nil || draft.synonyms != nil,
    ]
    if let damage = damages.first(where: { isBuilt[$0.key] != true })?.value { throw damage }
    try checkReferences(draft)
    if let intents = draft.intents { parts[.intents] = try buildIntents(intents, folder, lock) }
    guard report.isClean else { return [:] }
    if let playbook = draft.playbook {
      parts[.policies] = try buildPlaybook(playbook.source, draft.isWholeShop, folder, lock)
    }
    if draft.faq != nil || draft.synonyms != nil {
      parts[.faq] = try buildFAQ(draft.faq?.entries ?? FAQEntries(), synonyms(draft), folder, lock)
    }
    try settle(parts)
    return parts
  }

  /// A part that cannot be read is mended by an import that makes the same bytes, or that replaces all of it; one that makes
  /// others would lose what it does not name.
  private mutating func settle(_ parts: [PartKind: Manifest.Part]) throws {
    for (kind, damage) in damages.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      guard let part = parts[kind] else { throw damage }
      guard replaces || part.sha256 == live?.manifest.parts[kind]?.sha256 else {
        throw Damage(
          kind: damage.kind, path: damage.path,
          detail: damage.detail
            + "; these files alone do not make it again: import all it was made of at once, "
            + "or these with '--replace' instead of it")
      }
      let what = kind == .faq ? "the FAQ" : "the part of the \(kind.rawValue)"
      let fate = replaces ? "replaced unread" : "written anew"
      Console.error("warning: \(what) there was is damaged and is \(fate): \(damage)")
      isMending = true
    }
  }

  func tell(_ outcome: inout ImportOutcome) {
    if let intentCount {
      outcome.add("intents", .integer(intentCount), line: "\(intentCount.counted("intent")).")
    }
    guard let merge = faqMerge else { return }
    let counts = [
      ("added", merge.added), ("changed", merge.changed), ("removed", merge.removed),
    ]
    for (name, count) in counts { outcome.add("faq_" + name, .integer(count)) }
    let line = counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    outcome.add(
      "faq_unchanged", .integer(merge.unchanged), line: "FAQ: \(line), \(merge.unchanged) unchanged.")
  }

  // MARK: - Over what is live

  private mutating func merged(_ incoming: IntentSource) throws -> IntentSource {
    var source = IntentSource()
    if !replaces, let part = live?.parts[.intents] {
      source = try IntentSource(part: part)
    }
    source.merge(incoming)
    intentCount = source.names.count
    return source
  }

  private mutating func merged(_ incoming: FAQEntries) throws -> FAQMerge {
    let merge: FAQMerge
    do {
      let current = try live?.parts[.faq].map { part in
        try FAQIndex(entriesOnly: true) { try part.read($0) }
      }
      merge = try FAQMerge(incoming, into: current, mode: replaces ? .replace : .merge)
    } catch let damage as Damage {
      damages[.faq] = damage
      merge = try FAQMerge(incoming, into: nil, mode: .replace)
    }
    guard merge.count > 0 || merge.removed == 0 else {
      throw CommandError.input("no entries in it, so '--replace' would remove all \(merge.removed) there are")
    }
    faqMerge = merge
    return merge
  }

  private func merged(_ incoming: PlaybookSource, _ isWholeShop: Bool) throws -> PlaybookSource {
    guard let part = live?.parts[.policies] else { return incoming }
    var source = try PlaybookSource(part: part)
    if isWholeShop {
      source.merge(shop: incoming, replacing: replaces)
    } else {
      source.merge(intentsOf: incoming, replacing: replaces)
    }
    return source
  }

  // MARK: - One part

  private mutating func buildIntents(
    _ incoming: IntentSource, _ folder: DatabaseFolder, _ lock: borrowing FolderLock
  ) throws -> Manifest.Part? {
    let source = try merged(incoming)
    let sources = SHA256.hash(source.contents)
    if let kept = kept(.intents, sources) { return kept }
    Console.progress("building the intents …")
    defer { Console.endProgress() }
    guard let blobs = IntentCompiler.compile(source, report: &report, keeping: blobsOfIntents) else {
      return nil
    }
    return try folder.makePart(.intents, sources: sources, holding: lock) { builder in
      for blob in blobs { try builder.add(blob.name, blob.bytes) }
    }
  }

  private mutating func buildPlaybook(
    _ incoming: PlaybookSource, _ isWholeShop: Bool, _ folder: DatabaseFolder, _ lock: borrowing FolderLock
  ) throws -> Manifest.Part {
    let source = try merged(incoming, isWholeShop)
    let sources = SHA256.hash(try source.encoded())
    if let kept = kept(.policies, sources) { return kept }
    return try folder.makePart(.policies, sources: sources, holding: lock) { try source.write(to: $0) }
  }

  private mutating func buildFAQ(
    _ incoming: FAQEntries, _ synonyms: Synonyms, _ folder: DatabaseFolder, _ lock: borrowing FolderLock
  ) throws -> Manifest.Part? {
    let merge = try merged(incoming)
    if merge.count == 0, live?.parts[.faq] == nil { return nil }
    let sources = SHA256.hash(synonyms.encoded)
    if merge.isEmpty, let kept = kept(.faq, sources) { return kept }
    let progress = BuildProgress(of: merge.count)
    defer { Console.endProgress() }
    let compiler = FAQCompiler(synonyms: synonyms, spoolFolder: spoolFolder)
    return try folder.makePart(.faq, sources: sources, holding: lock) { builder in
      var spelling = FAQSpelling()
      try compiler.compile(
        { append in
          try merge.forEachEntry { entry in
            try append(entry)
            spelling.add(entry)
            progress.step()
          }
        }, into: builder)
      for (locale, words) in spelling.indexes() {
        try builder.add(Snapshot.faqSpellingBlob(locale), words.blob)
      }
    }
  }

  /// The live intents' blobs by name; none when their layout is another one. A damaged one is built anew.
  private var blobsOfIntents: (String) -> [UInt8]? {
    guard let part = live?.parts[.intents], part.format == PartKind.intents.format else {
      return { _ in nil }
    }
    return { name in part.row(of: name) == nil ? nil : try? part.read(name) }
  }

  /// The draft's synonyms, or else those of the live FAQ; a whole shop without a file of them has none of its own.
  private mutating func synonyms(_ draft: KnowledgeDraft) throws -> Synonyms {
    var live = Synonyms.builtIn
    if let part = self.live?.parts[.faq], part.row(of: Synonyms.name) != nil {
      do {
        live = try Synonyms(encoded: try part.read(Synonyms.name))
      } catch let damage as Damage {
        damages[.faq] = damage
      }
    }
    return draft.synonyms(over: live, replacing: replaces && draft.isWholeShop)
  }

  /// The live part, when it was built of the same into the layout of today and is whole.
  private mutating func kept(_ kind: PartKind, _ sources: Hash256) -> Manifest.Part? {
    guard let part = live?.parts[kind], part.sources == sources, part.format == kind.format else {
      return nil
    }
    do {
      try part.verify()
    } catch {
      Console.error("warning: what there was is damaged and is written anew: \(error)")
      isMending = true
      return nil
    }
    return live?.manifest.parts[kind]
  }
}

// MARK: - Without writing anything

extension RevisionBuilder {
  /// What would change, and, asked with past messages, which answers would. Call ``check(_:)`` first.
  mutating func dryRun(_ draft: KnowledgeDraft, against transcripts: String?) throws -> DryRun {
    let merge = faqMerge
    let synonyms = try synonyms(draft)
    let compiler = FAQCompiler(synonyms: synonyms, spoolFolder: spoolFolder)
    let index = try merge.map { try compiler.preview($0.forEachEntry) }
    var replay: TranscriptReplay?
    if let transcripts {
      let before = try live.map { try Snapshot($0) }
      let after = try preview(draft, index ?? before?.faq)
      replay = try TranscriptReplay(transcripts, from: try before ?? Self.nothing, to: after)
    }
    return try DryRun(merge, in: index, replay: replay)
  }

  /// A database without a revision.
  private static var nothing: Snapshot {
    get throws {
      try Snapshot(revision: 0, intents: nil, faq: nil, playbook: Playbook(PlaybookSource())) { _ in nil }
    }
  }

  private mutating func preview(_ draft: KnowledgeDraft, _ faq: FAQIndex?) throws -> Snapshot {
    var intents = try live?.parts[.intents].map { try IntentEngine(part: $0) }
    if let source = draft.intents,
      let blobs = IntentCompiler.compile(
        try merged(source), report: &report, keeping: blobsOfIntents)
    {
      intents = try IntentEngine(blobs: blobs)
    }
    var texts = try live?.parts[.policies].map { try PlaybookSource(part: $0) } ?? PlaybookSource()
    if let playbook = draft.playbook { texts = try merged(playbook.source, draft.isWholeShop) }
    let words = try faqMerge.map { merge in try FAQSpelling { try merge.forEachEntry($0) }.indexes() }
    return try Snapshot(
      revision: UInt64(live?.number ?? 0), intents: intents, faq: faq, playbook: Playbook(texts)
    ) { language in
      if let words { return words.first { $0.locale == language }?.words }
      return try live?.parts[.faq].flatMap { try Snapshot.faqWords(language, of: $0) }
    }
  }
}
