import Foundation
import Testing

/// A command that reads a file, and what a good file of its kind says.
struct Reading: CustomTestStringConvertible, Sendable {
  /// `FILE` stands for the file's name.
  let command: String
  let file: String
  /// A good file; `@` marks where a test may put something wrong, and is left out otherwise.
  let text: String
  /// What the command adds on standard error to the place and the message.
  var isImport: Bool { command.hasPrefix("import ") && file != "map.yaml" }

  var testDescription: String { "parley \(command) (\(file))" }

  func arguments(_ file: String) -> [String] {
    command.split(separator: " ").map { $0 == "FILE" ? file : String($0) }
  }

  func bytes(with insertion: [UInt8] = []) -> Data {
    let parts = text.components(separatedBy: "@")
    return Data(parts[0].utf8) + Data(insertion) + Data(parts[1...].joined().utf8)
  }

  /// Line and column of the mark.
  var place: String {
    let lines = text.components(separatedBy: "@")[0].components(separatedBy: "\n")
    return "\(lines.count):\(lines[lines.count - 1].unicodeScalars.count + 1)"
  }

  func error(_ line: String) -> String {
    line + "\n" + (isImport ? "parley import: 1 mistake; nothing was changed.\n" : "")
  }

  static let all = [
    Reading(
      command: "import faq FILE", file: "faq.csv",
      text: "id,question,answer\npay,How can I pay?,„By ca@rd“\n"),
    Reading(
      command: "import faq FILE", file: "faq.jsonl",
      text: #"{"id":"pay","question":"How can I pay?","answer":"„By ca@rd“"}"# + "\n"),
    Reading(
      command: "import intents FILE", file: "more.csv", text: "utterance,intent\ngood evening@,greeting\n"),
    Reading(
      command: "import intents FILE", file: "more.yaml",
      text: "intents:\n  bye:\n    examples: [bye]\n    replies: ['Good b@ye.']\n"),
    Reading(
      command: "import orders FILE", file: "mine.csv",
      text: "number,customer_id,status,placed_at\n2001,k@im,paid,2026-11-01\n"),
    Reading(
      command: "import orders FILE", file: "shopify.csv",
      text: """
        Name,Email,Financial Status,Fulfillment Status,Currency,Total,Created at,Lineitem quantity,Lineitem name
        #2001,kim,paid,fulfilled,EUR,10.00,2026-11-01 10:00:00 +0100,1,A la@mp

        """),
    Reading(
      command: "import orders FILE", file: "orders.jsonl",
      text: #"{"number":"2001","status":"paid","carrier":"D@HL"}"# + "\n"),
    Reading(
      command: "import orders shop/orders.csv --mapping FILE", file: "map.yaml",
      text: "columns:\n  number: Bestellung\n  status: @Stand\n"),
    Reading(
      command: "check FILE", file: "checked.yaml",
      text: "intents:\n  bye:\n    examples: [b@ye]\n    replies: ['Good bye.']\n"),
    Reading(
      command: "check FILE", file: "checked.csv",
      text: "id,question,answer\npay,How can I pay?,„By @card“\n"),
    Reading(
      command: "eval intents FILE", file: "eval.csv", text: "utterance,intent\nhel@lo,greeting\n"),
    Reading(
      command: "eval faq FILE", file: "eval.jsonl",
      text: #"{"query":"return a la@mp","relevant":["returns"]}"# + "\n"),
  ]
}

@Suite("A file that cannot be read as text")
struct BadFileTests {
  @Test("is refused at the first byte that is not UTF-8", arguments: Reading.all)
  func encoding(_ reading: Reading) throws {
    try refuse(reading, reading.bytes(with: [0xFF])) { file in
      "\(file):\(reading.place): byte 0xFF is not valid UTF-8; save the file as UTF-8"
    }
  }

  @Test("is refused at a NUL byte", arguments: Reading.all)
  func nul(_ reading: Reading) throws {
    try refuse(reading, reading.bytes(with: [0])) { file in
      "\(file):\(reading.place): NUL byte; this is not a text file"
    }
  }

  @Test("is refused when it is empty, or a byte-order mark alone", arguments: Reading.all)
  func empty(_ reading: Reading) throws {
    for bytes in [Data(), Data([0xEF, 0xBB, 0xBF])] {
      try refuse(reading, bytes) { file in "\(file):1:1: the file is empty" }
    }
  }

  @Test("is read past a byte-order mark", arguments: Reading.all)
  func byteOrderMark(_ reading: Reading) throws {
    let store = try Self.store()
    try store.folder.write(reading.file, Data([0xEF, 0xBB, 0xBF]) + reading.bytes())
    let outcome = try store.parley(reading.arguments(reading.file))
    #expect(outcome.status == 0, "\(outcome.error)")
  }

  @Test("is the environment's fault when it is missing, or a folder", arguments: Reading.all)
  func unreadable(_ reading: Reading) throws {
    try refuse(reading, nil, status: 3) { file in "\(file): No such file or directory" }
    guard !reading.command.hasPrefix("import intents"), !reading.command.hasPrefix("check") else { return }
    let store = try Self.store()
    let outcome = try store.parley(reading.arguments("shop"))
    #expect(outcome.error == reading.error("shop: is a folder, not a file"))
    #expect(outcome.status == 3)
  }

  /// A store with an orders file that the mapping fits.
  private static func store() throws -> SmallStore {
    let store = try SmallStore()
    try store.folder.write("shop/orders.csv", "Bestellung,Stand\n2001,paid\n")
    return store
  }

  private func refuse(
    _ reading: Reading, _ bytes: Data?, status: Int32 = 1, says error: (String) -> String
  ) throws {
    let store = try Self.store()
    let before = try store.contents()
    if let bytes { try store.folder.write(reading.file, bytes) }
    let outcome = try store.parley(reading.arguments(reading.file))
    #expect(outcome.error == reading.error(error(reading.file)))
    #expect(outcome.output.isEmpty)
    #expect(outcome.status == status)
    #expect(try store.contents() == before)
  }
}
