import Foundation
import Testing

@testable import HTTP

@Suite("What a refusal is called")
struct RefusalCodeTests {
  @Test("stands in the contract", arguments: Refusal.allCases)
  func contract(_ refusal: Refusal) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let contract =
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: root.appending(path: "docs/openapi.json"))) as? [String: Any]
    let schemas = (contract?["components"] as? [String: Any])?["schemas"] as? [String: Any]
    let members = (schemas?["Problem"] as? [String: Any])?["properties"] as? [String: Any]
    let codes = try #require((members?["code"] as? [String: Any])?["enum"] as? [String])
    #expect(codes.contains("\(refusal.code)"))
  }
}
