import Foundation

/// Debian's redis-server on a free port, ended with the value.
final class ScratchRedis {
  let port: UInt16
  private let folder: TemporaryFolder
  private let process = Process()

  init() throws {
    port = try FreePort.next()
    folder = try TemporaryFolder()
    process.executableURL = URL(filePath: "/usr/bin/redis-server")
    process.arguments = ["--port", "\(port)", "--bind", "127.0.0.1", "--save", "", "--dir", folder.path]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<400 {
      if try !command("PING").isEmpty { return }
      usleep(10_000)
    }
    throw Failure("redis-server does not answer")
  }

  deinit { end() }

  func end() {
    guard process.isRunning else { return }
    send(SIGKILL)
    process.waitUntilExit()
  }

  func send(_ number: Int32) { kill(process.processIdentifier, number) }

  /// What Redis answers to one line; nothing when it is away.
  func command(_ line: String) throws -> String {
    let answer = try? HTTPClient(port: port).exchange(Data("\(line)\r\nQUIT\r\n".utf8))
    return String(decoding: answer ?? Data(), as: UTF8.self)
  }
}
