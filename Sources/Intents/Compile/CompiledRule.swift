import Formats
import Patterns

/// One rule that has been read: what its author wrote, its rank, and what matches.
struct CompiledRule {
  var intent: String
  var match: IntentSource.Line
  var rank: RuleBook.Rule
  var patterns: PatternSet.Rule
}
