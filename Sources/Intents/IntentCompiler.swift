package import Formats
import Text

/// One named blob of the intents part.
package struct IntentBlob: Sendable {
  package var name: String
  package var bytes: [UInt8]
}

/// Turns what owners wrote into the blobs of an intents part. Deterministic; one thread; seconds.
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
  ///     is nearly all that compiling costs, and would come to the same bytes.
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
    let mistakes = report.errorCount
    let names = source.names
    let locales = source.locales
    warnOfSilentIntents()
    var blobs: [IntentBlob] = []
    // All rules first: a mistake in one should not wait for the training of examples.
    let drafts = locales.map { locale in
      progress(.rules(locale: locale))
      let examples = ExampleCollector.collect(source, locale: locale, names: names, report: &report)
      let spelling = KnownWords.spelling(of: source, locale: locale, examples: examples)
      let book = RuleCompiler.compile(
        source, locale: locale, names: names, wordCounts: KnownWords.counts(of: examples, locale: locale),
        report: &report)
      return (locale: locale, book: book, examples: examples, spelling: spelling)
    }
    guard report.errorCount == mistakes else { return [] }
    for (locale, book, examples, spelling) in drafts {
      progress(.examples(locale: locale))
      if let book { blobs.append(IntentBlob(name: BlobName.rules(locale), bytes: book.blob)) }
      if let scorer = scorer(of: examples, locale) {
        blobs.append(IntentBlob(name: BlobName.scorer(locale), bytes: scorer))
      }
      blobs.append(IntentBlob(name: BlobName.examples(locale), bytes: examples.texts.blob))
      blobs.append(IntentBlob(name: BlobName.spelling(locale), bytes: spelling.blob))
    }
    blobs.append(IntentBlob(name: BlobName.index, bytes: EngineIndex(names: names, locales: locales).blob))
    blobs.append(IntentBlob(name: BlobName.sources, bytes: source.blob))
    return blobs
  }

  /// The scorer's blob: the kept one's when it learnt from the same texts with the same labels.
  private func scorer(of examples: ExampleCollector, _ locale: String) -> [UInt8]? {
    if let texts = kept(BlobName.examples(locale)), texts == examples.texts.blob,
      let scorer = kept(BlobName.scorer(locale))
    {
      return scorer
    }
    return examples.train(locale: locale)?.blob
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
