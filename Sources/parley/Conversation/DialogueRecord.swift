import Dialogue
import Formats
private import Glibc
import Orders

/// Writes turns down as a dialogue that `parley check` runs.
///
/// Text goes to the end of the file alone, so that what a person wrote there stays as it is.
struct DialogueRecord {
  let path: String

  /// Appends a turn: to the last dialogue when it continues one, else as a dialogue of its own.
  ///
  /// - Throws: ``InputError`` when the file is there and holds no dialogues, ``CommandError`` when it cannot be written.
  func append(_ message: String, _ reply: Reply, _ slots: [Slot], _ turn: Turn, continues: Bool) throws {
    let isThere = access(path, F_OK) == 0
    if isThere { _ = try DialogueTestFile(path: path) }
    guard isThere || !continues else {
      throw CommandError.input("\(path): there is no dialogue yet that '--context' could continue.")
    }
    var lines = isThere ? [] : ["dialogues:"]
    // Whoever wrote last may have left the last line open.
    if isThere, try SourceFile(path: path).bytes.last != 0x0A { lines.append("") }
    if !continues {
      lines.append("  - name: \(Self.quoted(message))")
      lines.append("    now: \(Self.quoted(UnixTime(seconds: turn.now).description))")
      lines.append("    seed: \(Self.quoted(Seed.text(reply.conversation)))")
      if !turn.locale.isEmpty { lines.append("    locale: \(Self.quoted(turn.locale))") }
      lines.append("    turns:")
    }
    lines.append("      - say: \(Self.quoted(message))")
    lines.append("        expect:")
    lines.append("          intent: \(Self.quoted(reply.intent.name ?? DialogueTestFile.none))")
    if !slots.isEmpty {
      lines.append("          slots:")
      lines += slots.map { "            \(Self.quoted($0.name)): \(Self.quoted($0.value))" }
    }
    let fragment = reply.text.split(separator: "\n").first.map(String.init) ?? ""
    if !fragment.isEmpty { lines.append("          reply: \(Self.quoted(fragment))") }
    try RawFile.write(
      Array((lines.joined(separator: "\n") + "\n").utf8), to: path, O_WRONLY | O_APPEND | O_CREAT)
  }

  /// In double quotes, the one YAML style that can hold every text.
  private static func quoted(_ text: String) -> String { JSONValue.string(text).text() }
}
