/// What a part holds.
package enum PartKind: String, CaseIterable, Sendable, Comparable {
  case faq, intents, policies

  /// The layout of the blobs that this program writes; it reads this one and, when their owner says so, older
  /// ones. Raised by whoever changes the layout.
  package var format: Int {
    switch self {
    case .faq: 2
    case .intents: 4
    case .policies: 2
    }
  }

  package static func < (one: PartKind, other: PartKind) -> Bool { one.rawValue < other.rawValue }
}
