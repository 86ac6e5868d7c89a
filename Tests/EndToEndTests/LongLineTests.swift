import Foundation
import Testing

@Suite("A line of 100 MB")
struct LongLineTests {
  /// 100 MB of the letter a, written once.
  private static let file = Result {
    let folder = try TemporaryFolder.shared()
    let url = folder.url.appending(path: "line")
    try Data().write(to: url)
    let handle = try FileHandle(forWritingTo: url)
    let piece = Data(repeating: UInt8(ascii: "a"), count: 1_000_000)
    for _ in 0..<100 { try handle.write(contentsOf: piece) }
    try handle.close()
    return folder
  }

  /// Runs a command and writes the child's peak of resident memory, in KiB, on the last line of standard error.
  private static let meter = """
    import resource, subprocess, sys
    status = subprocess.run(sys.argv[1:]).returncode
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
    sys.exit(status)
    """

  @Test("is refused in bounded memory by every command", arguments: Reading.all)
  func refused(_ reading: Reading) throws {
    let store = try SmallStore()
    try store.folder.write("shop/orders.csv", "Bestellung,Stand\n2001,paid\n")
    let before = try store.contents()
    try FileManager.default.createSymbolicLink(
      atPath: store.folder.path(reading.file), withDestinationPath: Self.file.get().path("line"))
    let outcome = try Parley.run(
      program: URL(filePath: "/usr/bin/python3"),
      ["-c", Self.meter, Workspace.binary.path] + reading.arguments(reading.file),
      environment: ["PARLEY_DB": store.database], folder: store.folder.path)
    let lines = outcome.error.split(separator: "\n")
    #expect(
      lines.first?.wholeMatch(of: /[a-z]+\.[a-z]+:1:1: .+ (MiB|bytes|long).*/) != nil, "\(outcome.error)")
    #expect(outcome.status == 1)
    let peak = try #require(lines.last.flatMap { Int($0) })
    #expect(peak < 200 << 10, "\(peak) KiB")
    #expect(try store.contents() == before)
  }
}
