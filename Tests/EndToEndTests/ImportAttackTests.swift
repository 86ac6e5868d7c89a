import Foundation
import Synchronization
import Testing

@Suite("An import that is meant to do harm, or has no room")
struct ImportAttackTests {
  struct Attack: CustomTestStringConvertible, Sendable {
    let name: String
    let file: String
    let error: String
    let bytes: @Sendable () -> Data
    var testDescription: String { name }
  }

  private static func repeated(_ text: String, _ count: Int) -> Data {
    Data(String(repeating: text, count: count).utf8)
  }

  private static let attacks = [
    Attack(name: "deep JSON", file: "a.jsonl", error: "a.jsonl:1:129: nested more than 128 deep") {
      repeated("[", 1_000_000)
    },
    Attack(name: "a deep export", file: "a.json", error: "a.json: cannot tell what kind of file this is; ") {
      repeated("[", 1_000_000)
    },
    Attack(name: "YAML that multiplies", file: "a.md", error: "a.md:2:4: ") {
      Data("---\na: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n---\ntext\n".utf8)
    },
    Attack(name: "YAML that is deep", file: "a.md", error: "a.md:2:") {
      Data("---\na: ".utf8) + repeated("[", 100_000) + Data("\n---\n".utf8)
    },
    Attack(name: "a million columns", file: "a.csv", error: "a.csv:1:1: ") {
      Data("id,question".utf8) + repeated(",x", 3_000_000) + Data("\n".utf8)
    },
    Attack(name: "a quote never closed", file: "a.csv", error: "a.csv:2:1: ") {
      Data("id,question,answer\na,\"".utf8) + repeated("word ", 4_000_000)
    },
    Attack(name: "a page without end", file: "a.html", error: "a.html:1:1: no schema.org FAQPage") {
      repeated("<div>", 2_000_000)
    },
  ]

  /// Runs a command with its memory bound to 1 GiB of address space beyond what the program itself maps.
  private static let meter = """
    import resource, subprocess, sys
    status = subprocess.run(sys.argv[1:]).returncode
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
    sys.exit(status)
    """

  @Test("is refused with the reason, in bounded memory, and changes nothing", arguments: attacks)
  func refused(_ attack: Attack) throws {
    let store = try SmallStore()
    try store.folder.write(attack.file, attack.bytes())
    let before = try store.contents()
    let outcome = try Parley.run(
      program: URL(filePath: "/usr/bin/python3"),
      ["-c", Self.meter, Workspace.binary.path, "import", "faq", attack.file],
      environment: ["PARLEY_DB": store.database], folder: store.folder.path)
    #expect(outcome.error.hasPrefix(attack.error), "\(outcome.error.prefix(300))")
    #expect(outcome.status == 1)
    let peak = try #require(outcome.error.split(separator: "\n").last.flatMap { Int($0) })
    #expect(peak < 400 << 10, "\(peak) KiB")
    #expect(try store.contents() == before)
  }

  @Test("where there is no room leaves what was there, and says so")
  func full() throws {
    let store = try SmallStore()
    let rows = (0..<3_000).map { "q\($0),What is number \($0) of the list?,It is \($0).\n" }
    try store.folder.write("a.csv", "id,question,answer\n" + rows.joined())
    let before = try store.contents()
    // A file may not grow beyond 64 KiB: what a full disk does, to this process alone.
    let outcome = try Parley.run(
      program: URL(filePath: "/bin/bash"),
      ["-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" import faq a.csv", Workspace.binary.path],
      environment: ["PARLEY_DB": store.database], folder: store.folder.path)
    #expect(outcome.status == 3, "\(outcome.error)")
    #expect(outcome.error.hasPrefix("parley import: \(store.database)/parts/"), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
    #expect(try store.contents() == before)
    #expect(try store.parley("check", "--deep").status == 0)
    #expect(try store.parley("import", "faq", "a.csv").status == 0)
  }

  @Test("into a database that may not be written says so, and changes nothing")
  func readOnly() throws {
    let store = try SmallStore()
    let folders = ["", "/parts", "/manifests"].map { store.database + $0 }
    let before = try store.files()
    try store.folder.write("a.csv", "id,question,answer\npay,How?,Card.\n")
    // What belongs to root, root may write: somebody else tries.
    let user = getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"]
    let program = try store.folder.write("parley", try Data(contentsOf: Workspace.binary))
    chmod(program, 0o755)
    for folder in folders { chmod(folder, 0o555) }
    defer { for folder in folders { chmod(folder, 0o755) } }
    let outcome = try Parley.run(
      program: URL(filePath: "/usr/bin/env"), user + [program, "import", "faq", "a.csv"],
      environment: ["PARLEY_DB": store.database], folder: store.folder.path)
    #expect(outcome.error == "parley import: \(store.database)/lock: cannot open: Permission denied\n")
    #expect(outcome.status == 3)
    #expect(try store.files() == before)
  }

  /// Ten seconds are waited for the lock; on a loaded machine eight imports may take longer than that.
  @Test("at the same moment as seven others waits for them: each finds what the others brought")
  func together() throws {
    let store = try SmallStore()
    for number in 0..<8 {
      try store.folder.write(
        "\(number).csv", "id,question,answer\nq\(number),What is \(number)?,It is \(number).\n")
    }
    let ends = Mutex<[(status: Int32, after: Duration)]>([])
    let done = DispatchSemaphore(value: 0)
    for number in 0..<8 {
      Thread.detachNewThread {
        let begun = ContinuousClock.now
        let outcome = try? store.parley("import", "faq", "\(number).csv")
        ends.withLock { $0.append((outcome?.status ?? -1, ContinuousClock.now - begun)) }
        done.signal()
      }
    }
    for _ in 0..<8 { done.wait() }
    let all = ends.withLock { $0 }
    for end in all { #expect(end.status == 0 || end.status == 3 && end.after >= .seconds(10), "\(end)") }
    let imported = all.count { $0.status == 0 }
    #expect(imported > 1)
    let entries = try store.parley("export", "faq", "--format", "jsonl").output.split(separator: "\n")
    #expect(entries.count == 2 + imported)
    #expect(try store.liveRevision() == 1 + imported)
    #expect(try store.parley("check", "--deep").status == 0)
  }
}
