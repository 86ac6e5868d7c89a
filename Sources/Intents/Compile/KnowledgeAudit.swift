package import Formats
import Patterns
import Text

/// Looks at rules, lists and examples side by side for what `parley check` refuses: what no file shows alone.
///
/// Each finding has the place of both sides. A second or so for a store of 300 rules and 4,000 examples.
package struct KnowledgeAudit {
  private let source: IntentSource
  private let locale: String
  private let rules: [CompiledRule]
  private var report: InputReport

  /// A rule that matched, of all that are looked at here.
  private typealias Number = Int

  /// - Parameter source: Compiles without a mistake; else nothing is found.
  package static func run(_ source: IntentSource, report: inout InputReport) {
    var unused = InputReport()
    for locale in source.locales {
      let rules = RuleCompiler.read(
        source, locale: locale, names: source.names, tryingPatterns: false, report: &unused)
      guard unused.isClean else { return }
      var audit = KnowledgeAudit(source: source, locale: locale, rules: rules, report: report)
      audit.compareWithExamples()
      audit.findDuplicates()
      audit.findUnreachable()
      audit.findUnfiltered()
      report = audit.report
    }
    findRepeatedExamples(source, &report)
    findUnusedLists(source, &report)
  }

  private init(source: IntentSource, locale: String, rules: [CompiledRule], report: InputReport) {
    self.source = source
    self.locale = locale
    self.rules = rules
    self.report = report
  }

  private func place(_ rule: Number) -> Place { rules[rule].match.place }

  private mutating func refuse(_ place: Place, _ message: String) {
    report.add(InputError(.value, at: place, message))
  }

  // MARK: Rules against examples

  /// Examples of another intent that a rule matches, first by rule and intent.
  private struct Overmatch {
    var example: IntentSource.Line
    var count = 1
    /// The best of the example's own rules that go before this one; `nil` when this one would win.
    var beatenBy: Number?
  }

  private mutating func compareWithExamples() {
    let (set, scratch) = (PatternSet(rules.map(\.patterns)), PatternScratch())
    let analyzer = TextAnalyzer(language: Language(locale: locale) ?? .english)
    var matchesOwn = [Bool](repeating: false, count: rules.count)
    var overmatches: [[String: Overmatch]] = Array(repeating: [:], count: rules.count)
    for intent in source.intents where intent.locale == locale {
      for example in intent.examples {
        analyzer.analyze(example.text)
        analyzer.match.withUnsafeBufferPointer { set.match($0, with: scratch) }
        let matched = scratch.matches.map(\.rule)
        let own = matched.filter { rules[$0].intent == intent.name }
        for rule in own { matchesOwn[rule] = true }
        for rule in matched where rules[rule].intent != intent.name {
          let best = own.first { !rules[rule].rank.outranks(rules[$0].rank) }
          note(rule, intent.name, example, beatenBy: best, &overmatches)
        }
      }
    }
    for rule in rules.indices {
      for (intent, found) in overmatches[rule].sorted(by: { $0.value.example.place < $1.value.example.place })
      {
        tell(rule, intent, found)
      }
      if !matchesOwn[rule] { tellIdle(rule) }
    }
  }

  private func note(
    _ rule: Number, _ intent: String, _ example: IntentSource.Line, beatenBy: Number?,
    _ overmatches: inout [[String: Overmatch]]
  ) {
    guard var known = overmatches[rule][intent] else {
      overmatches[rule][intent] = Overmatch(example: example, beatenBy: beatenBy)
      return
    }
    known.count += 1
    // One that this rule would win is the one to show.
    if known.beatenBy != nil, beatenBy == nil { (known.example, known.beatenBy) = (example, nil) }
    overmatches[rule][intent] = known
  }

  private mutating func tell(_ rule: Number, _ intent: String, _ found: Overmatch) {
    let more = found.count > 1 ? " and \(found.count - 1) more" : ""
    let what =
      "rule '\(rules[rule].rank.id)' of '\(rules[rule].intent)' matches an example of '\(intent)': "
      + "“\(found.example.text)” at \(found.example.place)\(more)"
    guard let better = found.beatenBy else { return refuse(place(rule), what) }
    report.warn(at: place(rule), what + "; there '\(rules[better].rank.id)' goes before it")
  }

  private mutating func tellIdle(_ rule: Number) {
    let own = source.intents.first { $0.locale == locale && $0.name == rules[rule].intent }
    guard let own, !own.examples.isEmpty else { return }
    refuse(
      place(rule),
      "rule '\(rules[rule].rank.id)' matches none of the \(own.examples.count.counted("example")) of '\(own.name)'"
    )
  }

  // MARK: Rules against rules

  private mutating func findDuplicates() {
    var seen: [[String]: Number] = [:]
    for (number, rule) in rules.enumerated() {
      let key = [rule.patterns.pattern.expanded, rule.patterns.unless?.expanded ?? ""]
      if let first = seen[key] {
        refuse(
          place(number),
          "rule '\(rule.rank.id)' of '\(rule.intent)' says the same as '\(rules[first].rank.id)' of "
            + "'\(rules[first].intent)' at \(place(first))")
      } else {
        seen[key] = number
      }
    }
  }

  /// Rules that can never win: all they can match is matched by a rule of their intent that goes before them, or by
  /// their own `unless`.
  private mutating func findUnreachable() {
    let (set, scratch, alone) = (PatternSet(rules.map(\.patterns)), PatternScratch(), MatchScratch())
    for (number, rule) in rules.enumerated() {
      guard let texts = rule.patterns.pattern.wholeTexts, !texts.isEmpty else { continue }
      if let unless = rule.patterns.unless, let pattern = try? Pattern(unless),
        texts.allSatisfy({ text in
          text.withUnsafeBufferPointer { pattern.match(in: $0, with: alone) } == .match
        })
      {
        refuse(place(number), "rule '\(rule.rank.id)' can never match: its 'unless' matches whatever it does")
        continue
      }
      var before: Set<Number>?
      for text in texts {
        text.withUnsafeBufferPointer { set.match($0, with: scratch) }
        let better = scratch.matches.map(\.rule).filter {
          rules[$0].intent == rule.intent && rules[$0].rank.outranks(rule.rank)
            && rules[$0].patterns.unless == nil
        }
        before = before?.intersection(better) ?? Set(better)
      }
      guard let better = before?.min() else { continue }
      refuse(
        place(number),
        "rule '\(rule.rank.id)' can never win: whatever it matches, '\(rules[better].rank.id)' at "
          + "\(place(better)) matches first")
    }
  }

  private mutating func findUnfiltered() {
    for rule in PatternSet(rules.map(\.patterns)).unfiltered {
      report.warn(
        at: place(rule),
        "rule '\(rules[rule].rank.id)' holds no word and no three letters that a message must have, and is tried on every one"
      )
    }
  }

  // MARK: Examples and lists

  private static func findRepeatedExamples(_ source: IntentSource, _ report: inout InputReport) {
    for locale in source.locales {
      let analyzer = TextAnalyzer(language: Language(locale: locale) ?? .english)
      var seen: [String: (intent: String, place: Place)] = [:]
      for intent in source.intents where intent.locale == locale {
        for example in intent.examples {
          let folded = analyzer.fold(example.text)
          guard let first = seen[folded] else {
            seen[folded] = (intent.name, example.place)
            continue
          }
          // Within one intent the repeat is dropped, with the compiler's warning.
          guard first.intent != intent.name else { continue }
          report.add(
            InputError(
              .duplicate, at: example.place,
              "the example of '\(intent.name)' is one of '\(first.intent)' too, at \(first.place)"))
        }
      }
    }
  }

  private static func findUnusedLists(_ source: IntentSource, _ report: inout InputReport) {
    var used: Set<String> = []
    for list in source.lists { used.formUnion(list.items.flatMap { names(in: $0.text) }) }
    for rule in source.intents.flatMap(\.rules) {
      used.formUnion(names(in: rule.match.text))
      if let unless = rule.unless { used.formUnion(names(in: unless.text)) }
    }
    for list in source.lists where !used.contains(list.name) {
      report.warn(at: list.place, "no rule uses the list {\(list.name)}")
    }
  }

  private static func names(in pattern: String) -> [String] { PatternSyntax.listNames(in: pattern) }
}
