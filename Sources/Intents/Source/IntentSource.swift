package import Formats

/// What the owner of a store wrote about intents, read and placed but not yet compiled.
///
/// Add the files of one import, ``merge(_:)`` them into what the database holds, hand the result to
/// ``IntentCompiler``. The order of files and of rules within them is kept: it breaks ties between rules.
package struct IntentSource: Sendable, Equatable {
  /// The label of examples that teach what to decline.
  package static let outOfScope = "oos"
  package static let defaultLocale = "en"

  /// Text as written, with the place to point at.
  package struct Line: Sendable, Equatable {
    package var text: String
    package var place: Place

    package init(_ text: String, at place: Place) {
      self.text = text
      self.place = place
    }
  }

  /// A named list: what `{name}` stands for in rules.
  package struct List: Sendable, Equatable {
    package var name: String
    package var locale: String
    package var place: Place
    package var items: [Line]
  }

  package struct Rule: Sendable, Equatable {
    /// Unique within a locale; `<intent>#<n>`, counted from 1, unless the author gave one.
    package var id: String
    package var match: Line
    /// A message that this matches too is not for the rule.
    package var unless: Line?
    /// Decides before anything else; 0 unless given.
    package var priority: Int
  }

  /// One intent in one locale.
  package struct Intent: Sendable, Equatable {
    package var name: String
    package var locale: String
    package var place: Place
    /// How a clarifying question names it.
    package var title: Line?
    package var rules: [Rule] = []
    package var examples: [Line] = []
    package var replies: [Line] = []
    package var suggestions: [Line] = []
    package var flow: Line?
  }

  package internal(set) var lists: [List] = []
  package internal(set) var intents: [Intent] = []

  package init() {}

  /// Locales that have intents, the default one first, then by name.
  package var locales: [String] {
    let others = Set(intents.map(\.locale)).subtracting([Self.defaultLocale]).sorted()
    return intents.contains { $0.locale == Self.defaultLocale } ? [Self.defaultLocale] + others : others
  }

  package var isEmpty: Bool { intents.isEmpty && lists.isEmpty }

  /// Puts `newer` over this: an intent or list that both have, in the same locale, is the newer one's. An intent
  /// of examples alone, as a CSV file gives it, brings new examples to the rules and replies that are there.
  package mutating func merge(_ newer: IntentSource) {
    for list in newer.lists {
      Self.put(list, into: &lists) { $0.name == list.name && $0.locale == list.locale }
    }
    var index: [[String]: Int] = [:]
    for (position, intent) in intents.enumerated() { index[[intent.locale, intent.name]] = position }
    for intent in newer.intents {
      if let position = index[[intent.locale, intent.name]] {
        if intent.hasExamplesOnly {
          intents[position].examples = intent.examples
        } else {
          intents[position] = intent
        }
      } else {
        intents.append(intent)
      }
    }
  }

  private static func put<Element>(
    _ element: Element, into elements: inout [Element], where isSame: (Element) -> Bool
  ) {
    if let position = elements.firstIndex(where: isSame) {
      elements[position] = element
    } else {
      elements.append(element)
    }
  }
}

extension IntentSource.Intent {
  /// Whether nothing but what shoppers say is told of it.
  package var hasExamplesOnly: Bool {
    !examples.isEmpty && rules.isEmpty && replies.isEmpty && suggestions.isEmpty && flow == nil
      && title == nil
  }
}
