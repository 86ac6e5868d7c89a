import Foundation
import Testing

@Suite("Importing")
struct ImportTests {
  @Test("the same shop again changes nothing, from wherever it is read")
  func again() throws {
    let store = try SmallStore()
    let before = try store.contents()
    for path in ["shop", "./shop/", store.folder.path("shop")] {
      let outcome = try store.parley("import", "shop", path)
      #expect(outcome.output.hasSuffix("Nothing changed: revision 1 stays.\n"))
      #expect(try store.contents() == before)
    }
  }

  @Test(
    "what export wrote changes nothing",
    arguments: ["faq csv", "faq jsonl", "faq jsonld", "intents yaml", "intents csv", "orders jsonl"])
  func exported(_ form: String) throws {
    let store = try SmallStore()
    let (kind, format) = (String(form.prefix { $0 != " " }), String(form.drop { $0 != " " }.dropFirst()))
    let before = try store.contents()
    let file = try store.folder.write(
      "out." + format, try store.parley("export", kind, "--format", format).output)
    let outcome = try store.parley("import", kind, file)
    #expect(outcome.error.isEmpty)
    #expect(outcome.status == 0)
    #expect(try store.contents() == before)
  }

  @Test(
    "what export wrote of an FAQ comes back the same, whatever it holds",
    arguments: ["csv", "jsonl", "jsonld"])
  func exportedWhole(_ format: String) throws {
    let store = try SmallStore()
    let texts = [
      "=1+1", "+49 1", "-x", "@a", "'=2", "''+3", "'quoted'", "a\tb", "\ttab first", "one\ntwo\n\n- x\n- y",
      "“é” 👟",
      "a;b,c|d \"e\"", "</script><b>&amp;</b> <!-- x", "**bold** [x](https://x.example/?a=1&b=2)",
      "1. one\n2. two",
      "\\n \u{7F}\u{85}",
    ]
    let lines = texts.enumerated().map { number, text in
      let entry: [String: Any] = [
        "id": "n\(number)", "question": text + " ?", "answer": text,
        "alternates": ["alt " + text.filter { $0 != "|" }],
        "category": text, "tags": ["t\(number)", "u"], "locale": number % 2 == 0 ? "en" : "de-AT",
        "intent": "pay\(number)",
      ]
      return String(decoding: try! JSONSerialization.data(withJSONObject: entry), as: UTF8.self) + "\n"
    }
    try store.folder.write("all.jsonl", lines.joined())
    #expect(try store.parley("import", "faq", "all.jsonl").status == 0)
    let before = try store.contents()
    let written = try store.parley("export", "faq", "--format", format).output
    try store.folder.write("out", written)
    let outcome = try store.parley("import", "faq", "out", "--format", format, "--json")
    let told = try outcome.json()
    #expect(told["faq_unchanged"] as? Int == texts.count + 2)
    #expect(told["faq_changed"] as? Int == 0 && told["faq_added"] as? Int == 0, "\(outcome.output)")
    #expect(try store.contents() == before)
    guard format == "csv" else { return }
    // No cell of it begins as a formula does.
    let cells = written.split(separator: "\r\n").flatMap { $0.split(separator: ",") }
    #expect(cells.allSatisfy { !"=+-@\t".contains($0.drop { $0 == "\"" }.first ?? "x") })
  }

  @Test("a workbook, a page and a folder of Markdown go in as a spreadsheet does")
  func otherFiles() throws {
    let store = try SmallStore()
    let make = """
      import sys, zipfile
      cell = lambda at, text: f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'
      rows = [["Frage", "Antwort", "id"], ["Wann öffnet ihr?", "Um 9.", "auf"]]
      data = "".join(f'<row r="{n}">' + "".join(cell("ABC"[i] + str(n), t) for i, t in enumerate(row)) + "</row>"
                     for n, row in enumerate(rows, 1))
      with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as file:
          file.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="a" sheetId="1" id="r1"/></sheets></workbook>')
          file.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{data}</sheetData></worksheet>")
      """
    let made = try Parley.run(
      program: URL(filePath: "/usr/bin/python3"), ["-c", make, store.folder.path("faq.xlsx")])
    #expect(made.status == 0, "\(made.error)")
    try store.folder.write("notes/a.md", "---\nid: gift\ntitle: Do you wrap gifts?\n---\nYes, **free**.\n")
    try store.folder.write("notes/b.md", "# Stores\n## Where are you? {#where}\nIn Graz.\n")
    try store.folder.write(
      "p.html",
      #"<html><script type="application/ld+json">{"@type":"FAQPage","mainEntity":[{"@type":"Question","identifier":"late","name":"Late?","acceptedAnswer":{"text":"<b>Sorry</b>"}}]}</script>"#
    )
    let outcome = try store.parley("import", "faq", "faq.xlsx", "notes", "p.html", "--json")
    #expect(outcome.error.isEmpty)
    #expect(try outcome.json()["faq_added"] as? Int == 4)
    #expect(try store.ask("Wann öffnet ihr?").text == "Um 9.")
    #expect(try store.ask("do you wrap gifts").text == "Yes, **free**.")
    #expect(try store.ask("late").text == "**Sorry**")
  }

