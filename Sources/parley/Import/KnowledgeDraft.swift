import Dialogue
import FAQ
import Formats
import Intents
import Text

/// What the files of one import say, before it is merged with what the database holds.
struct KnowledgeDraft {
  var intents: IntentSource?
  /// Replies, flows, phrases and settings; `nil` when the import has none.
  var playbook: PlaybookReader?
  var faq: FAQImport?
  /// The editors' own; `nil` when the import has no file of them.
  var synonyms: Synonyms?
  /// Whether the playbook is the whole shop's, or belongs to the intents alone.
  var isWholeShop = false
  private var mistakes = InputReport()

  /// Mistakes of all files together.
  var report: InputReport {
    var report = mistakes
    for error in playbook?.report.errors ?? [] { report.add(error) }
    for warning in playbook?.report.warnings ?? [] { report.warn(warning) }
    for error in faq?.report.errors ?? [] { report.add(error) }
    for warning in faq?.report.warnings ?? [] { report.warn(warning) }
    return report
  }

  /// Reads intents files and the replies that stand in them.
  mutating func readIntents(_ files: KnowledgeFiles, as format: IntentSource.Format? = nil) throws {
    var intents = self.intents ?? IntentSource()
    for path in files.intents { intents.add(path: path, format: format, report: &mistakes) }
    self.intents = intents
    attempt { (playbook) throws(InputError) in try playbook.read(intents) }
  }

  mutating func readShop(_ path: String) {
    attempt { (playbook) throws(InputError) in try playbook.readShop(.parse(SourceFile(path: path))) }
  }

  /// Whether the shipped synonyms are used: `search: {synonyms: off}` in shop.yaml; `nil` without a shop.yaml.
  var usesBuiltInSynonyms: Bool? {
    guard isWholeShop, let settings = playbook?.source.settings else { return nil }
    return !["off", "false", "no"].contains(settings.fact("search.synonyms") ?? "")
  }

  /// The draft's synonyms, and for what it does not say those there are.
  ///
  /// - Parameter replacing: The store's own of before go.
  func synonyms(over live: Synonyms, replacing: Bool = false) -> Synonyms {
    let own = synonyms ?? (replacing ? Synonyms() : live.own)
    return (usesBuiltInSynonyms ?? live.usesBuiltIn ? Synonyms.builtIn : Synonyms()).with(own)
  }

  mutating func readSynonyms(_ path: String) {
    do throws(InputError) {
      let read = try Synonyms(YAMLNode.parse(SourceFile(path: path)))
      synonyms = (synonyms ?? Synonyms()).with(read)
    } catch {
      mistakes.add(error)
    }
  }

  mutating func readPhrases(_ path: String) {
    attempt { (playbook) throws(InputError) in try playbook.readPhrases(.parse(SourceFile(path: path))) }
  }

  mutating func readFlow(_ path: String) {
    attempt { (playbook) throws(InputError) in try playbook.readFlow(.parse(SourceFile(path: path))) }
  }

  mutating func readPolicies(_ path: String) {
    attempt { (playbook) throws(InputError) in try playbook.readPolicies(.parse(SourceFile(path: path))) }
  }

  /// Looks for what the files say of each other: flows, policies and facts that there are not, and cases decided
  /// otherwise than their author says.
  mutating func checkReferences(among files: KnowledgeFiles) throws {
    guard let playbook else { return }
    let check = PlaybookCheck(playbook.source)
    for error in check.wrong(playbook.fixtures) { mistakes.add(error) }
    guard isWholeShop else { return }
    for (name, place) in check.lostTables(of: playbook.tables) {
      mistakes.add(InputError(.schema, at: place, "there is no policy '\(name)' in policies.yaml"))
    }
    for error in check.lost(playbook.references, knowing: Set(intents?.names ?? [])) { mistakes.add(error) }
    for (intent, flow) in check.lostFlows() {
      let text = "intent '\(intent)' opens the flow '\(flow)', which there is not"
      mistakes.add(InputError(.schema, at: place(of: intent, files), text))
    }
    try checkFacts(check, files)
  }

  /// Every `{shop.…}` must be one of `shop.yaml`.
  private mutating func checkFacts(_ check: PlaybookCheck, _ files: KnowledgeFiles) throws {
    let ending = ", which shop.yaml does not have"
    for (owner, hole) in check.lostFacts() {
      let name = if case .intent(let name) = owner { name } else { "" }
      mistakes.add(InputError(.schema, at: place(of: name, files), "\(owner) refers to {\(hole)}\(ending)"))
    }
    guard let faq, let playbook else { return }
    let references = FAQReferences(faq: faq)
    try references.checkFacts(playbook.source, &mistakes)
    references.checkIntents(Set(intents?.names ?? []).union(playbook.source.intentNames), &mistakes)
  }

  private func place(of intent: String, _ files: KnowledgeFiles) -> Place {
    intents?.intents.first { $0.name == intent }?.place ?? Place(wholeOf: files.shop ?? "shop.yaml")
  }

  /// Reads files of orders for their mistakes, and for the words of what is sold, which are never misspelt; warnings are
  /// told when they are imported.
  mutating func check(orders paths: [String], by orders: OrdersImport) throws {
    var report = InputReport()
    let names = try orders.check(paths, &report)
    for error in report.errors { mistakes.add(error) }
    addProducts(names)
  }

  /// Takes words for those of products that the shop sells.
  mutating func addProducts(_ names: Set<String>) { playbook?.addProducts(ProductNames.words(of: names)) }

  private mutating func attempt(_ read: (inout PlaybookReader) throws(InputError) -> Void) {
    var reader = playbook ?? PlaybookReader()
    do throws(InputError) { try read(&reader) } catch { mistakes.add(error) }
    playbook = reader
  }
}
