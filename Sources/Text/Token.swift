/// One word, number or piece of an identifier, placed in both texts.
package struct Token: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// Letters, or letters and digits (`2nd`, `ps5`).
    case word
    /// Digits, perhaps with `.` or `,` between them (`3`, `3.5`, `1,000`), that are no identifier.
    case number
    /// A piece of an identifier; one that is written with a space has several pieces.
    case identifier(IdentifierKind)
  }

  /// What stood before a token, for whoever splits a message into clauses.
  package struct Flags: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The first of a sentence: it begins the message, or `.`, `!`, `?` or a line break came before.
    package static let startsSentence = Flags(rawValue: 1)
    /// A comma, semicolon or colon came before.
    package static let afterComma = Flags(rawValue: 2)
    /// A hyphen joined it to the token before (`e-mail`, `t-shirt`).
    package static let afterHyphen = Flags(rawValue: 4)
  }

  /// Bytes of the message as it was typed, punctuation around the word left out, `#` of `#1042` included.
  package var raw: Range<Int32>
  /// Bytes of the match text.
  package var match: Range<Int32>
  package var kind: Kind
  package var flags: Flags

  /// Whether a sentence ended, or a comma or the like stood, before it.
  package var isAfterBreak: Bool {
    flags.rawValue & (Flags.startsSentence.rawValue | Flags.afterComma.rawValue) != 0
  }
}

/// What an identifier is taken for. Digits that could be several things are an order number.
package enum IdentifierKind: UInt8, Sendable, CaseIterable {
  /// `#1042`, `1042` (four digits or more), `W4817420`, `112-4839201-8827361`.
  case orderNumber
  /// `anna@example.com`.
  case email
  /// A parcel's number in the shape of UPS, DHL, the postal unions' S10, or of 20 digits and more.
  case trackingNumber
  /// `€12.50`, `12,50 EUR`, `$30`.
  case amount
  /// `2026-11-12`, `12.11.2026`, `12/11`.
  case date
  /// `+49 30 1234567`: international form only.
  case phone
  /// `https://…` or `www.…`.
  case link
}

/// Something in the message that names one thing and must reach the reply unaltered.
package struct Identifier: Sendable, Equatable {
  package var kind: IdentifierKind
  /// Bytes of the message as it was typed.
  package var raw: Range<Int32>
  /// The tokens it is made of.
  package var tokens: Range<Int32>
  /// Where ``TextAnalyzer/value(of:)`` finds the normalised form.
  var value: Range<Int32>
}
