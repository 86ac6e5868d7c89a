import Foundation
import Testing

@Suite("An FAQ file that is not as it should be")
struct FAQFileTests {
  struct Example: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: Data
    let error: String
    var testDescription: String { name }

    init(_ name: String, _ bytes: Data, _ error: String) {
      (self.name, self.bytes, self.error) = (name, bytes, error)
    }

    init(_ name: String, _ text: String, _ error: String) { self.init(name, Data(text.utf8), error) }
  }

  static let head = "<html><head><meta charset=\"gb2312\"></head><body>"

  @Test(
    "is refused by its place, with nothing else on standard error",
    arguments: [
      Example(
        "nul.jsonl", "{\"id\":\"1\",\"question\":\"A?\",\"answer\":\"a\\u0000b\"}\n",
        "nul.jsonl:1:36: NUL inside a text"),
      Example(
        "twice.jsonl",
        "{\"id\":\"1\",\"question\":\"A?\"}\n{\"id\":\"2\",\"question\":\"B?\",\"id\":\"3\"}\n",
        "twice.jsonl:2:27: \"id\" stands in this object already"),
      Example(
        "page.html", Data(head.utf8) + Data([0xFF, 0x81, 0x81, 0xFF]) + Data(" hello</body></html>".utf8),
        "page.html:1:1: no schema.org FAQPage (JSON-LD) in it; an FAQ page names its questions in one"),
      Example(
        "ids.csv", "id,question\na,One?\nb,Two?\na,Three?\n\"a b\",Four?\n",
        "ids.csv:4:1: id 'a' stands at ids.csv:2:1 already\n"
          + "ids.csv:5:1: an id holds no spaces or control characters"),
    ])
  func refused(_ example: Example) throws {
    let store = try SmallStore()
    try store.folder.write(example.name, example.bytes)
    let outcome = try store.parley("import", "faq", example.name)
    let mistakes = example.error.split(separator: "\n").count
    let total = mistakes == 1 ? "1 mistake" : "\(mistakes) mistakes"
    #expect(outcome.error == example.error + "\nparley import: \(total); nothing was changed.\n")
    #expect(outcome.status == 1)
    #expect(try store.liveRevision() == 1)
  }

  @Test("in UTF-16 that is cut off is told of as that")
  func cutOff() throws {
    let store = try SmallStore()
    var bytes = Data([0xFF, 0xFE])
    for unit in "question,answer\nWhy?,Because\n".utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    try store.folder.write("odd.csv", bytes.dropLast())
    let outcome = try store.parley("import", "faq", "odd.csv")
    #expect(outcome.error.hasPrefix("odd.csv:2:13: half a character of UTF-16"), "\(outcome.error)")
    #expect(outcome.status == 1)
  }

  @Test("that a shell hands over as /dev/stdin is read to its end, however slowly it comes")
  func handedOver() throws {
    let store = try SmallStore()
    let process = Parley.process(
      ["import", "faq", "/dev/stdin", "--format", "csv", "--db", store.database], environment: [:],
      folder: store.folder.path)
    let input = Pipe()
    (process.standardInput, process.standardOutput) = (input, FileHandle.nullDevice)
    try process.run()
    for piece in ["id,question,ans", "wer\nslow,Is this sl", "ow?,Yes.\n"] {
      try input.fileHandleForWriting.write(contentsOf: Data(piece.utf8))
      usleep(100_000)
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try store.parley("export", "faq", "--format", "csv").output.contains("slow,Is this slow?"))
  }

  @Test("that is a pipe nobody writes to, or a device, is refused at once")
  func noFile() throws {
    let store = try SmallStore()
    try #require(mkfifo(store.folder.path("pipe.jsonl"), 0o600) == 0)
    for (path, what) in [("pipe.jsonl", "a pipe"), ("/dev/zero", "a device")] {
      let outcome = try store.parley("import", "faq", path)
      #expect(outcome.error.hasPrefix("\(path): is \(what), not a file\n"), "\(outcome.error)")
      #expect(outcome.status == 1)
    }
  }

  @Test("that names an intent or a fact the database does not have is told of by its line")
  func references() throws {
    let store = try SmallStore()
    try store.folder.write(
      "a.csv",
      "id,question,answer,intent\n1,Where?,Here,nope\n2,When?,Ask {shop.nope} of {shop.name},greeting\n")
    let lost = "a.csv:3:3: the answer of '2' refers to {shop.nope}, which shop.yaml does not have\n"
    let warning = "a.csv:2:3: warning: there is no intent 'nope'\n"
    for command in ["import faq a.csv", "import faq a.csv --dry-run", "check a.csv"] {
      let outcome = try store.parley(command.split(separator: " ").map(String.init))
      #expect(outcome.error.hasPrefix(lost + warning), "\(outcome.error)")
      #expect(outcome.status == 1)
    }
    try store.folder.write("a.csv", "id,question,answer,intent\n1,Where?,Here at {shop.name},nope\n")
    #expect(try store.parley("check", "a.csv", "--strict").status == 1)
    let outcome = try store.parley("import", "faq", "a.csv")
    #expect(outcome.error == warning && outcome.status == 0)
  }

  @Test("of a shop that names an intent it does not have is warned of, and refused by check --strict")
  func shop() throws {
    let store = try SmallStore()
    try store.folder.write(
      "shop/faq.csv", "id,question,answer,intent\n1,Where?,Here,nope\n2,How?,So,greeting\n")
    let outcome = try store.parley("check", "shop", "--strict")
    #expect(outcome.error == "shop/faq.csv:2:3: warning: there is no intent 'nope'\n")
    #expect(outcome.status == 1)
  }
}
