import Foundation

/// Writes workbooks for tests, as spreadsheet programs write them.
struct Workbook {
  /// Entries of the archive by name.
  var entries: [String: String]

  /// One sheet.
  ///
  /// - Parameters:
  ///   - rows: The inside of `<sheetData>`.
  ///   - strings: The shared strings, each the inside of an `<si>`.
  init(rows: String, strings: [String] = []) {
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    entries = [
      "[Content_Types].xml": head
        + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
      "xl/workbook.xml": head
        + "<workbook \(main) xmlns:r=\"\(relations)\"><sheets>"
        + "<sheet name=\"Notes\" sheetId=\"2\" state=\"hidden\" r:id=\"rId9\"/>"
        + "<sheet name=\"FAQ\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
      "xl/_rels/workbook.xml.rels": head
        + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + "<Relationship Id=\"rId1\" Type=\"\(relations)/worksheet\" Target=\"worksheets/sheet7.xml\"/>"
        + "<Relationship Id=\"rId2\" Type=\"\(relations)/sharedStrings\" Target=\"sharedStrings.xml\"/>"
        + "</Relationships>",
      "xl/sharedStrings.xml": head + "<sst \(main)>" + strings.map { "<si>\($0)</si>" }.joined() + "</sst>",
      "xl/worksheets/sheet7.xml": head + "<worksheet \(main)><sheetData>\(rows)</sheetData></worksheet>",
    ]
  }

  /// Compresses the entries into a file and lends its path.
  func withFile<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = NSTemporaryDirectory() + "parley-\(UUID()).xlsx"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try write(to: path)
    return try body(path)
  }

  func write(to path: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [
      "-c",
      """
      import json, sys, zipfile
      with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as file:
          for name, text in json.load(sys.stdin).items():
              file.writestr(name, text)
      """, path,
    ]
    let input = Pipe()
    process.standardInput = input
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(entries))
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
