package import Formats
import Text

/// One named blob of the intents part.
package struct IntentBlob: Sendable {
  package var name: String
  package var bytes: [UInt8]
}

/// Turns what owners wrote into the blobs of an intents part. Deterministic; a second or so, on as many
/// threads as there is work of different kinds.
///
/// Rules are read, ranked and put behind one prefilter; examples train a scorer for each locale. The sources go
/// along, so that a later import can merge with them.
package struct IntentCompiler {
  /// Where a build is, for whoever shows progress.
  package enum Step: Sendable, Equatable {
    case rules(locale: String)
    case examples(locale: String)
  }

  private let source: IntentSource
  private let kept: (String) -> [UInt8]?
  private let progress: (Step) -> Void
  private var report: InputReport

  /// Compiles everything.
  ///
  /// - Parameters:
  ///   - report: Receives mistakes and warnings. Also when blobs come back: a reply that is missing, examples
  ///     that repeat.
  ///   - kept: The blobs of a part of this layout. Where the examples are the same, its scorer is taken over: training
  ///     is most of what compiling costs, and would come to the same bytes. Patterns that it has are not tried on slow
  ///     messages again.
  /// - Returns: `nil` when there are mistakes.
  package static func compile(
    _ source: IntentSource, report: inout InputReport,
    keeping kept: @escaping (String) -> [UInt8]? = { _ in nil },
    progress: @escaping (Step) -> Void = { _ in }
  ) -> [IntentBlob]? {
    let before = report.errorCount
    var compiler = IntentCompiler(source: source, kept: kept, progress: progress, report: report)
    let blobs = compiler.run()
    report = compiler.report
    return report.errorCount == before ? blobs : nil
  }

  /// Looks for mistakes as ``compile(_:report:progress:)`` does, without training: milliseconds, not seconds.
  package static func check(_ source: IntentSource, report: inout InputReport) {
    var compiler = IntentCompiler(source: source, kept: { _ in nil }, progress: { _ in }, report: report)
    compiler.warnOfSilentIntents()
    let names = source.names
    for locale in source.locales {
      _ = RuleCompiler.compile(source, locale: locale, names: names, report: &compiler.report)
      _ = ExampleCollector.collect(source, locale: locale, names: names, report: &compiler.report)
    }
    report = compiler.report
  }

  private init(
    source: IntentSource, kept: @escaping (String) -> [UInt8]?, progress: @escaping (Step) -> Void,
    report: InputReport
  ) {
    self.source = source
    self.kept = kept
    self.progress = progress
    self.report = report
  }

  private mutating func run() -> [IntentBlob] {
    let (names, locales, mistakes) = (source.names, source.locales, report.errorCount)
    warnOfSilentIntents()
    let collected = collectExamples()
    for locale in locales { progress(.rules(locale: locale)) }
    let (source, tried, before) = (source, tried, report)
    // Rules and examples know nothing of each other; a mistake in a rule ends the training.
    let interrupt = Interrupt()
    if before.errorCount > mistakes { interrupt.raise() }
    let (drafts, scorers) = SideBySide.both {
      let drafts = Self.compileRules(source, collected, tried, before)
      if drafts.report.errorCount > mistakes { interrupt.raise() }
      return drafts
    } _: {
      zip(locales, collected).map { locale, examples in
        interrupt.isRaised ? nil : scorer(of: examples, locale, interrupt)
      }
    }
    report = drafts.report
    guard drafts.report.errorCount == mistakes else { return [] }
    var blobs: [IntentBlob] = []
    for (index, locale) in locales.enumerated() {
      if let rules = drafts.rules[index] {
        blobs.append(IntentBlob(name: BlobName.rules(locale), bytes: rules))
      }
      if let scorer = scorers[index] {
        blobs.append(IntentBlob(name: BlobName.scorer(locale), bytes: scorer))
      }
      blobs.append(IntentBlob(name: BlobName.examples(locale), bytes: collected[index].texts.blob))
      blobs.append(IntentBlob(name: BlobName.spelling(locale), bytes: drafts.spellings[index]))
    }
    blobs.append(IntentBlob(name: BlobName.index, bytes: EngineIndex(names: names, locales: locales).blob))
    blobs.append(IntentBlob(name: BlobName.sources, bytes: source.blob))
    return blobs
  }

  /// The examples of every locale.
  private mutating func collectExamples() -> [ExampleCollector] {
    let (source, names) = (source, source.names)
    return source.locales.map { locale in
      ExampleCollector.collect(source, locale: locale, names: names, report: &report)
    }
  }

  /// The patterns of the kept part, if it says what they were.
  private var tried: TriedPatterns {
    guard let kept = try? IntentSource(read: kept) else { return .none }
    return TriedPatterns(kept, for: source)
  }

  /// What becomes of the rules, and of the words to repair misspelt ones by; a blob for each locale.
  private static func compileRules(
    _ source: IntentSource, _ examples: [ExampleCollector], _ tried: TriedPatterns, _ report: InputReport
  ) -> (rules: [[UInt8]?], spellings: [[UInt8]], report: InputReport) {
    var (rules, spellings, report): ([[UInt8]?], [[UInt8]], InputReport) = ([], [], report)
    let names = source.names
    for (locale, examples) in zip(source.locales, examples) {
      spellings.append(KnownWords.spelling(of: source, locale: locale, examples: examples).blob)
      let book = RuleCompiler.compile(
        source, locale: locale, names: names, wordCounts: KnownWords.counts(of: examples, locale: locale),
        tried: tried, report: &report)
      rules.append(book?.blob)
    }
    return (rules, spellings, report)
  }

  /// The scorer's blob: the kept one's when it learnt from the same texts with the same labels.
  private func scorer(
    of examples: ExampleCollector, _ locale: String, _ interrupt: Interrupt
  ) -> [UInt8]? {
    progress(.examples(locale: locale))
    if let texts = kept(BlobName.examples(locale)), texts == examples.texts.blob,
      let scorer = kept(BlobName.scorer(locale))
    {
      return scorer
    }
    return examples.train(locale: locale, until: interrupt)?.blob
  }

  /// Intents that nothing leads to, and intents that have nothing to say in any locale.
  private mutating func warnOfSilentIntents() {
    let answered = Set(source.intents.filter { !$0.replies.isEmpty || $0.flow != nil }.map(\.name))
    for intent in source.intents where intent.name != IntentSource.outOfScope {
      if intent.rules.isEmpty, intent.examples.isEmpty {
        report.warn(at: intent.place, "intent '\(intent.name)' has neither rules nor examples")
      }
      if !answered.contains(intent.name) {
        report.warn(at: intent.place, "intent '\(intent.name)' has no reply")
      }
    }
  }
}

/// Names of the blobs.
enum BlobName {
  static let index = "intents"
  static let sources = "sources"
  static func rules(_ locale: String) -> String { "rules/\(locale)" }
  static func scorer(_ locale: String) -> String { "scorer/\(locale)" }
  static func examples(_ locale: String) -> String { "examples/\(locale)" }
  static func spelling(_ locale: String) -> String { "spelling/\(locale)" }
}

extension IntentSource {
  /// Names of intents in the order they first occur; `oos` is not one.
  package var names: [String] {
    var seen: Set<String> = [Self.outOfScope]
    return intents.map(\.name).filter { seen.insert($0).inserted }
  }
}
