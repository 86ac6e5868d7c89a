import Dice
import Testing

@testable import Text

@Suite("Whatever the bytes")
struct AnalyzerPropertyTests {
  /// Pieces that meet each other badly.
  private static let pieces: [[UInt8]] =
    [
      "a", "é", "ß", "'", "’", "-", "#", "@", ".", ",", "1042", "12,50", "€", " ", "\n", "订", "👍🏽", "\u{301}",
      "\u{200B}", "\u{202E}", "www.", "https://", "+49", "/", "o", "1Z", "ＡＢ", "٣", "İ", "ﬃ", "eur", ":",
      "x@y.de",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F], [0x80], [0x00]]

  @Test("spans are in order and in bounds, the match text is UTF-8, and folding it again changes nothing")
  func invariants() {
    let (analyzer, again) = (TextAnalyzer(), TextAnalyzer())
    var dice = Dice(seed: 1)
    for _ in 0..<20_000 {
      let bytes = (0..<dice.roll(14)).flatMap { _ in dice.pick(Self.pieces) }
      bytes.withUnsafeBufferPointer { analyzer.analyze($0) }
      check(analyzer, bytes)
      guard analyzer.identifiers.isEmpty else { continue }
      let match = String(decoding: analyzer.match, as: UTF8.self)
      let folded = again.fold(match)
      // Without the signs around them, digits may read as an order number.
      #expect(folded == match || !again.identifiers.isEmpty, "\(bytes)")
    }
  }

  private func check(_ analyzer: TextAnalyzer, _ bytes: [UInt8]) {
    #expect(String(validating: analyzer.match, as: UTF8.self) != nil, "\(bytes)")
    var (raw, match): (Int32, Int32) = (0, -1)
    for token in analyzer.tokens {
      let isOrdered =
        token.raw.lowerBound >= raw && !token.raw.isEmpty && token.match.lowerBound == match + 1
        && !token.match.isEmpty
      #expect(isOrdered, "\(bytes) \(token)")
      (raw, match) = (token.raw.upperBound, token.match.upperBound)
    }
    #expect(Int(raw) <= bytes.count && Int(max(match, 0)) == analyzer.match.count, "\(bytes)")
    for identifier in analyzer.identifiers {
      #expect(!identifier.tokens.isEmpty && !analyzer.value(of: identifier).isEmpty, "\(bytes)")
    }
  }
}
