import Foundation
import Testing

@testable import Conversations

@Suite("What shoppers have asked for")
struct RequestLogTests {
  private final class Folder {
    let path = NSTemporaryDirectory() + "parley-requests-\(UUID())"
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private func request(
    _ reference: String, order: String? = nil, email: String? = nil, customer: String? = nil
  ) -> StoreRequest {
    StoreRequest(
      reference: reference, time: 1_795_000_000, action: "cancel_order", flow: "cancel", order: order,
      email: email, customer: customer, details: [("reason", "late")], conversation: "00")
  }

  private func references(_ log: RequestLog) throws -> [String] {
    try log.requests(since: 0).map(\.reference)
  }

  @Test("is forgotten with its customer: by id, by address in any case, by their orders; the rest stays")
  func erasure() throws {
    let folder = try Folder()
    let log = RequestLog(folder: folder.path)
    #expect(log.erase(customer: "c1", email: nil) == 0, "nothing was asked for yet")
    #expect(
      log.append([
        request("R-1", order: "1042", email: "Ann@Example.com"), request("R-2", customer: "c1"),
        request("R-3", order: "1043", email: "ben@example.com"), request("R-4", order: "1044"),
      ]))
    try Data("not a request\n".utf8).append(to: log.path)
    #expect(log.erase(customer: "c1", email: "ann@example.COM") { $0 == "1044" } == 3)
    #expect(try references(log) == ["R-3"])
    let left = try String(contentsOfFile: log.path, encoding: .utf8)
    #expect(left.hasSuffix("not a request\n") && !left.lowercased().contains("ann@"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [RequestLog.fileName])
    let mode = try FileManager.default.attributesOfItem(atPath: log.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(log.append([request("R-5")]))
    #expect(try references(log) == ["R-3", "R-5"])
  }

  @Test("what is noted while others are forgotten is not lost", .timeLimit(.minutes(10)))
  func concurrent() async throws {
    let folder = try Folder()
    let log = RequestLog(folder: folder.path)
    await withTaskGroup(of: Void.self) { group in
      group.addTask { for index in 0..<200 { _ = log.append([request("K-\(index)", customer: "kept")]) } }
      group.addTask {
        for index in 0..<50 {
          _ = log.append([request("G-\(index)", customer: "gone")])
          _ = log.erase(customer: "gone", email: nil)
        }
      }
    }
    let found = try references(log)
    #expect(found.count { $0.hasPrefix("K-") } == 200)
    #expect(!found.contains { $0.hasPrefix("G-") })
  }

  @Test("a writer forgets in the order it was told")
  func writer() async throws {
    let folder = try Folder()
    let log = RequestLog(folder: folder.path)
    let writer = try RequestWriter(log)
    writer.submit([request("R-1", customer: "c1")]) { _ in }
    let isErased = await withCheckedContinuation { done in
      writer.erase(customer: "c1", email: nil, orders: { [] }) { done.resume(returning: $0) }
    }
    #expect(isErased)
    writer.submit([request("R-2", customer: "c1")]) { _ in }
    writer.stop()
    #expect(try references(log) == ["R-2"])
  }

  @Test("a writer forgets nobody by half when a customer's orders cannot be told")
  func unknownOrders() async throws {
    struct Away: Error {}
    let folder = try Folder()
    let log = RequestLog(folder: folder.path)
    let writer = try RequestWriter(log)
    writer.submit([request("R-1", customer: "c1"), request("R-2", order: "1042")]) { _ in }
    let isErased = await withCheckedContinuation { done in
      writer.erase(customer: "c1", email: nil, orders: { throw Away() }) { done.resume(returning: $0) }
    }
    writer.stop()
    #expect(!isErased)
    #expect(try references(log) == ["R-1", "R-2"])
  }
}

extension Data {
  fileprivate func append(to path: String) throws {
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: self)
    try file.close()
  }
}
