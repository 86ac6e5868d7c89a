import Formats
import Patterns
import Text

/// Compiles the rules of one locale, pointing at every mistake.
struct RuleCompiler {
  private let locale: String
  private var report: InputReport
  /// Lists by name, those of the default locale beneath the locale's own.
  private let lists: [String: IntentSource.List]
  private var patternLists = PatternLists()
  private let patternGuard = PatternGuard()
  private var triesPatterns = true
  private var tried = TriedPatterns.none

  /// - Returns: `nil` when the locale has no rules, or a list is wrong.
  ///
  /// - Parameters:
  ///   - wordCounts: How often examples have a word; rules are found by their rarest.
  ///   - tried: Patterns that need not be tried on slow messages again.
  static func compile(
    _ source: IntentSource, locale: String, names: [String], wordCounts: [String: Int] = [:],
    tried: TriedPatterns = .none, report: inout InputReport
  ) -> RuleBook? {
    let rules = read(source, locale: locale, names: names, tried: tried, report: &report)
    guard !rules.isEmpty else { return nil }
    return RuleBook(rules: rules.map(\.rank), patterns: PatternSet(ranked(rules), wordCounts: wordCounts))
  }

  /// The rules of a locale in the order in which they win; those with mistakes are left out.
  ///
  /// - Parameter tryingPatterns: Whether each is tried on messages made to slow it, which takes a millisecond or so.
  static func read(
    _ source: IntentSource, locale: String, names: [String], tryingPatterns: Bool = true,
    tried: TriedPatterns = .none, report: inout InputReport
  ) -> [CompiledRule] {
    var compiler = RuleCompiler(source, locale, report)
    compiler.tried = tried
    compiler.triesPatterns = tryingPatterns
    let rules = compiler.readLists() ? compiler.rules(source, names) : []
    report = compiler.report
    return rules
  }

  private init(_ source: IntentSource, _ locale: String, _ report: InputReport) {
    self.locale = locale
    self.report = report
    lists = source.lists(for: locale)
  }

  private mutating func readLists() -> Bool {
    do throws(PatternError) {
      patternLists = try PatternLists(lists.mapValues { $0.items.map(\.text) }, fold: Self.fold(for: locale))
      return true
    } catch {
      report.add(located(error, rule: nil))
      return false
    }
  }

  /// Folds as match text is folded.
  private static func fold(for locale: String) -> PatternLists.Fold {
    let language = Language(locale: locale) ?? .english
    return { scalar in TextAnalyzer(language: language).fold(String(Character(scalar))) }
  }

  private mutating func rules(_ source: IntentSource, _ names: [String]) -> [CompiledRule] {
    let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    var seen: [String: Place] = [:]
    var compiled: [CompiledRule] = []
    for intent in source.intents where intent.locale == locale && !intent.rules.isEmpty {
      guard let number = numbers[intent.name] else {
        report.add(InputError(.schema, at: intent.rules[0].match.place, "'oos' takes examples, not rules"))
        continue
      }
      for rule in intent.rules {
        if let other = seen.updateValue(rule.match.place, forKey: rule.id) {
          report.add(
            InputError(
              .duplicate, at: rule.match.place, "rule id '\(rule.id)' is there twice, first at \(other)"))
        }
        guard let patterns = read(rule) else { continue }
        let ranked = RuleBook.Rule(
          id: rule.id, intent: number, priority: rule.priority,
          literalEvidence: patterns.pattern.literalEvidence, position: compiled.count)
        compiled.append(
          CompiledRule(intent: intent.name, match: rule.match, rank: ranked, patterns: patterns))
      }
    }
    return compiled.sorted { left, right in
      left.rank.outranks(right.rank)
        || (!right.rank.outranks(left.rank) && left.rank.position < right.rank.position)
    }
  }

  /// Of an intent's rules only the best that match count: lower ones are not tried any more.
  private static func ranked(_ compiled: [CompiledRule]) -> [PatternSet.Rule] {
    var rank: UInt32 = 0
    return compiled.indices.map { index in
      if index > 0, compiled[index - 1].rank.outranks(compiled[index].rank) { rank += 1 }
      var rule = compiled[index].patterns
      rule.group = UInt32(compiled[index].rank.intent)
      rule.rank = rank
      return rule
    }
  }

  private mutating func read(_ rule: IntentSource.Rule) -> PatternSet.Rule? {
    guard let match = read(rule.match) else { return nil }
    guard let written = rule.unless else { return PatternSet.Rule(match) }
    return read(written).map { PatternSet.Rule(match, unless: $0) }
  }

  private mutating func read(_ line: IntentSource.Line) -> PatternSyntax? {
    do throws(PatternError) {
      let syntax = try PatternSyntax(line.text, lists: patternLists)
      let pattern = try Pattern(syntax)
      if triesPatterns, !tried.contains(line.text, locale: locale),
        let danger = patternGuard.danger(of: pattern, syntax)
      {
        report.add(InputError(.limit, at: line.place, "\(danger)"))
        return nil
      }
      return syntax
    } catch {
      report.add(located(error, rule: line))
      return nil
    }
  }

  /// The place of a mistake inside a pattern; columns count characters.
  private func located(_ error: PatternError, rule: IntentSource.Line?) -> InputError {
    var line = rule
    if case .item(let list, let index) = error.place {
      line = lists[list].map { $0.items.indices.contains(index) ? $0.items[index] : .init("", at: $0.place) }
    }
    guard let line else { return InputError(.syntax, at: Place(wholeOf: "lists"), error.message) }
    let before = String(decoding: line.text.utf8.prefix(error.byteOffset), as: UTF8.self)
    let column = line.place.column + before.unicodeScalars.count
    let place = Place(file: line.place.file, line: line.place.line, column: column)
    return InputError(error.code == .unknownList ? .schema : .syntax, at: place, error.message)
  }
}
