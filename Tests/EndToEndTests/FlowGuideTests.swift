import Foundation
import Testing

@Suite("docs/flows.md")
struct FlowGuideTests {
  @Test("has an example that is a shop, and a conversation that goes as it says")
  func example() throws {
    let (files, talk) = try Self.example()
    #expect(files.count == 4)
    #expect(talk.count == 6)
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write("shop/" + name, text) }
    try folder.write("shop/orders.jsonl", Self.order)
    let database = folder.path("db")
    let checked = try Parley.run(["check", folder.path("shop"), "--strict"])
    #expect(checked.status == 0, "\(checked.error)")
    let imported = try Parley.run(
      ["import", "shop", folder.path("shop"), "--db", database], environment: ["PARLEY_SECRET": Server.secret]
    )
    #expect(imported.status == 0, "\(imported.error)")
    var context = ""
    for (message, reply) in talk {
      let answer = try Parley.run(
        ["ask", message, "--db", database, "--json", "--context", context, "--now", "2026-11-21T12:00:00Z"],
        environment: ["PARLEY_SECRET": Server.secret])
      let json = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
      let turn = Turn(json: try #require(json, "\(answer.error)"))
      context = turn.context
      let parts = reply.components(separatedBy: "R-…")
      #expect(turn.text.hasPrefix(parts[0]) && turn.text.hasSuffix(parts.last ?? ""), "\(turn.text)")
      #expect(parts.count > 1 || turn.text == reply)
    }
    let noted = try Parley.run(["requests", "--db", database])
    #expect(noted.output.contains("wrap_order  order A-100  mira@example.org  paper: blue"))
  }

  @Test("has an example whose every mistake is told with its place", arguments: mistakes)
  func told(_ mistake: Mistake) throws {
    let (files, _) = try Self.example()
    let folder = try TemporaryFolder()
    for (name, text) in files {
      let isMeant = name == mistake.file
      let changed = isMeant ? text.replacing(mistake.find, with: mistake.put) : text
      #expect(!isMeant || changed != text)
      try folder.write("shop/" + name, changed)
    }
    let outcome = try Parley.run(["check", "shop"], folder: folder.path)
    #expect(outcome.status == 1)
    let lines = outcome.error.split(separator: "\n").map(String.init)
    let isTold = lines.contains {
      $0.wholeMatch(of: /shop\/[a-z\/]+\.yaml:[0-9]+:[0-9]+: .+/) != nil && $0.contains(mistake.says)
    }
    #expect(isTold, "\(outcome.error)")
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let file, find, put, says: String
    var testDescription: String { says }
  }

  private static let flow = "flows/wrap.yaml"
  private static let policy = "policies.yaml"

  static let mistakes = [
    Mistake(
      file: flow, find: "on_no: as-it-is", put: "on_no: as-it-was", says: "there is no step 'as-it-was'"),
    Mistake(file: flow, find: "    on_no: as-it-is\n", put: "", says: "no step leads to the step 'as-it-is'"),
    Mistake(file: flow, find: "- ask: card", put: "- ask: kard", says: "there is no slot 'kard'"),
    Mistake(
      file: flow, find: "    prompts: ['What shall we write on the card? Say “skip” for none.']\n", put: "",
      says: "missing key 'prompts'"),
    Mistake(
      file: flow, find: "- go: end", put: "- go: here\n  - id: here\n    go: here",
      says: "without asking anything"),
    Mistake(file: flow, find: "  - need: order\n", put: "", says: "put 'need: order' before it"),
    Mistake(file: flow, find: "policy: wrap", put: "policy: warp", says: "there is no policy 'warp'"),
    Mistake(
      file: flow, find: "{slot.paper}", put: "{slot.papper}", says: "{slot.papper} is no slot of this flow"),
    Mistake(file: flow, find: "kind: choice", put: "kind: choose", says: "'choose' is not one of"),
    Mistake(
      file: flow, find: "  - ask: paper", put: "  - ask: paper\n    say: 'x'",
      says: "a step does one of these"),
    Mistake(
      file: flow, find: "'We have red and blue paper. Which one?'", put: "'Red or blue paper?'",
      says: "the second prompt is the first again"),
    Mistake(
      file: flow, find: "kind: text\n    max: 120", put: "kind: pattern\n    pattern: '(a+)+$'",
      says: "this pattern could hold up the chat"),
    Mistake(file: flow, find: "max: 120", put: "max: 900", says: "a conversation remembers"),
    Mistake(
      file: flow, find: "as-it-is\n  - action", put: "paper\n  - action", says: "there is no step 'paper'"),
    Mistake(file: policy, find: "'<= 3'", put: "'a few'", says: "days are written as"),
    Mistake(file: policy, find: "decide: deny", put: "decide: refuse", says: "'refuse' is not one of"),
    Mistake(
      file: policy, find: "    - row: too-big\n      class: furniture", put: "    - row: too-big",
      says: "never reached: the row 'too-big'"),
    Mistake(
      file: policy, find: "placed_at: 2026-11-01}", put: "placed_at: 2026-11-19}",
      says: "decides this order by the row 'in-time', not by 'none'"),
    Mistake(file: policy, find: "row: none", put: "row: nothing", says: "there is no row 'nothing'"),
  ]

  /// The four files and the conversation of the guide's example.
  private static func example() throws -> (files: [(String, String)], talk: [(String, String)]) {
    let guide = try String(contentsOf: Workspace.root.appending(path: "docs/flows.md"), encoding: .utf8)
    let section = try #require(guide.components(separatedBy: "## A whole example").last)
      .components(separatedBy: "\n## ")[0]
    var files: [(String, String)] = []
    var talk: [(String, String)] = []
    for match in section.matches(of: /\(`([a-z\/]+\.yaml)`\)[^`]*?```yaml\n(.*?)```/.dotMatchesNewlines()) {
      files.append((String(match.output.1), String(match.output.2)))
    }
    let lines = section.components(separatedBy: "```\n>")[1].components(separatedBy: "```")[0]
    for exchange in (">" + lines).components(separatedBy: "\n> ").map({ $0.drop { "> ".contains($0) } }) {
      let parts = exchange.split(separator: "\n", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      talk.append((parts[0], parts[1].trimmingCharacters(in: .whitespacesAndNewlines)))
    }
    return (files, talk)
  }

  private static let order = """
    {"number":"A-100","email":"mira@example.org","status":"paid","placed_at":"2026-11-20T10:00:00Z"}

    """
}
