import Foundation
import Testing

@Suite("Dialogues with the starter store")
struct DialogueTests {
  /// One turn: what is said, and what is expected of the answer.
  struct Exchange: Sendable {
    var message: String
    var expectations: [String] = []
  }

  struct Dialogue: Sendable, CustomTestStringConvertible {
    var name: String
    var turns: [Exchange] = []
    var testDescription: String { name }
  }

  static let all = [
    DialogueScripts.tracking, DialogueScripts.cancelling, DialogueScripts.goods, DialogueScripts.others,
  ].flatMap(read)

  @Test("are led where they should", arguments: all)
  func leads(_ dialogue: Dialogue) throws {
    let http = try Self.server.get().http
    var context: String?
    for turn in dialogue.turns {
      let answer = try http.chat(turn.message, context: context, explain: true)
      context = answer.context
      for expectation in turn.expectations {
        let (isMet, found) = Self.check(expectation, answer)
        #expect(isMet, "> \(turn.message)\n\(expectation)\nbut: \(found)\nreply: \(answer.text)")
      }
    }
  }

  @Test("are forty-five and more, and none is empty")
  func enough() {
    #expect(Self.all.count >= 45)
    #expect(Self.all.allSatisfy { dialogue in dialogue.turns.contains { !$0.expectations.isEmpty } })
  }

  /// One for all dialogues; ended with the tests.
  private static let server = Result {
    let folder = try TemporaryFolder.shared()
    try FileManager.default.copyItem(atPath: try StarterStore.database(), toPath: folder.path("db"))
    let server = try Server(database: folder.path("db"))
    Leftovers.atExit { _ = server.stop() }
    return server
  }

  private static func read(_ script: String) -> [Dialogue] {
    var dialogues: [Dialogue] = []
    for line in script.split(separator: "\n") {
      let text = String(line.dropFirst(2))
      switch line.first {
      case "#": dialogues.append(Dialogue(name: text))
      case ">": dialogues[dialogues.count - 1].turns.append(Exchange(message: text))
      default:
        let last = dialogues[dialogues.count - 1].turns.count - 1
        dialogues[dialogues.count - 1].turns[last].expectations.append(String(line))
      }
    }
    return dialogues
  }

  private static func check(_ expectation: String, _ answer: Turn) -> (Bool, String) {
    let text = String(expectation.dropFirst(2))
    let flow = (answer.json["explain"] as? [String: Any])?["flow"] as? [String: Any]
    switch expectation.first {
    case "=": return (answer.intent == text, answer.intent ?? "nothing")
    case "~": return (answer.text.contains(text), "it does not")
    case "!": return (!answer.text.contains(text), "it does")
    case "*":
      let row = flow?["row"] as? String ?? "no row"
      return (row == text, row)
    case "@":
      let place = flow.map { "\($0["name"] ?? "") \($0["step"] ?? "")" } ?? "-"
      return (place == text, place)
    case "+":
      let action = answer.json["action"] as? [String: Any]
      let found = action.map { "\($0["name"] ?? "") \($0["result"] ?? "")" } ?? "no action"
      return (found == text, found)
    default: return (false, "an expectation that is none")
    }
  }
}
