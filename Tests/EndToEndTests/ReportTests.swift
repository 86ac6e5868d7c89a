import Foundation
import Testing

@Suite("What an editor is told before and after")
struct ReportTests {
  private static let changed = """
    id,question,answer
    returns,How do I return a lamp?,Within 60 days.
    pay,How can I pay?,By card.
    card,How can I pay today?,By card.
    again,How can I pay?,In cash.

    """

  @Test("a dry run tells what is added, changed and unchanged, field by field, and who stands in whose way")
  func dryRun() throws {
    let store = try SmallStore()
    try store.folder.write("a.csv", Self.changed)
    let before = try store.everything()
    let outcome = try store.parley("import", "faq", "a.csv", "--dry-run")
    #expect(outcome.status == 0)
    #expect(
      outcome.output == """
        + faq pay  How can I pay?
        + faq card  How can I pay today?
        + faq again  How can I pay?
        ~ faq returns  How do I return a lamp?
            answer: "Within 30 days." -> "Within 60 days."
        asked twice: pay “How can I pay?” and again “How can I pay?”
        nearly the same: pay “How can I pay?” and card “How can I pay today?”
        nearly the same: card “How can I pay today?” and again “How can I pay?”
        FAQ: 3 added, 1 changed, 0 removed, 0 unchanged.
        The files are right. Nothing was changed.

        """)
    let json = try store.parley("import", "faq", "a.csv", "--dry-run", "--json", "--replace").json()
    #expect(json["faq_added"] as? Int == 3 && json["faq_removed"] as? Int == 1)
    let faq = json["faq"] as? [String: Any]
    let removed = faq?["removed"] as? [[String: Any]]
    #expect(removed?.map { $0["id"] as? String } == ["delivery"])
    let fields = (faq?["changed"] as? [[String: Any]])?.first?["fields"] as? [[String: String]]
    #expect(fields == [["field": "answer", "before": "Within 30 days.", "after": "Within 60 days."]])
    #expect((json["duplicates"] as? [Any])?.count == 1 && (json["near_duplicates"] as? [Any])?.count == 2)
    #expect(try store.everything() == before)
  }

  @Test("an entry that ten others hide from its own question is told of")
  func unreachable() throws {
    let store = try SmallStore()
    let rows = (0..<12).map { "q\($0),What is it?,It is \($0).\n" }
    try store.folder.write("a.csv", "id,question,answer\nodd,???,Odd.\n" + rows.joined())
    let json = try store.parley("import", "faq", "a.csv", "--dry-run", "--json").json()
    let ids = (json["unreachable"] as? [[String: Any]])?.compactMap { $0["id"] as? String } ?? []
    #expect(ids.contains("odd") && ids.count == 3)
  }

  @Test("a dry run of a file with mistakes tells every one, beside what is right, and fails")
  func mistakes() throws {
    let store = try SmallStore()
    try store.folder.write(
      "a.csv", "id,question,answer\nreturns,How do I return a lamp?,Within 60 days.\na,,x\nb c,Q,x\nd,Q\n")
    let before = try store.everything()
    let outcome = try store.parley("import", "faq", "a.csv", "--dry-run", "--json")
    #expect(
      outcome.error == """
        a.csv:3:3: the question is empty
        a.csv:4:1: an id holds no spaces or control characters
        a.csv:5:1: the row has 2 fields, the header has 3
        parley import: 3 mistakes; nothing was changed.

        """)
    #expect(outcome.status == 1)
    let json = try outcome.json()
    #expect(json["faq_changed"] as? Int == 1)
    let errors = json["errors"] as? [[String: Any]]
    #expect(errors?.map { $0["line"] as? Int } == [3, 4, 5])
    #expect(errors?.first?["message"] as? String == "the question is empty")
    #expect(try store.everything() == before)
  }

  @Test("a dry run against transcripts tells whose answer would change, before and after")
  func against() throws {
    let store = try SmallStore()
    try store.folder.write("a.csv", Self.changed)
    try store.folder.write(
      "past.jsonl",
      """
      {"message":"how do I return a lamp","time":"2026-11-01"}
      {"message":"how long does delivery take"}
      {"message":"how do I return a lamp"}
      {"message":"where is my order 1042"}

      """)
    let before = try store.everything()
    let json = try store.parley(
      "import", "faq", "a.csv", "--dry-run", "--json", "--against", "past.jsonl"
    ).json()
    let against = json["against"] as? [String: Any]
    #expect(against?["messages"] as? Int == 4 && against?["changed"] as? Int == 2)
    let change = (against?["changes"] as? [[String: Any]])?.first
    #expect(change?["message"] as? String == "how do I return a lamp" && change?["count"] as? Int == 2)
    #expect((change?["before"] as? [String: Any])?["text"] as? String == "Within 30 days.")
    #expect((change?["after"] as? [String: Any])?["text"] as? String == "Within 60 days.")
    #expect(try store.everything() == before)
    let alone = try store.parley("import", "faq", "a.csv", "--against", "past.jsonl")
    #expect(alone.error.hasPrefix("parley import: '--against' goes with '--dry-run'.\n"))
    #expect(alone.status == 2)
    try store.folder.write("bad.jsonl", "{\"message\":\"hello\"}\n{\"text\":\"x\"}\n")
    let bad = try store.parley("import", "faq", "a.csv", "--dry-run", "--against", "bad.jsonl")
    #expect(bad.error.hasSuffix("\nbad.jsonl:2:1: missing \"message\"\n"))
    #expect(bad.status == 1)
  }

  @Test(
    "a dry run reads misspelt messages as a revision does",
    arguments: ["wehre is my odrer", "how long does delivrey take"])
  func againstMisspelt(_ message: String) throws {
    let store = try SmallStore()
    try store.folder.write("a.csv", Self.changed)
    try store.folder.write("past.jsonl", "{\"message\":\"\(message)\"}\n")
    #expect(try store.parley("ask", message).output.contains("(fallback") == false)
    let told = try store.parley("import", "faq", "a.csv", "--dry-run", "--against", "past.jsonl")
    #expect(told.output.contains("0 of 1 message would be answered otherwise."), "\(told.output)")
  }

  @Test("replay is a gate: what changes between two revisions is listed, and too much of it fails")
  func replay() throws {
    let store = try SmallStore()
    try store.folder.write("a.csv", Self.changed)
    #expect(try store.parley("import", "faq", "a.csv").status == 0)
    try store.folder.write(
      "past.jsonl", "{\"message\":\"how do I return a lamp\"}\n{\"message\":\"where is my order\"}\n")
    let before = try store.everything()
    let listed = try store.parley("replay", "past.jsonl")
    #expect(
      listed.output == """
        “how do I return a lamp”
          before: [faq, faq returns] Within 30 days.
          after:  [faq, faq returns] Within 60 days.
        1 of 2 messages would be answered otherwise.

        """)
    #expect(listed.status == 0)
    #expect(try store.parley("replay", "past.jsonl", "--max-changes", "1").status == 0)
    let gate = try store.parley("replay", "past.jsonl", "--max-changes", "0", "--json")
    #expect(gate.error == "parley replay: 1 answer changes; at most 0 may.\n")
    #expect(gate.status == 1)
    let json = try gate.json()
    #expect(json["from"] as? Int == 1 && json["to"] as? Int == 2 && json["changed"] as? Int == 1)
    let same = try store.parley("replay", "past.jsonl", "--from", "2", "--to", "2", "--max-changes", "0")
    #expect(same.status == 0)
    let unknown = try store.parley("replay", "past.jsonl", "--from", "9")
    #expect(unknown.error == "parley replay: there is no revision 9.\n")
    #expect(unknown.status == 1)
    #expect(try store.everything() == before)
  }

  @Test("neither replay nor a dry run shows what past messages say of a person", arguments: [true, false])
  func masked(isReplay: Bool) throws {
    let store = try SmallStore()
    try store.folder.write("a.csv", Self.changed)
    try store.folder.write(
      "past.jsonl",
      #"{"message":"how do I return a lamp? #10432 Anna.Smith@Example.com"}"# + "\n")
    if isReplay { #expect(try store.parley("import", "faq", "a.csv").status == 0) }
    let command = isReplay ? ["replay"] : ["import", "faq", "a.csv", "--dry-run", "--against"]
    for flag in [[], ["--json"]] {
      let outcome = try store.parley(command + ["past.jsonl"] + flag)
      #expect(outcome.output.contains("how do I return a lamp? {order_number} {email}"))
      for secret in ["10432", "Anna", "anna"] {
        #expect(!outcome.output.contains(secret) && !outcome.error.contains(secret))
      }
    }
  }

  @Test("diff tells what two revisions say differently, in both directions")
  func diff() throws {
    let store = try SmallStore()
    try store.folder.write("shop/faq.csv", Self.changed)
    try store.folder.write("shop/shop.yaml", "name: Nest & Son\nhours: 9-17\n")
    let intents = SmallStore.intents.replacing(
      "where is my order, track my parcel", with: "track my parcel, any news"
    )
    .replacing("['Hello.']", with: "['Hello there.']")
    try store.folder.write(
      "shop/intents/all.yaml", intents + "  bye:\n    examples: [see you]\n    replies: ['Bye.']\n")
    #expect(try store.parley("import", "shop", "shop").status == 0)
    let forth = try store.parley("diff", "1", "2")
    #expect(
      forth.output == """
        + faq pay  How can I pay?
        + faq card  How can I pay today?
        + faq again  How can I pay?
        ~ faq returns  How do I return a lamp?
            answer: "Within 30 days." -> "Within 60 days."
        + intent bye
        ~ intent greeting
            replies: - "Hello."
            replies: + "Hello there."
        ~ intent track_order
            examples: - "where is my order"
            examples: + "any news"
        ~ settings
            facts.hours: nothing -> "9-17"
            name: "Nest" -> "Nest & Son"

        """)
    #expect(forth.status == 0)
    let back = try store.parley("diff", "2", "1", "--json").json()
    let faq = back["faq"] as? [String: Any]
    #expect((faq?["removed"] as? [[String: Any]])?.map { $0["id"] as? String } == ["pay", "card", "again"])
    let other = back["other"] as? [[String: Any]]
    #expect(
      other?.first?["name"] as? String == "intent bye" && other?.first?["change"] as? String == "removed")
    #expect(try store.parley("diff", "2", "2").output == "Revisions 2 and 2 say the same.\n")
    let unknown = try store.parley("diff", "1", "7")
    #expect(unknown.error == "parley diff: there is no revision 7.\n")
    #expect(unknown.status == 1)
  }

  @Test("revisions beyond the kept count go, with the parts that no kept one names")
  func keep() throws {
    let store = try SmallStore()
    for revision in 2...6 {
      try store.folder.write(
        "a.csv", "id,question,answer\nreturns,How do I return a lamp?,In \(revision) days.\n")
      #expect(try store.parley("import", "faq", "a.csv", "--keep", "3").status == 0)
    }
    let revisions = try store.parley("history", "--json").json()["revisions"] as? [[String: Any]]
    #expect(revisions?.map { $0["revision"] as? Int } == [6, 5, 4])
    let parts = try FileManager.default.contentsOfDirectory(atPath: store.database + "/parts")
    #expect(parts.filter { $0.hasPrefix("faq-") }.count == 3)
    #expect(parts.filter { $0.hasPrefix("intents-") }.count == 1)
    #expect(try store.parley("check", "--deep").status == 0)
    #expect(try store.parley("import", "faq", "a.csv", "--keep", "0").status == 2)
  }
}

extension SmallStore {
  /// Every byte of the database's folder.
  func everything() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in FileManager.default.subpaths(atPath: database) ?? [] {
      files[name] = FileManager.default.contents(atPath: database + "/" + name) ?? Data()
    }
    return files
  }
}
