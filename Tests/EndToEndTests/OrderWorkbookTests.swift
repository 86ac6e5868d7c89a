import Foundation
import Testing

@Suite("Orders in a workbook")
struct OrderWorkbookTests {
  /// Writes the rows as a spreadsheet program does: numbers as numbers, all else as texts.
  private static let program = #"""
    import json, sys, zipfile
    from xml.sax.saxutils import escape
    def cell(reference, value):
        if isinstance(value, str):
            return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        return f'<c r="{reference}"><v>{value}</v></c>'
    rows = "".join(
        f'<row r="{y}">' + "".join(cell(chr(65 + x) + str(y), v) for x, v in enumerate(row) if v is not None) + "</row>"
        for y, row in enumerate(json.loads(sys.argv[2]), 1))
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", f'<workbook {main} xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="x"/></sheets></workbook>')
        file.writestr("xl/worksheets/sheet1.xml", f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>")
    """#

  private func workbook(_ rows: String, _ name: String, in folder: TemporaryFolder) throws {
    let outcome = try Parley.run(
      program: URL(filePath: "/usr/bin/python3"), ["-c", Self.program, folder.path(name), rows])
    try #require(outcome.status == 0, "\(outcome.error)")
  }

  @Test("come in as from CSV: days as Excel counts them, sums without its noise", arguments: [false, true])
  func read(isPiped: Bool) throws {
    let folder = try TemporaryFolder()
    try workbook(
      """
      [["Order No.","Order Date","E-mail","Status","Article","Qty","Price","Total"],
       [1042,46346.5,"ann@example.com","Shipped","Mug",2,16.989999999999998,1234.5],
       [1042,46346.5,"ann@example.com","Shipped","Pen",1,3,1234.5],
       ["W4817421","20.11.2026","bob@example.com","Storniert","Mug",1,16.989999999999998,16.989999999999998]]
      """, "orders.xlsx", in: folder)
    let outcome =
      isPiped
      ? try Parley.run(
        program: URL(filePath: "/bin/bash"),
        ["-c", "cat orders.xlsx | $0 import orders /dev/stdin", Workspace.binary.path],
        environment: ["PARLEY_DB": "db"], folder: folder.path)
      : try Parley.run(["import", "orders", "orders.xlsx", "--db", "db"], folder: folder.path)
    #expect(outcome.output == "2 orders imported: 2 new, 0 updated.\n", "\(outcome.error)")
    let exported = try Parley.run(["export", "orders", "--db", "db"], folder: folder.path).output
    #expect(
      exported == """
        {"number":"1042","email":"ann@example.com","status":"shipped","placed_at":"2026-11-20T12:00:00Z","total":1234.50,\
        "tracking":[],"items":[{"name":"Mug","quantity":2,"price":16.99},{"name":"Pen","quantity":1,"price":3}]}
        {"number":"W4817421","email":"bob@example.com","status":"cancelled","placed_at":"2026-11-20T00:00:00Z","total":16.99,\
        "tracking":[],"items":[{"name":"Mug","quantity":1,"price":16.99}]}

        """)
  }

  @Test("that are wrong are told of by the cell, and nothing is changed")
  func refused() throws {
    let folder = try TemporaryFolder()
    try workbook(
      #"[["order","status","date"],["1042","paid","soon"],[1.12483920188274E+16,"paid",46346]]"#, "o.xlsx",
      in: folder)
    let outcome = try Parley.run(["import", "orders", "o.xlsx", "--db", "db"], folder: folder.path)
    #expect(outcome.error.hasPrefix("o.xlsx:2:3: 'soon' is not a date"), "\(outcome.error)")
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    try folder.write("old.xls", Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1]))
    let old = try Parley.run(["import", "orders", "old.xls", "--db", "db"], folder: folder.path)
    #expect(old.error.hasPrefix("old.xls: a spreadsheet of Excel 2003 or before (.xls)") && old.status == 1)
  }

  @Test("tell of what shoppers cannot do with them")
  func limits() throws {
    let folder = try TemporaryFolder()
    try folder.write("o.csv", "reference,status\nXKBKNABJK,paid\n")
    let one = try Parley.run(["import", "orders", "o.csv", "--db", "db"], folder: folder.path)
    #expect(
      one.output == """
        1 order imported: 1 new, 0 updated.
        1 has neither e-mail nor customer id: only the operator can look it up.
        1 has no digit in the number: shoppers cannot name it in the chat.

        """)
  }
}
