import Formats
import Testing

@testable import Intents

@Suite("A scorer that has learnt already")
struct ScorerReuseTests {
  private func compile(_ yaml: String, keeping kept: [IntentBlob] = []) throws -> [IntentBlob] {
    var source = IntentSource()
    var report = InputReport()
    let file = try SourceFile(name: "t.yaml", text: yaml)
    source.addYAML(file, report: &report)
    let blobs = IntentCompiler.compile(source, report: &report) { name in
      kept.first { $0.name == name }?.bytes
    }
    #expect(report.isClean)
    return try #require(blobs)
  }

  private let store = """
    intents:
      track:
        rules: ['where is my order']
        examples: [where is my parcel, track my order, has it left]
        replies: ['On its way.']
      greeting:
        examples: [hello, good morning, hi there]
        replies: ['Hello.']

    """

  @Test("is taken over when rules or replies change, and the bytes are those of learning anew")
  func kept() throws {
    let before = try compile(store)
    let changed = store.replacing("where is my order'", with: "where (?:is|are) my order'")
      .replacing("'Hello.'", with: "'Good day.'")
    let marked = before.map { $0.name == "scorer/en" ? IntentBlob(name: $0.name, bytes: [1, 2, 3]) : $0 }
    // Nobody learnt: what was kept is what comes out.
    #expect(try compile(changed, keeping: marked).first { $0.name == "scorer/en" }?.bytes == [1, 2, 3])
    let anew = try compile(changed)
    let again = try compile(changed, keeping: before)
    #expect(again.map(\.name) == anew.map(\.name) && again.map(\.bytes) == anew.map(\.bytes))
  }

  @Test(
    "learns anew when an example, its intent or the order changes; what an intent is called is no matter",
    arguments: [
      ("has it left", "has it gone", true), ("hi there", "hi there, has it arrived", true),
      ("hello, good morning", "good morning, hello", true), ("  track:", "  follow:", false),
    ])
  func anew(_ old: String, _ new: String, _ learns: Bool) throws {
    let marked = try compile(store).map { blob in
      blob.name == "scorer/en" ? IntentBlob(name: blob.name, bytes: [1, 2, 3]) : blob
    }
    let after = try compile(store.replacing(old, with: new), keeping: marked)
    #expect((after.first { $0.name == "scorer/en" }?.bytes != [1, 2, 3]) == learns)
  }

  @Test(
    "spares only a pattern the trial that was tried before with the same lists",
    arguments: [
      ("", "", true), ("  SPACE: [' ']", "  SPACE: ['  ']", false), ("order$'", "orders$'", false),
      ("has it left", "has it gone", true),
    ])
  func tried(_ old: String, _ new: String, _ isSpared: Bool) throws {
    let dangerous = "lists:\n  SPACE: [' ']\n" + store.replacing("is my order'", with: "(?:\\w+ ?)+ order$'")
    var report = InputReport()
    // As if an older trial had let it in.
    var live = IntentSource()
    live.addYAML(try SourceFile(name: "t.yaml", text: dangerous), report: &report)
    var source = IntentSource()
    let text = old.isEmpty ? dangerous : dangerous.replacing(old, with: new)
    source.addYAML(try SourceFile(name: "t.yaml", text: text), report: &report)
    #expect(report.isClean)
    let blobs = IntentCompiler.compile(source, report: &report) { $0 == "sources" ? live.blob : nil }
    #expect(report.isClean == isSpared && (blobs != nil) == isSpared)
  }
}
