import Foundation
import Testing

@Suite("Orders from a store's own files")
struct OrderImportTests {
  private static let columns = """
    columns:
      number: Bestellung
      customer_id: Kunde
      status: Stand
      placed_at: Datum
      total: Summe
    statuses:
      Versendet: shipped
      Storniert: cancelled
    default_currency: EUR
    date_order: dmy
    """
  private static let table = """
    Bestellung;Kunde;Stand;Datum;Summe
    A-100;7;Versendet;21.11.2026;49,90
    A-101;8;Storniert;20.11.2026;5,00

    """

  @Test("come in by a mapping file, or by flags alone, and the operator finds them")
  func mapped() throws {
    let folder = try TemporaryFolder()
    try folder.write("mine.csv", Self.table)
    try folder.write("map.yaml", Self.columns)
    let byFile = ["import", "orders", "mine.csv", "--mapping", "map.yaml", "--json"]
    let flags = [
      "--map", "number=Bestellung", "--map", "customer_id=Kunde", "--map", "status=Stand", "--map",
      "placed_at=Datum", "--map", "total=Summe", "--map-status", "Versendet=shipped", "--map-status",
      "Storniert=cancelled",
    ]
    let byFlags = ["import", "orders", "mine.csv", "--json"] + flags
    for (name, arguments) in [("one", byFile), ("two", byFlags)] {
      let environment = ["PARLEY_DB": name]
      let outcome = try Parley.run(arguments, environment: environment, folder: folder.path)
      #expect(outcome.error.isEmpty)
      #expect(try outcome.json()["orders"] as? Int == 2)
      let order = try Parley.run(["order", "a100", "--json"], environment: environment, folder: folder.path)
        .json()
      #expect(order["number"] as? String == "A-100")
      #expect(order["status"] as? String == "shipped")
      #expect(order["customer_id"] as? String == "7")
      #expect((order["placed_at"] as? String)?.hasPrefix("2026-11-21") == true)
    }
  }

  @Test("a sample of a mapping file can be printed, and is one")
  func sample() throws {
    let folder = try TemporaryFolder()
    let sample = try Parley.run(["import", "--mapping", "help"])
    #expect(sample.status == 0)
    try folder.write("map.yaml", sample.output)
    try folder.write("orders.csv", "x\n1\n")
    let outcome = try Parley.run(
      ["import", "orders", "orders.csv", "--mapping", "map.yaml", "--dry-run"], folder: folder.path)
    #expect(outcome.error.contains("orders.csv has no column"))
    #expect(!outcome.error.contains("unknown key"))
  }

  private static let file = Workspace.shared("data/orders_online_retail/orders_2009_2010.csv")

  @Test(
    "28,816 invoices of a real store come in, and any is found",
    .enabled(if: file != nil, "the data beside the project is not there"))
  func realInvoices() throws {
    let folder = try TemporaryFolder()
    let file = try #require(Self.file)
    let imported = try Parley.run([
      "import", "orders", file.path, "--db", folder.path("db"), "--json", "--map", "number=InvoiceNo",
      "--map",
      "customer_id=CustomerID", "--map", "placed_at=InvoiceDate", "--map", "status=cancelled", "--map",
      "total=total", "--map-status", "0=paid", "--map-status", "1=cancelled",
    ])
    #expect(imported.status == 0, "\(imported.error)")
    #expect(try imported.json()["orders"] as? Int == 28_816)
    let rows = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    for row in [rows[1], rows[rows.count / 2], rows[rows.count - 1]] {
      let fields = row.split(separator: ",", omittingEmptySubsequences: false)
      let order = try Parley.run(["order", String(fields[0]), "--json", "--db", folder.path("db")]).json()
      #expect(order["number"] as? String == String(fields[0]))
      #expect(order["status"] as? String == (fields[7] == "1" ? "cancelled" : "paid"))
      #expect(order["total"] != nil)
    }
    let unknown = try Parley.run(["order", "1", "--db", folder.path("db")])
    #expect(unknown.status == 1)
  }
}
