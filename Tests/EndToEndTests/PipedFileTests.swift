import Foundation
import Testing

@Suite("A file that comes through a pipe")
struct PipedFileTests {
  private static let lines = """
    {"number":"P-1","email":"ann@example.com","status":"shipped"}
    {"number":"P-2","email":"ann@example.com","status":"paid"}

    """

  private static let table =
    "order no;email;status;date\nP-1;a@b.example;shipped;1/2/2026\n"
    + "P-2;a@b.example;paid;30/1/2026\n"

  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: Data
  }

  static let examples = [
    Example(testDescription: "JSON Lines", bytes: Data(lines.utf8)),
    Example(
      testDescription: "a JSON list",
      bytes: Data("[\(lines.split(whereSeparator: \.isNewline).joined(separator: ",\n"))]".utf8)),
    Example(testDescription: "CSV whose last date says which number is the day", bytes: Data(table.utf8)),
    Example(
      testDescription: "UTF-16, as Excel's Unicode text",
      bytes: Data([0xFF, 0xFE]) + table.replacing(";", with: "\t").data(using: .utf16LittleEndian)!),
  ]

  @Test("is told by what it holds, as /dev/stdin and as <(…)", arguments: examples)
  func orders(_ example: Example) throws {
    let folder = try TemporaryFolder()
    try example.bytes.write(to: URL(filePath: folder.path("file")))
    for (index, command) in ["cat file | $0 import orders /dev/stdin", "$0 import orders <(cat file)"]
      .enumerated()
    {
      let outcome = try Parley.run(
        program: URL(filePath: "/bin/bash"), ["-c", command, Workspace.binary.path],
        environment: ["PARLEY_DB": "db\(index)"], folder: folder.path)
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(outcome.output.hasPrefix("2 orders imported"), "\(outcome.output)")
      let order = try Parley.run(["order", "p1", "--json", "--db", "db\(index)"], folder: folder.path).json()
      #expect(order["status"] as? String == "shipped")
      if let placed = order["placed_at"] as? String { #expect(placed.hasPrefix("2026-02-01")) }
    }
  }

  @Test("is read to its end, however long, though it is looked at more than once")
  func long() throws {
    let folder = try TemporaryFolder()
    let rows = (1...30_000).map { "L-\($0);a@b.example;shipped;13/1/2026\n" }
    try folder.write("file", "order no;email;status;date\n" + rows.joined())
    let outcome = try Parley.run(
      program: URL(filePath: "/bin/bash"),
      ["-c", "cat file | $0 import orders /dev/stdin", Workspace.binary.path],
      environment: ["PARLEY_DB": "db"], folder: folder.path)
    #expect(outcome.output.hasPrefix("30000 orders imported"), "\(outcome.output)\(outcome.error)")
  }

  @Test("tells of a mistake under the name that was typed")
  func mistake() throws {
    let folder = try TemporaryFolder()
    let outcome = try Parley.run(
      ["import", "orders", "/dev/stdin", "--db", folder.path("db")],
      input: Data("number,status\n1,paid\n2,nowhere\n".utf8))
    #expect(outcome.error.hasPrefix("/dev/stdin:3:3: unknown status 'nowhere'"), "\(outcome.error)")
    #expect(outcome.status == 1)
    let empty = try Parley.run(["import", "orders", "/dev/stdin", "--db", folder.path("db")], input: Data())
    #expect(empty.error.hasPrefix("/dev/stdin:1:1: the file is empty"), "\(empty.error)")
  }

  @Test("is told for an FAQ too")
  func faq() throws {
    let folder = try TemporaryFolder()
    try folder.write("file", #"{"id":"a","question":"Do you wrap presents?","answer":"Yes."}"# + "\n")
    for command in ["cat file | $0 import faq /dev/stdin", "$0 import faq <(cat file)"] {
      let outcome = try Parley.run(
        program: URL(filePath: "/bin/bash"), ["-c", command, Workspace.binary.path],
        environment: ["PARLEY_DB": "db"], folder: folder.path)
      #expect(outcome.status == 0, "\(outcome.error)")
    }
  }

  @Test("without an end is given up where it stops being text", .timeLimit(.minutes(1)))
  func endless() throws {
    let folder = try TemporaryFolder()
    let outcome = try Parley.run(
      program: URL(filePath: "/bin/bash"),
      ["-c", "$0 import orders /dev/stdin < /dev/zero", Workspace.binary.path],
      environment: ["PARLEY_DB": "db"], folder: folder.path)
    #expect(outcome.status == 1 && outcome.error.hasPrefix("/dev/stdin:1:1: NUL byte"), "\(outcome.error)")
  }
}
