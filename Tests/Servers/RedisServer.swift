import Foundation

/// Debian's redis-server on a free port of this host, stopped with the value.
package final class RedisServer {
  package static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/redis-server")

  package let port: UInt16
  private let folder: URL
  private var process = Process()

  package init(_ settings: String...) throws {
    // A Redis that dies under a write must not take the tests along; the server ignores this signal too.
    signal(SIGPIPE, SIG_IGN)
    port = try FreePort.take()
    folder = FileManager.default.temporaryDirectory.appending(path: "parley-redis-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try start(settings)
  }

  deinit {
    send(SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }

  /// - Parameter timeout: Milliseconds an answer may take; long, since a machine that runs other tests beside may
  ///   answer late.
  package func address(timeout: Int = 5_000) -> String { "redis://127.0.0.1:\(port)?timeout=\(timeout)" }

  package func start(_ settings: [String] = []) throws {
    process = Process()
    process.executableURL = URL(filePath: "/usr/bin/redis-server")
    process.currentDirectoryURL = folder
    process.arguments =
      ["--port", "\(port)", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"] + settings
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<400 {
      if (try? command("PING")) == "PONG" { return }
      usleep(10_000)
    }
    throw CocoaError(.executableLoad)
  }

  /// Ends or stops the server; waits for it when it ends.
  package func send(_ number: Int32) {
    guard process.isRunning else { return }
    kill(process.processIdentifier, number)
    if number == SIGKILL { process.waitUntilExit() }
  }

  /// What redis-cli prints for a command.
  @discardableResult
  package func command(_ words: String...) throws -> String {
    let client = Process()
    client.executableURL = URL(filePath: "/usr/bin/redis-cli")
    client.arguments = ["-p", "\(port)"] + words
    let output = Pipe()
    client.standardOutput = output
    client.standardError = FileHandle.nullDevice
    try client.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    client.waitUntilExit()
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
