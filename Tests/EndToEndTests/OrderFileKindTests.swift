import Foundation
import Testing

@Suite("A file of orders that check is given alone")
struct OrderFileKindTests {
  @Test(
    "is known by its columns, whatever it is called",
    arguments: [
      ("a.csv", "order_id,order_date,status,customer_email\n1001,2026-11-18,STATUS,a@b.example\n"),
      ("b.csv", "Bestellnummer;Bestelldatum;E-Mail;Status\nRE-1001;18.11.2026;a@b.example;STATUS\n"),
      ("c.txt", "amazon-order-id\tpurchase-date\torder-status\tsku\n112-1\t2026-11-18\tSTATUS\tM-1\n"),
      ("d.json", #"[{"orderNumber":"A-900","email":"a@b.example","status":"STATUS","total":"1.00"}]"#),
      ("e.jsonl", #"{"order":{"number":"A-900","status":"STATUS","email":"a@b.example"}}"# + "\n"),
      ("f.csv", "number,customer_id,status,placed_at\n1,2,STATUS,2026-11-18\n"),
    ])
  func known(_ name: String, _ text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(name, text.replacing("STATUS", with: "shipped"))
    let right = try Parley.run(["check", name], folder: folder.path)
    #expect(right.status == 0 && right.output == "Everything is right.\n", "\(right.error)")
    try folder.write(name, text.replacing("STATUS", with: "nowhere"))
    let wrong = try Parley.run(["check", name], folder: folder.path)
    #expect(wrong.status == 1 && wrong.error.contains("unknown status 'nowhere'"), "\(wrong.error)")
  }

  @Test(
    "is not taken for one when it holds questions or examples",
    arguments: [
      ("faq.csv", "id,question,answer,status\na,How?,So.,open\n"),
      ("examples.csv", "utterance,intent,status\nhello,greeting,x\n"),
      ("help.csv", "id,title,body,status\n1,How?,So.,open\n"),
      ("eval.jsonl", #"{"query":"a","relevant":["b"]}"# + "\n"),
    ])
  func others(_ name: String, _ text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(name, text)
    let outcome = try Parley.run(["check", name], folder: folder.path)
    #expect(!outcome.error.contains("unknown status") && !outcome.error.contains("order"), "\(outcome.error)")
  }

  @Test("and lies in a shop's folder as JSON is imported with it")
  func inFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write("shop/shop.yaml", "name: Nest\n")
    try folder.write("shop/orders.json", #"[{"number":"1001","status":"paid"}]"#)
    let outcome = try Parley.run(["import", "shop", "shop", "--db", "db"], folder: folder.path)
    #expect(outcome.output.contains("1 order imported"), "\(outcome.error)")
  }
}
