import Foundation
import Servers
import Testing

@Suite("Behind nginx with the shipped configuration", .serialized)
struct NginxTests {
  /// Debian's nginx on a free port, with nothing of `nginx/nginx.conf` changed but its addresses.
  private final class Nginx {
    let port: UInt16
    private let folder: TemporaryFolder
    private let process: Process

    init(instances: [UInt16]) throws {
      port = try FreePort.take()
      folder = try TemporaryFolder()
      var text = try String(contentsOf: Workspace.root.appending(path: "nginx/nginx.conf"), encoding: .utf8)
      for (index, instance) in instances.enumerated() {
        text = text.replacing("parley\(index + 1):8080", with: "127.0.0.1:\(instance)")
      }
      text = text.replacing("listen 8000;", with: "listen 127.0.0.1:\(port);")
      try folder.write("nginx.conf", text)
      process = Process()
      process.executableURL = URL(filePath: "/usr/sbin/nginx")
      process.arguments = ["-p", folder.path, "-c", "nginx.conf", "-g", "daemon off;"]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      let client = HTTPClient(port: port)
      for _ in 0..<400 {
        if (try? client.get("/healthz")) != nil { return }
        usleep(10_000)
      }
      throw Failure("nginx does not answer")
    }

    deinit {
      process.terminate()
      process.waitUntilExit()
    }

    var http: HTTPClient { HTTPClient(port: port) }
  }

  static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/sbin/nginx")

  @Test(
    "a conversation's turns land on different instances", .enabled(if: isInstalled, "nginx is not installed"))
  func conversation() throws {
    let database = try StarterStore.database()
    let servers = try (0..<3).map { _ in try Server(database: database) }
    let nginx = try Nginx(instances: servers.map(\.port))
    let first = try nginx.http.chat("where is my order?")
    let second = try nginx.http.chat("it is 1042", context: first.context)
    let third = try nginx.http.chat("anna@example.com", context: second.context)
    #expect(third.cards.count == 1)
    for _ in 0..<3 { _ = try nginx.http.chat("thanks", context: third.context) }
    let answered = servers.map { server in
      server.stop().components(separatedBy: "\n").count { $0.contains("\"/v1/chat\"") }
    }
    #expect(answered.allSatisfy { $0 > 0 }, "turns by instance: \(answered)")
    #expect(answered.reduce(0, +) == 6)
  }

  @Test("an instance that stops loses no turn", .enabled(if: isInstalled, "nginx is not installed"))
  func instanceStops() throws {
    let database = try StarterStore.database()
    let servers = try (0..<3).map { _ in try Server(database: database) }
    let nginx = try Nginx(instances: servers.map(\.port))
    for turn in 0..<9 {
      if turn == 3 { servers[0].stop() }
      #expect(try nginx.http.chat("hello").intent == "greeting")
    }
  }

  @Test(
    "bodies over a location's bound, and paths for the operator alone, are refused with a problem",
    .enabled(if: isInstalled, "nginx is not installed"))
  func refused() throws {
    let server = try Server(database: try StarterStore.database())
    let nginx = try Nginx(instances: [server.port, server.port, server.port])
    let large = try nginx.http.post("/v1/chat", json: ["message": String(repeating: "a", count: 40_000)])
    #expect(large.status == 413)
    #expect(large.headers["content-type"] == "application/problem+json")
    #expect(try nginx.http.get("/metrics").status == 404)
    #expect(try nginx.http.get("/readyz").status == 404)
  }

  @Test(
    "a client beyond its rate is told so, with Retry-After",
    .enabled(if: isInstalled, "nginx is not installed"))
  func rateLimited() throws {
    let server = try Server(database: try StarterStore.database())
    let nginx = try Nginx(instances: [server.port, server.port, server.port])
    let answers = try (0..<20).map { _ in try nginx.http.post("/v1/chat", json: ["message": "hello"]) }
    let limited = answers.filter { $0.status == 429 }
    #expect(!limited.isEmpty)
    #expect(limited.allSatisfy { $0.headers["retry-after"] == "1" })
    #expect(limited.allSatisfy { $0.headers["content-type"] == "application/problem+json" })
  }

  static let hasCompose = FileManager.default.isExecutableFile(atPath: "/usr/bin/docker-compose")

  @Test("compose.yaml is valid", .enabled(if: hasCompose, "docker-compose is not installed"))
  func compose() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/docker-compose")
    process.arguments = ["-f", Workspace.root.appending(path: "compose.yaml").path, "config", "--quiet"]
    process.environment = ["PATH": "/usr/bin:/bin", "PARLEY_SECRET": Server.secret]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
