import Formats
import Foundation
import Testing

@testable import FAQ

@Suite("Synonyms")
struct SynonymTests {
  private static let own = Synonyms([
    .init(phrases: ["sofa", "couch", "place to sit"], locale: "en"),
    .init(phrases: ["Sendung", "Päckchen"], locale: "de"),
  ])
  private static let entries = [
    FAQEntry(id: "sofa", question: "How do I clean my sofa?"),
    FAQEntry(id: "oven", question: "How do I clean my oven?"),
    FAQEntry(id: "refund", question: "When do I get my refund?"),
    FAQEntry(id: "sendung", question: "Wo ist meine Sendung?", locale: "de"),
  ]

  @Test(
    "another word for it finds the entry, and so does a phrase; the editors' words count in their language",
    arguments: [
      ("cleaning the couch", "en", "sofa"), ("clean a place to sit", "en", "sofa"),
      ("clean the place", "en", "oven"),
      ("mein päckchen", "de", "sendung"), ("send my money back", "en", "refund"),
      ("when will you reimburse me", "en", "refund"),
    ])
  func found(_ message: String, _ locale: String, _ id: String) throws {
    let fixture = try FAQFixture(Self.entries, synonyms: Synonyms.builtIn.with(Self.own))
    for inMemory in [true, false] {
      let ids = try fixture.index(inMemory: inMemory).ids(message, locale: locale)
      if id == "oven" { #expect(ids.count >= 2) } else { #expect(ids.first == id) }
    }
  }

  @Test("without synonyms a word finds itself alone")
  func none() throws {
    let index = try FAQFixture(Self.entries, synonyms: Synonyms()).index()
    #expect(try index.ids("couch").isEmpty)
    #expect(try index.ids("reimburse").isEmpty)
    #expect(try index.ids("sofa") == ["sofa"])
  }

  @Test("the word itself goes before a synonym of it")
  func ownWordFirst() throws {
    let entries = [
      FAQEntry(id: "package", question: "Where is my package?"),
      FAQEntry(id: "parcel", question: "Where is my parcel?"),
    ]
    let index = try FAQFixture(entries).index()
    #expect(try index.ids("where is my parcel") == ["parcel", "package"])
    #expect(try index.ids("where is my package") == ["package", "parcel"])
  }

  @Test("a hit tells which words were found by a synonym")
  func explained() throws {
    let fixture = try FAQFixture(Self.entries, synonyms: Self.own)
    let hit = try #require(try fixture.index().hits("clean the couch").first)
    #expect(hit.matchedTokens == 0b001 && hit.relatedTokens == 0b100 && !hit.isExact)
  }

  @Test("what a part keeps of its synonyms comes back", arguments: [true, false])
  func kept(usesBuiltIn: Bool) throws {
    let synonyms = (usesBuiltIn ? Synonyms.builtIn : Synonyms()).with(Self.own)
    let back = try Synonyms(encoded: synonyms.encoded)
    #expect(back == synonyms && back.own == Self.own && back.usesBuiltIn == usesBuiltIn)
    for size in 0..<synonyms.encoded.count {
      #expect(throws: FAQError.malformed) { try Synonyms(encoded: Array(synonyms.encoded.prefix(size))) }
    }
  }

  @Test("every shipped group has words that a message can hold")
  func builtIn() {
    #expect(Synonyms.builtIn.groups.count > 150)
    for group in Synonyms.builtIn.groups {
      #expect(group.phrases.count >= 2, "\(group.phrases)")
      for phrase in group.phrases {
        #expect((1...Synonyms.maximumWords).contains(phrase.split(separator: " ").count), "\(phrase)")
      }
    }
  }

  @Test(
    "a file that is wrong is refused at its place",
    arguments: [
      ("synonyms:\n  en:\n    - [sofa]\n", "3:7: a group has 2 to 64 words or phrases, not 1"),
      ("synonyms:\n  en:\n    - [a b c d e f, sofa]\n", "3:8: a phrase has 1 to 5 words, not 6"),
      ("synonyms:\n  en: sofa\n", "2:7: must be a list, not 'sofa'"),
      ("words:\n  en: []\n", "2:3: 'words' is not known here: the file holds 'synonyms' alone"),
    ])
  func refused(_ text: String, _ expected: String) throws {
    let path = NSTemporaryDirectory() + "synonyms-\(UUID().uuidString).yaml"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    do {
      _ = try Synonyms(YAMLNode.parse(SourceFile(path: path)))
      Issue.record("not refused")
    } catch {
      #expect("\(error)" == "\(path):\(expected)")
    }
  }
}
