import Testing

@testable import FAQ

@Suite("Misspelt words")
struct SpellingTableTests {
  private static let words = ["delivery", "return", "returns", "address", "paypal", "order", "straße", "tv"]

  @Test(
    "one letter too many, too few, wrong or swapped is seen through; more is not",
    arguments: [
      ("delivery", "delivery"), ("delivrey", "delivery"), ("delivry", "delivery"), ("delivvery", "delivery"),
      ("delivary", "delivery"), ("deliverys", "delivery"), ("deliver", "delivery"), ("adress", "address"),
      ("paypall", "paypal"), ("retrun", "return"), ("ordr", nil), ("oredr", "order"), ("dellvary", nil),
      ("elivery", nil), ("tb", nil), ("strasse", nil), ("", nil),
    ] as [(String, String?)])
  func found(_ word: String, _ meant: String?) {
    let table = SpellingTable(
      Self.words.enumerated().map { (WordList.Word(text: $1, key: UInt64($0), entries: 1), UInt32($0), 7) })
    var found: [String] = []
    var word = word
    word.withUTF8 { bytes in table.forEachTerm(like: bytes, salt: 7) { found.append(Self.words[$0]) } }
    #expect(found.first == meant)
  }

  @Test("of words that are alike, the one that more entries have is meant")
  func commonest() {
    let table = SpellingTable([
      (WordList.Word(text: "house", key: 0, entries: 1), 0, 7),
      (WordList.Word(text: "horse", key: 1, entries: 9), 1, 7),
    ])
    var found: [Int] = []
    var word = "hoses"
    word.withUTF8 { bytes in table.forEachTerm(like: bytes, salt: 7) { found.append($0) } }
    #expect(found.first == 1)
  }

  @Test("a list of words comes back as it went in, and a cut one is an error")
  func wordList() throws {
    let words = Self.words.map {
      WordList.Word(text: $0, key: Fingerprint.of($0), entries: UInt32($0.count), tongue: 3)
    }
    let blob = WordList.encode(words[...])
    var read: [WordList.Word] = []
    try WordList.decode(blob) { read.append($0) }
    #expect(read == words)
    for size in blob.indices {
      #expect(throws: FAQError.malformed) { try WordList.decode(Array(blob.prefix(size))) { _ in } }
    }
  }
}
