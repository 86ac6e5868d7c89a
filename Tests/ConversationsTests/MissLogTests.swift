import Foundation
import Testing

@testable import Conversations

@Suite("The log of misses")
struct MissLogTests {
  private func folder() throws -> String {
    let path = NSTemporaryDirectory() + "misses-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  @Test("groups what says the same, the most frequent first")
  func groups() throws {
    let path = try folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let log = MissLog(folder: path)
    #expect(
      log.append([
        Miss(time: 10, text: "do you fly", locale: "en", nearest: "faq:a"),
        Miss(time: 20, text: "Sing a song", locale: "en", nearest: ""),
        Miss(time: 30, text: "DO YOU FLY", locale: "en", nearest: "faq:b"),
      ]))
    let groups = try log.groups(since: 0) { $0.lowercased() }
    #expect(
      groups == [
        MissGroup(count: 2, sample: "DO YOU FLY", nearest: "faq:b", lastAsked: 30),
        MissGroup(count: 1, sample: "Sing a song", nearest: "", lastAsked: 20),
      ])
    #expect(try log.groups(since: 25) { $0 }.map(\.sample) == ["DO YOU FLY"])
  }

  @Test("of a database that has none is empty")
  func empty() throws {
    let path = try folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try MissLog(folder: path).groups(since: 0) { $0 }.isEmpty)
  }

  @Test("passes over a line that a full disk cut off")
  func cutLine() throws {
    let path = try folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let log = MissLog(folder: path)
    #expect(log.append([Miss(time: 10, text: "before", locale: "en", nearest: "")]))
    let file = try #require(FileHandle(forWritingAtPath: path + "/misses.jsonl"))
    try file.seekToEnd()
    try file.write(contentsOf: Array("{\"time\":20,\"te\n[]\n{}\n".utf8))
    try file.close()
    #expect(log.append([Miss(time: 30, text: "after", locale: "en", nearest: "")]))
    #expect(try log.groups(since: 0) { $0 }.map(\.sample) == ["after", "before"])
  }
}
