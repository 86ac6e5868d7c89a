import Patterns
import Text

/// A text that is to be confirmed, of which a part was wrong: "number 14", "the postcode is 10117", "Elm Road, not Elm
/// Street". Only what can be put in its place beyond doubt is; for the rest the whole text is asked for again.
struct TextAmendment {
  enum Outcome: Equatable {
    case amended(String)
    /// A part is wrong, but not what it should be.
    case unclear
    /// The message is about no part of it.
    case none
  }

  let reading: SlotReading
  let slot: SlotBook
  private let old: TextAnalyzer
  private let value: String

  /// Most words that are put in the place of others.
  private static let mostWords = 4

  init(_ reading: SlotReading, _ slot: SlotBook, of value: String) {
    self.reading = reading
    self.slot = slot
    self.value = value
    old = TextAnalyzer()
    old.analyze(value)
  }

  /// - Complexity: As a rule one look for each word of the parts; the text is read once more.
  func outcome() -> Outcome {
    if let swapped = swapped() { return swapped }
    let named = slot.parts.filter { $0.words.range(in: message.match) != nil }
    guard !named.isEmpty, numbers <= named.count || isExcluding else { return .none }
    var amended = value
    for part in named {
      guard let better = put(part, into: amended) else { return .unclear }
      amended = better
    }
    return amended == value ? .unclear : .amended(amended)
  }

  /// Whether a new text has every part that the old one had: a street without its town has not.
  func isWhole(_ text: String) -> Bool {
    let new = TextAnalyzer()
    new.analyze(text)
    return slot.parts.allSatisfy { part in
      guard let pattern = part.pattern, find(pattern, in: old.match) != nil else { return true }
      return find(pattern, in: new.match) != nil
    }
  }

  /// Whether the message begins with the name of a part that has a form: the part follows, and not all of the text.
  var beginsWithPart: Bool {
    let start = leadBytes(withParts: false)
    return slot.parts.contains { $0.pattern != nil && $0.words.prefix(of: message.match, from: start) > 0 }
  }

  /// Whether the message calls a part of the text by its name.
  var namesPart: Bool { slot.parts.contains { $0.words.range(in: message.match) != nil } }

  private var message: TextAnalyzer { reading.message }

  private var numbers: Int {
    message.tokens.count { message.match[$0.match.indices].contains { (0x30...0x39).contains($0) } }
  }

  private var isExcluding: Bool { reading.words.excluding.range(in: message.match) != nil }

  // MARK: - One for another

  /// "Elm Road, not Elm Street": the words of the text that are denied, with those before them in their place. Unclear where
  /// what stands before them is more than that, "it is 14 Elm Street, not 12", or a sentence about them: "that is not Hamburg".
  private func swapped() -> Outcome? {
    var isDenied = false
    let tokens = message.tokens
    for place in tokens.indices.dropFirst() {
      let start = Int(tokens[place].match.lowerBound)
      let length = reading.words.excluding.prefix(of: message.match, from: start)
      guard length > 0, let first = tokens.firstIndex(where: { $0.match.lowerBound > start + length }) else {
        continue
      }
      for count in stride(from: min(Self.mostWords, tokens.count - first, place), to: 0, by: -1) {
        let denied = match(first..<first + count)
        guard let range = only(denied) else { continue }
        isDenied = true
        let isSetOff = tokens[place].isAfterBreak || first == place + 1
        guard isSetOff, mayReplace(place - count..<place, first..<first + count) else { continue }
        return replacing(old.rawRange(ofMatch: range), in: value, by: raw(place - count..<place))
          .map(Outcome.amended) ?? .unclear
      }
    }
    return isDenied ? .unclear : nil
  }

  /// Whether words may stand for denied ones: the message begins with them, and they are numbers where those are. Behind the
  /// name of a part only a number is beyond doubt.
  private func mayReplace(_ new: Range<Int>, _ denied: Range<Int>) -> Bool {
    guard zip(new, denied).allSatisfy({ isNumber($0) == isNumber($1) }) else { return false }
    let start = Int(message.tokens[new.lowerBound].match.lowerBound)
    let isNumeric = new.allSatisfy(isNumber)
    let namesPart = slot.parts.contains { $0.words.prefix(of: message.match, from: start) > 0 }
    return start == leadBytes(withParts: isNumeric) && (isNumeric || !namesPart)
  }

  /// Bytes of the match text before what the message says: "no, it is", and names of parts.
  private func leadBytes(withParts: Bool) -> Int {
    var start = reading.correctionBytes
    while start < message.match.count {
      let part = slot.parts.map { $0.words.prefix(of: message.match, from: start) }.max() ?? 0
      let length = max(reading.words.filler.prefix(of: message.match, from: start), withParts ? part : 0)
      guard length > 0 else { break }
      start += length + 1
    }
    return start
  }

  private func isNumber(_ token: Int) -> Bool {
    message.match[message.tokens[token].match.indices].contains { (0x30...0x39).contains($0) }
  }

  /// Where words stand in the text, when they stand there once.
  private func only(_ words: ArraySlice<UInt8>) -> Range<Int>? {
    let list = WordList([String(decoding: words, as: UTF8.self)]) { Array($0.utf8) }
    guard let range = list.range(in: old.match) else { return nil }
    return list.range(in: Array(old.match[min(range.upperBound + 1, old.match.count)...])) == nil
      ? range : nil
  }

  private func match(_ tokens: Range<Int>) -> ArraySlice<UInt8> {
    let all = message.tokens
    return message.match[
      Int(all[tokens.lowerBound].match.lowerBound)..<Int(all[tokens.upperBound - 1].match.upperBound)]
  }

  private func raw(_ tokens: Range<Int>) -> Range<Int> {
    let all = message.tokens
    return Int(all[tokens.lowerBound].raw.lowerBound)..<Int(all[tokens.upperBound - 1].raw.upperBound)
  }

  // MARK: - Parts by their names

  /// The text with a part as the message has it; `nil` when either has none.
  private func put(_ part: TextPartBook, into text: String) -> String? {
    guard let pattern = part.pattern, let name = part.words.range(in: message.match) else { return nil }
    let behind = min(name.upperBound + 1, message.match.count)
    guard
      let new = find(pattern, in: Array(message.match[behind...])).map({ shifted($0, by: behind) })
        ?? find(pattern, in: Array(message.match[..<name.lowerBound]))
    else { return nil }
    old.analyze(text)
    guard let place = find(pattern, in: old.match) else { return nil }
    return replacing(old.rawRange(ofMatch: place), in: text, by: message.rawRange(ofMatch: new))
  }

  private func shifted(_ range: Range<Int>, by offset: Int) -> Range<Int> {
    range.lowerBound + offset..<range.upperBound + offset
  }

  private func find(_ pattern: Pattern, in match: [UInt8]) -> Range<Int>? {
    let outcome = match.withUnsafeBufferPointer { pattern.match(in: $0, with: reading.scratch) }
    guard outcome == .match, var range = reading.scratch.range(ofGroup: 0) else { return nil }
    while !range.isEmpty, match[range.upperBound - 1] == 0x20 {
      range = range.lowerBound..<range.upperBound - 1
    }
    return range.isEmpty ? nil : range
  }

  /// - Parameter new: In the message as typed.
  private func replacing(_ range: Range<Int>, in text: String, by new: Range<Int>) -> String? {
    var bytes = Array(text.utf8)
    bytes.replaceSubrange(range, with: message.raw[new])
    return bytes.count <= slot.maximumBytes ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
