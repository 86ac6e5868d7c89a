import Foundation
import Glibc
import Servers

/// A running `parley serve` on a free port, stopped when it goes.
final class Server: @unchecked Sendable {
  static let secret = "the secret that every instance of a test shares"

  let port: UInt16
  let process: Process
  /// What the server wrote on standard error until it was ready.
  private(set) var greeting = ""
  private let log: DrainedPipe

  /// Starts an instance and waits until it is ready.
  init(
    database: String, arguments: [String] = [], listensByFlags: Bool = true,
    environment: [String: String] = [:], port: UInt16? = nil
  ) throws {
    self.port = try port ?? FreePort.take()
    let flags = ["--db", database, "--listen", "127.0.0.1:\(self.port)", "--threads", "1"]
    process = Parley.process(
      ["serve"] + (listensByFlags ? flags : []) + arguments,
      environment: ["PARLEY_SECRET": Self.secret].merging(environment) { _, own in own }, folder: nil)
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    log = DrainedPipe(output)
    try process.run()
    try waitUntilReady(error)
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  var http: HTTPClient { HTTPClient(port: port) }

  /// SIGTERM, then the process's end.
  ///
  /// - Returns: Its log: one JSON line a request.
  @discardableResult
  func stop() -> String {
    process.terminate()
    process.waitUntilExit()
    return String(decoding: log.wait(), as: UTF8.self)
  }

  private func waitUntilReady(_ error: Pipe) throws {
    let deadline = Date(timeIntervalSinceNow: 20)
    let errors = DrainedPipe(error)
    while Date() < deadline {
      if let answer = try? http.get("/readyz"), answer.status == 200 { return }
      guard process.isRunning else {
        throw Failure(
          "the server ended with \(process.terminationStatus): \(String(decoding: errors.wait(), as: UTF8.self))"
        )
      }
      usleep(5_000)
    }
    throw Failure("the server is not ready after 20 s")
  }
}
