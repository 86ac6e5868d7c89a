import Formats

/// A row as it was read, before it is checked.
struct FAQDraft {
  enum Field: CaseIterable {
    case id, question, alternates, answer, category, tags, locale, enabled, intent
  }

  var id: String?
  var question = ""
  var answer = ""
  var alternates: [String] = []
  var category: String?
  var tags: [String] = []
  var locale: String?
  var intent: String?
  var enabled: String?

  /// The entry, when nothing is wrong with it.
  func entry(place: (Field) -> Place) throws(InputError) -> FAQEntry {
    let question = question.trimmed
    guard !question.isEmpty else { throw InputError(.value, at: place(.question), "the question is empty") }
    for (text, field) in [(question, Field.question)] + alternates.map({ ($0, .alternates) })
    where text.utf8.count > FAQImport.maximumQuestionBytes {
      throw InputError(
        .value, at: place(field), "longer than \(FAQImport.maximumQuestionBytes) bytes; a question is short")
    }
    if let id { try check(id: id, place) }
    try checkTexts(place)
    if let locale, !Self.isLocale(locale) {
      throw InputError(.value, at: place(.locale), "'\(locale)' is not a locale such as 'en' or 'pt-BR'")
    }
    return FAQEntry(
      id: id ?? Self.id(for: question, locale), question: question, answer: answer.trimmed,
      alternates: distinct(alternates, splitAt: "|", besides: question), category: category,
      tags: distinct(tags, splitAt: "|,;"),
      locale: locale, intent: intent, isEnabled: try isEnabled(place))
  }

  /// This row with the wording of a row under it, when that is nothing but another wording: the same id, another
  /// question, and in every other cell the same or nothing.
  func wordings(with next: FAQDraft) -> FAQDraft? {
    guard let id, next.id == id, !next.question.trimmed.isEmpty,
      Self.plain(next.question) != Self.plain(question)
    else { return nil }
    let isSame = { (ours: String?, theirs: String?) in theirs ?? "" == "" || ours == theirs }
    guard isSame(answer, next.answer), isSame(category, next.category), isSame(locale, next.locale),
      isSame(intent, next.intent), isSame(enabled, next.enabled), next.tags.isEmpty || next.tags == tags
    else { return nil }
    var all = self
    all.alternates += [next.question] + next.alternates
    return all
  }

  /// NUL, which JSON can spell, is no text: the readers of exports and C libraries end there.
  private func checkTexts(_ place: (Field) -> Place) throws(InputError) {
    func check(_ text: String?, _ field: Field) throws(InputError) {
      guard let text, text.utf8.contains(0) else { return }
      throw InputError(.value, at: place(field), "NUL inside a text")
    }
    try check(question, .question)
    try check(answer, .answer)
    try check(category, .category)
    try check(locale, .locale)
    try check(intent, .intent)
    for text in alternates { try check(text, .alternates) }
    for text in tags { try check(text, .tags) }
  }

  private func check(id: String, _ place: (Field) -> Place) throws(InputError) {
    guard id.utf8.count <= FAQImport.maximumIDBytes else {
      throw InputError(.value, at: place(.id), "an id is at most \(FAQImport.maximumIDBytes) bytes long")
    }
    let isVisible = { (scalar: Unicode.Scalar) in
      scalar.isASCII ? (0x21...0x7E).contains(scalar.value) : !scalar.properties.isWhitespace
    }
    guard id.unicodeScalars.allSatisfy(isVisible) else {
      throw InputError(.value, at: place(.id), "an id holds no spaces or control characters")
    }
  }

  private func isEnabled(_ place: (Field) -> Place) throws(InputError) -> Bool {
    switch enabled?.trimmed.lowercased() {
    case nil, "", "true", "yes", "1", "on", "y", "x": true
    case "false", "no", "0", "off", "n": false
    case let other?: throw InputError(.value, at: place(.enabled), "'\(other)' is neither true nor false")
    }
  }

  /// Lists may come as one text, as a spreadsheet has them; no part holds a separator, so that an export to CSV
  /// reads back the same.
  private func distinct(_ texts: [String], splitAt separators: String, besides first: String? = nil)
    -> [String]
  {
    var seen = Set([first].compactMap(\.self))
    return texts.flatMap { $0.split { separators.contains($0) } }.map(\.trimmed)
      .filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  /// Letters and digits in parts joined by `-` or `_`, the first part two or three letters.
  private static func isLocale(_ text: String) -> Bool {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
    guard let first = parts.first, (2...3).contains(first.count), text.utf8.count <= 35 else { return false }
    return first.allSatisfy { $0.isASCII && $0.isLetter }
      && parts.dropFirst().allSatisfy { part in
        (1...8).contains(part.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
      }
  }

  // MARK: Derived ids

  /// The id of a question that was given none: its first words for people, and a hash to tell it apart. It stays while
  /// the question does, case, spaces and the closing sign aside.
  static func id(for question: String, _ locale: String?) -> String {
    let plain = plain(question)
    var slug = ""
    for character in plain.unicodeScalars where slug.utf8.count < 40 {
      if character.isASCII, character.properties.isAlphabetic || ("0"..."9").contains(character) {
        slug.unicodeScalars.append(character)
      } else if !slug.isEmpty, !slug.hasSuffix("-"), character == " " {
        slug.append("-")
      }
    }
    let hash = String(Fingerprint.of(plain + "\0" + (locale ?? "")) >> 16, radix: 32)
    return (slug.isEmpty || slug.hasSuffix("-") ? slug : slug + "-") + hash
  }

  /// A question in lower case, its spaces single, without closing signs.
  static func plain(_ question: String) -> String {
    let bytes = Array(question.utf8)
    let lowered =
      bytes.allSatisfy { $0 < 0x80 }
      ? bytes.map(\.lowercasedASCII)
      : Array(String(question.lowercased().map { $0.isWhitespace ? " " : $0 }).utf8)
    var plain: [UInt8] = []
    plain.reserveCapacity(lowered.count)
    for byte in lowered where !(byte.isASCIISpace && (plain.last ?? .space) == .space) {
      plain.append(byte.isASCIISpace ? .space : byte)
    }
    while let last = plain.last,
      [.space, UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: ".")].contains(last)
    {
      plain.removeLast()
    }
    return String(decoding: plain, as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate static let space = UInt8(ascii: " ")

  fileprivate var isASCIISpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

  fileprivate var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

extension String {
  /// Without white space around it.
  var trimmed: String {
    // Most texts have none, and begin and end in ASCII.
    if let first = utf8.first, let last = utf8.last, (0x21...0x7E).contains(first),
      (0x21...0x7E).contains(last)
    {
      return self
    }
    return Substring(self).trimmed
  }
}

extension Substring {
  /// Without white space around it.
  var trimmed: String {
    let tail = drop(while: \.isWhitespace)
    guard let end = tail.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(tail[...end])
  }
}
