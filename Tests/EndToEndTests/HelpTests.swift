import Foundation
import Testing

@Suite("Help")
struct HelpTests {
  static let commands = [
    "serve", "import", "export", "check", "ask", "order", "eval", "replay", "history", "diff", "rollback",
    "misses", "requests", "token", "bench",
  ]

  @Test("of every command is the file in Help, whole", arguments: commands)
  func command(_ name: String) throws {
    let outcome = try Parley.run([name, "--help"])
    #expect(outcome.output == (try text(name)))
    #expect(outcome.error.isEmpty)
    #expect(outcome.status == 0)
    #expect(try Parley.run([name, "-h"]).output == outcome.output)
  }

  @Test("of parley itself lists every command", arguments: ["--help", "-h", "help"])
  func overview(_ word: String) throws {
    let outcome = try Parley.run([word])
    #expect(outcome.output == (try text("parley")))
    #expect(outcome.status == 0)
    for name in Self.commands { #expect(outcome.output.contains("\n  \(name) ")) }
  }

  @Test("stands on standard error when no command is given")
  func nothing() throws {
    let outcome = try Parley.run([])
    #expect(outcome.output.isEmpty)
    #expect(outcome.error == (try text("parley")))
    #expect(outcome.status == 2)
  }

  @Test("is not what a word after -- asks for")
  func afterDashes() throws {
    let outcome = try SmallStore().parley("ask", "--json", "--", "--help")
    #expect(try outcome.json()["reply"] is [String: Any])
  }

  @Test("tells the version when asked")
  func version() throws {
    let outcome = try Parley.run(["--version"])
    #expect(outcome.output.wholeMatch(of: /parley [0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
    #expect(outcome.status == 0)
  }

  private func text(_ name: String) throws -> String {
    let file = Workspace.root.appending(path: "Tests/EndToEndTests/Help/\(name).txt")
    return try String(contentsOf: file, encoding: .utf8)
  }
}
