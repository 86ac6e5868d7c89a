import Foundation
import Testing

/// What replies of the starter store suggest to say next is understood as it was meant.
@Suite("Suggestions of the starter store")
struct SuggestionTests {
  /// Understood where they are made: inside a flow that asks for it.
  private static let insideFlows: Set<String> = ["Schick mir einen Code"]

  private static let fixture = Workspace.root.appending(path: "Tests/EndToEndTests/Fixtures/suggestions.csv")

  /// All texts of lists named `…suggestions`, as the files of `Data/` write them: in one line or in several.
  private func suggestions() throws -> Set<String> {
    let data = Workspace.root.appending(path: "Data")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: data.path).filter {
      $0.hasSuffix(".yaml")
    }
    var found: Set<String> = []
    for path in paths where !path.hasPrefix("tests/") {
      let text = try String(contentsOf: data.appending(path: path), encoding: .utf8)
      let lists = text.matches(of: /suggestions: \[([^\]]*)\]/).map(\.1)
      // Of a flow, one list for each status.
      let ofStatus = text.matches(of: /suggestions:\n((?:  [a-z_]+: \[[^\]]*\]\n)+)/).flatMap {
        $0.1.matches(of: /: \[([^\]]*)\]/).map(\.1)
      }
      for list in lists + ofStatus {
        for item in list.split(separator: ",") {
          found.insert(
            item.trimmingCharacters(in: .whitespacesAndNewlines.union(CharacterSet(charactersIn: "'\""))))
        }
      }
    }
    return found
  }

  @Test("are all in the table of what they mean, and the table has no others")
  func table() throws {
    let lines = try String(contentsOf: Self.fixture, encoding: .utf8).split(separator: "\n").dropFirst()
    let listed = Set(lines.compactMap { $0.split(separator: ",").dropLast().first.map(String.init) })
    let found = try suggestions()
    #expect(found.count > 50)
    #expect(found.subtracting(Self.insideFlows).subtracting(listed).isEmpty)
    #expect(listed.subtracting(found).isEmpty)
  }

  @Test("are each understood as the table says")
  func understood() throws {
    let report = try Parley.run([
      "eval", "intents", Self.fixture.path, "--db", try StarterStore.database(), "--json",
    ]).json()
    #expect(try #require(report["total"] as? Int) > 50)
    #expect(report["wrong"] as? Int == 0, "\(report["confusions"] ?? "")")
    #expect(report["abstained"] as? Int == 0)
  }
}
