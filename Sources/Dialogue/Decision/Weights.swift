/// How the evidence of rules, examples and FAQ is weighed against each other: the one policy of the decision.
///
/// Measured on the development sets with `parley eval intents`; `docs/benchmarks.md` tells how.
struct Weights {
  /// Literal letters of a rule's match at which it is as likely right as wrong, taken alone.
  var ruleHalf: Float = 5
  /// The share of a rule's strength that counts when the examples do not know its intent.
  var loneRule: Float = 0.9
  /// An FAQ hit from which its answer is given.
  var faqSure: Float = 0.75
  /// An FAQ hit from which its question is offered.
  var faqNear: Float = 0.5
  /// A score below which nothing is answered; calibrated examples may ask for more.
  var floor: Float = 0.3
  /// The same for a message of one word that no rule knows: "lol", "why".
  var oneWordFloor: Float = 0.5
  /// A rule's priority from which it goes before all other evidence, such as that somebody is in danger.
  let decisivePriority = 100

  /// A rule's strength, `0..<1`, by the literal letters its match must have.
  func strength(literalEvidence: Int) -> Float {
    let evidence = Float(literalEvidence)
    return evidence / (evidence + ruleHalf)
  }

  /// Independent evidence for the same intent (noisy-or).
  func combined(rule: Float, examples: Float) -> Float { 1 - (1 - rule) * (1 - examples) }
}
