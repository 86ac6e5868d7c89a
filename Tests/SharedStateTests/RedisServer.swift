import Foundation
import SharedState

/// Debian's redis-server on a free port of this host, stopped with the value.
final class RedisServer {
  static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/redis-server")

  let port: UInt16
  private let folder: URL
  private var process = Process()

  init(_ settings: String...) throws {
    // A Redis that dies under a write must not take the tests along; the server ignores this signal too.
    signal(SIGPIPE, SIG_IGN)
    port = try Self.freePort()
    folder = FileManager.default.temporaryDirectory.appending(path: "parley-redis-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try start(settings)
  }

  deinit {
    send(SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }

  var address: RedisAddress { RedisAddress("redis://127.0.0.1:\(port)")! }

  func start(_ settings: [String] = []) throws {
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
  func send(_ number: Int32) {
    guard process.isRunning else { return }
    kill(process.processIdentifier, number)
    if number == SIGKILL { process.waitUntilExit() }
  }

  /// What redis-cli prints for a command.
  @discardableResult
  func command(_ words: String...) throws -> String {
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

  private static func freePort() throws -> UInt16 {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    return UInt16(bigEndian: address.sin_port)
  }
}
