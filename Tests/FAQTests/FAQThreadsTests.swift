import Dice
import Formats
import Testing

@testable import FAQ

@Suite("An FAQ read by several threads")
struct FAQThreadsTests {
  /// More than the sample, in three languages that come up one after another, with rare words, synonyms, alternates and
  /// entries that are not enabled.
  private static func entries(_ count: Int) -> [FAQEntry] {
    var dice = Dice(seed: 11)
    let words = [
      "parcel", "refund", "invoice", "track", "cancel", "cost", "delivery", "gift", "card", "how", "do",
    ]
    return (0..<count).map { number in
      var text: [String] = []
      for _ in 0..<(3 + dice.roll(9)) { text.append(words[dice.roll(words.count)]) }
      text.append("thing\(dice.roll(3_000))")
      return FAQEntry(
        id: "e\(number)", question: text.joined(separator: " ") + "?", answer: "See order \(1_000 + number).",
        alternates: number % 5 == 0 ? ["where is thing\(dice.roll(500))"] : [],
        category: number % 3 == 0 ? "orders_and_\(number % 7)" : nil,
        tags: number % 4 == 0 ? ["t\(number % 11)"] : [],
        locale: number > 4_500 && number % 2 == 0 ? (number % 6 == 0 ? "fr" : "de-AT") : nil,
        isEnabled: number % 50 != 7)
    }
  }

  private static func blobs(_ entries: [FAQEntry], threads: Int) throws -> [[UInt8]] {
    var blobs: [[UInt8]] = []
    try FAQCompiler(threads: threads).compile(entries) { name, body in blobs.append(Array(name.utf8) + body) }
    return blobs
  }

  @Test("has the same blobs in the same order however many there are", arguments: [1, 2, 4])
  func blobs(_ threads: Int) throws {
    let entries = Self.entries(9_000)
    #expect(try Self.blobs(entries, threads: threads) == Self.blobs(entries, threads: 0))
  }

  /// Lines with every kind of mistake among good ones.
  private static func lines(_ count: Int) -> [UInt8] {
    var text = ""
    for number in 0..<count {
      switch number % 97 {
      case 13: text += #"{"id":"\#(number)","question":""}"#
      case 29: text += #"{"id":"\#(number - 5)","question":"Twice \#(number)?"}"#
      case 31: text += #"{"id":"\#(number)","question":"Extra?","colour\#(number % 2)":1}"#
      case 43: text += "{\"id\":"
      case 57: text += ""
      case 71: text += #"{"question":"No id \#(number)?","intent":"i\#(number % 3)"}"#
      case 83: text += #"{"id":"\#(number)","question":"Filled \#(number)?","answer":"{shop.name}"}"#
      default:
        text +=
          #"{"id":"\#(number)","question":"What of \#(number / 2)?","answer":"It is a long one, \#(number)."}"#
      }
      text += "\n"
    }
    return Array(text.utf8)
  }

  private static func imported(_ bytes: [UInt8], threads: Int) throws -> FAQImport {
    var read = FAQImport(threads: threads)
    try read.read(JSONLReader(name: "faq.jsonl", bytes: bytes))
    return read
  }

  @Test("has the same entries, mistakes, warnings and notices in the same order", arguments: [1, 3])
  func lines(_ threads: Int) throws {
    let bytes = Self.lines(6_000)
    let (one, many) = (try Self.imported(bytes, threads: 0), try Self.imported(bytes, threads: threads))
    #expect(one.entries.count > 5_000 && one.report.errorCount > 100 && one.notices.count > 50)
    #expect(try many.entries.all() == one.entries.all())
    #expect(many.report.lines == one.report.lines)
    #expect(many.notices == one.notices)
    #expect(many.withHoles == one.withHoles && !one.withHoles.isEmpty)
    #expect(many.firstOfIntent == one.firstOfIntent && one.firstOfIntent.count == 3)
    for number in [0, 1_000, one.entries.count - 1] {
      #expect(many.place(of: number) == one.place(of: number))
    }
  }

  @Test("tells what is wrong in the lines before one that ends the file")
  func endOfFile() throws {
    var bytes = Array("{\"id\":\"1\",\"question\":\"A?\"}\n{\"id\":\"2\"}\n".utf8)
    bytes += [0xFF, 0x0A]
    var read = FAQImport(threads: 1)
    let error = #expect(throws: InputError.self) {
      try read.read(JSONLReader(name: "f.jsonl", bytes: bytes))
    }
    #expect(read.report.lines == ["f.jsonl:2:1: missing \"question\""])
    #expect(error?.description == "f.jsonl:3:1: byte 0xFF is not valid UTF-8; save the file as UTF-8")
    #expect(read.entries.count == 1)
  }
}