  @Test("a CSV of examples alone, or an FAQ alone, makes a database that answers")
  func alone() throws {
    let folder = try TemporaryFolder()
    let examples = try folder.write(
      "a.csv",
      "utterance,intent\nwhere is my parcel,track\ntrack my order,track\nwho won the cup,oos\nwrite a poem,oos\n"
    )
    let faq = try folder.write(
      "a.jsonl", #"{"id":"x","question":"Do you ship to Malta?","answer":"Yes."}"# + "\n")
    #expect(try Parley.run(["import", "intents", examples, "--db", folder.path("one")]).status == 0)
    let tracked = try Parley.run(["ask", "track my parcel", "--json", "--db", folder.path("one")])
    #expect(Turn(json: try tracked.json()).intent == "track")
    #expect(try Parley.run(["import", "faq", faq, "--db", folder.path("two")]).status == 0)
    let answered = Turn(
      json: try Parley.run(["ask", "do you ship to malta", "--json", "--db", folder.path("two")]).json())
    #expect(answered.text == "Yes.")
    #expect(answered.intent == "faq")
    #expect(answered.faqID == "x")
  }

  @Test("an FAQ goes over the one that is there; --replace removes what the file does not name")
  func mergeFAQ() throws {
    let store = try SmallStore()
    try store.folder.write(
      "a.csv", "id,question,answer\nreturns,How do I return a lamp?,Within 60 days.\npay,How?,Card.\n")
    let merged = try store.parley("import", "faq", "a.csv", "--json").json()
    #expect(merged["faq_added"] as? Int == 1)
    #expect(merged["faq_changed"] as? Int == 1)
    #expect(merged["faq_unchanged"] as? Int == 0)
    #expect(merged["revision"] as? Int == 2)
    #expect(try store.ask("how do I return a lamp").text == "Within 60 days.")
    #expect(try store.ask("how long does delivery take").text == "Two days.")
    let replaced = try store.parley("import", "faq", "a.csv", "--replace", "--json").json()
    #expect(replaced["faq_removed"] as? Int == 1)
    #expect(try store.ask("how long does delivery take").faqID != "delivery")
  }

  @Test("intents go over those that are there; examples alone leave rules and replies as they are")
  func mergeIntents() throws {
    let store = try SmallStore()
    try store.folder.write(
      "a.csv", "utterance,intent\nany news of my parcel,track_order\nsee you later,bye\n")
    #expect(try store.parley("import", "intents", "a.csv").status == 0)
    let tracked = try store.ask("where is my order")
    #expect(tracked.source == "rule")
    #expect(tracked.text == "Your order is on its way.")
    try store.folder.write("a.yaml", "intents:\n  greeting:\n    examples: [ahoy]\n    replies: [Ahoy.]\n")
    #expect(try store.parley("import", "intents", "a.yaml").status == 0)
    #expect(try store.ask("ahoy").text == "Ahoy.")
    #expect(try store.ask("where is my order").intent == "track_order")
    #expect(try store.parley("import", "intents", "a.yaml", "--replace").status == 0)
    #expect(try store.ask("where is my order").intent != "track_order")
  }

  @Test("orders are upserted, and make no revision; --replace removes the others")
  func mergeOrders() throws {
    let store = try SmallStore()
    try store.folder.write("a.csv", "number,status\n1042,delivered\n2001,paid\n")
    let merged = try store.parley("import", "orders", "a.csv", "--json").json()
    #expect(merged["added"] as? Int == 1)
    #expect(merged["replaced"] as? Int == 1)
    #expect(merged["without_proof"] as? Int == 2)
    #expect(try store.parley("order", "#1042", "--json").json()["status"] as? String == "delivered")
    #expect(try store.parley("order", "1043").status == 0)
    #expect(try store.liveRevision() == 1)
    #expect(try store.parley("import", "orders", "a.csv", "--replace").status == 0)
    let gone = try store.parley("order", "1043")
    #expect(gone.error == "parley order: there is no order '1043'.\n")
    #expect(gone.status == 1)
  }

  @Test(
    "with --dry-run changes nothing, and needs no database",
    arguments: ["faq shop/faq.csv", "intents shop/intents", "orders more.csv", "shop other"])
  func dryRun(_ what: String) throws {
    let store = try SmallStore()
    try store.folder.write("more.csv", "number,status\n1042,delivered\n2001,paid\n")
    try store.folder.write("other/faq.csv", "id,question,answer\npay,How?,Card.\n")
    try store.folder.write("other/orders.csv", "number,status\n1042,delivered\n")
    let before = try store.contents()
    let arguments = ["import"] + what.split(separator: " ").map(String.init) + ["--dry-run", "--json"]
    #expect(try store.parley(arguments).json()["dry_run"] as? Bool == true)
    #expect(try store.contents() == before)
    let alone = try store.parley(arguments + ["--db", store.folder.path("none")])
    #expect(alone.status == 0)
    #expect(!FileManager.default.fileExists(atPath: store.folder.path("none")))
  }

  @Test(
    "a shop of which one file is wrong changes neither knowledge nor orders",
    arguments: ["faq.csv", "intents/all.yaml", "orders.jsonl", "shop.yaml"])
  func oneWrongFile(_ file: String) throws {
    let store = try SmallStore()
    let wrong = [
      "faq.csv": "id,answer\nx,y\n", "intents/all.yaml": "intents: {x: {rules: ['a (']}}\n",
      "orders.jsonl": #"{"number":"7","status":"lost"}"# + "\n", "shop.yaml": "demo_orders: {shift: now}\n",
    ]
    try store.folder.write("shop/faq.csv", SmallStore.faq + "pay,How?,Card.\n")
    try store.folder.write("shop/orders.jsonl", #"{"number":"1042","status":"delivered"}"# + "\n")
    try store.folder.write("shop/" + file, try #require(wrong[file]))
    let before = try store.contents()
    let outcome = try store.parley("import", "shop", "shop")
    #expect(outcome.error.contains("shop/\(file):1:"))
    #expect(outcome.error.hasSuffix("parley import: 1 mistake; nothing was changed.\n"))
    #expect(outcome.status == 1)
    #expect(try store.contents() == before)
  }

  @Test("a folder that holds no shop, a file, or nothing at all is refused")
  func noShop() throws {
    let store = try SmallStore()
    try store.folder.write("empty/readme.txt", "hello")
    let empty = try store.parley("import", "shop", "empty")
    #expect(
      empty.error == "parley import: empty: there is no shop.yaml, intents/, faq.csv or orders.csv in it\n")
    #expect(empty.status == 1)
    let file = try store.parley("import", "shop", "shop/faq.csv")
    #expect(file.error == "parley import: shop/faq.csv: is a file, not a folder\n")
    #expect(file.status == 3)
    let missing = try store.parley("import", "shop", "nowhere")
    #expect(missing.error == "parley import: nowhere: No such folder\n")
    #expect(missing.status == 3)
  }

  @Test("the history lists revisions, and rollback brings one back without touching orders")
  func history() throws {
    let store = try SmallStore()
    try store.folder.write("a.csv", "id,question,answer\nreturns,How do I return a lamp?,Within 60 days.\n")
    try store.folder.write("orders.csv", "number,status\n1042,delivered\n")
    #expect(try store.parley("import", "faq", "a.csv").status == 0)
    #expect(try store.parley("import", "orders", "orders.csv").status == 0)
    let lines = try store.parley("history").output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.wholeMatch(of: /\* 2  [-0-9]{10}T[:0-9]{8}Z  faq/) != nil)
    #expect(lines.last?.wholeMatch(of: /\ \ 1\ \ [-0-9]{10}T[:0-9]{8}Z  shop/) != nil)
    #expect(try store.parley("rollback", "1").output == "Revision 1 is live.\n")
    #expect(try store.liveRevision() == 1)
    #expect(try store.ask("how do I return a lamp").text == "Within 30 days.")
    #expect(try store.parley("order", "1042", "--json").json()["status"] as? String == "delivered")
    // Numbers are never used again.
    #expect(try store.parley("import", "faq", "a.csv", "--json").json()["revision"] as? Int == 3)
    let unknown = try store.parley("rollback", "9")
    #expect(unknown.error == "parley rollback: \(store.database): there is no revision 9\n")
    #expect(unknown.status == 1)
    #expect(try store.liveRevision() == 3)
  }
}
