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
    if let amended = swapped() { return .amended(amended) }
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

  private var message: TextAnalyzer { reading.message }

  private var numbers: Int {
    message.tokens.count { message.match[$0.match.indices].contains { (0x30...0x39).contains($0) } }
  }

  private var isExcluding: Bool { reading.words.excluding.range(in: message.match) != nil }

  // MARK: - One for another

  /// "Elm Road, not Elm Street": the words of the text that are denied, with those before them in their place.
  private func swapped() -> String? {
    let tokens = message.tokens
    for place in tokens.indices.dropFirst() {
      let start = Int(tokens[place].match.lowerBound)
      let length = reading.words.excluding.prefix(of: message.match, from: start)
      guard length > 0, let first = tokens.firstIndex(where: { $0.match.lowerBound > start + length }) else {
        continue
      }
      for count in stride(from: min(Self.mostWords, tokens.count - first, place), to: 0, by: -1) {
        let denied = match(first..<first + count)
        guard let range = only(denied), tokens[place - count].match.lowerBound >= reading.correctionBytes
        else { continue }
        return replacing(old.rawRange(ofMatch: range), in: value, by: raw(place - count..<place))
      }
    }
    return nil
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
