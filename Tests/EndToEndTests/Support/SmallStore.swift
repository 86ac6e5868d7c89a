import Foundation
import Testing

/// A store of two intents, two FAQ entries and two orders: made in a moment, in a folder of its own.
final class SmallStore: Sendable {
  let folder: TemporaryFolder

  static let intents = """
    lists:
      order: [orders?, parcels?]
    intents:
      track_order:
        rules:
          - 'where is my {order}'
        examples: [where is my order, track my parcel]
        replies: ['Your order is on its way.']
      greeting:
        examples: [hello, good morning]
        replies: ['Hello.']

    """
  static let faq = """
    id,question,answer
    returns,How do I return a lamp?,Within 30 days.
    delivery,How long does delivery take?,Two days.

    """
  static let orders = """
    {"number":"1042","email":"anna@example.com","status":"shipped","placed_at":"2026-11-01T10:00:00Z"}
    {"number":"1043","email":"ben@example.com","status":"paid","placed_at":"2026-11-02T10:00:00Z"}

    """

  /// Made once, copied for every test.
  private static let original = Result {
    let folder = try TemporaryFolder.shared()
    try folder.write("shop/shop.yaml", "name: Nest\n")
    try folder.write("shop/intents/all.yaml", intents)
    try folder.write("shop/faq.csv", faq)
    try folder.write("shop/orders.jsonl", orders)
    let outcome = try Parley.run(["import", "shop", folder.path("shop"), "--db", folder.path("db")])
    guard outcome.status == 0 else { throw Failure("the small store is not imported: \(outcome.error)") }
    return folder
  }

  init() throws {
    let original = try Self.original.get()
    folder = try TemporaryFolder()
    for name in ["shop", "db"] {
      try FileManager.default.copyItem(atPath: original.path(name), toPath: folder.path(name))
    }
  }

  var database: String { folder.path("db") }

  /// Runs a command on this store, in its folder, so that files are told by their bare names.
  func parley(_ arguments: [String], environment: [String: String] = [:]) throws -> Parley.Outcome {
    try Parley.run(
      arguments, environment: ["PARLEY_DB": database].merging(environment) { _, own in own },
      folder: folder.path)
  }

  func parley(_ arguments: String...) throws -> Parley.Outcome { try parley(arguments) }

  /// One turn.
  func ask(_ message: String) throws -> Turn { Turn(json: try parley("ask", message, "--json").json()) }

  func liveRevision() throws -> Int {
    let revisions = try parley("history", "--json").json()["revisions"] as? [[String: Any]] ?? []
    return revisions.first { $0["current"] as? Bool == true }?["revision"] as? Int ?? 0
  }

  /// Everything that an import may change: which revision is live, every byte of every revision, every order.
  func contents() throws -> Contents {
    Contents(
      files: try files(), history: try parley("history", "--json").output,
      orders: try parley("export", "orders").output)
  }

  /// Every file of the revisions, byte for byte.
  func files() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in ["current", "parley.format"] {
      files[name] = FileManager.default.contents(atPath: path(name))
    }
    for folder in ["parts", "manifests"] {
      for name in try FileManager.default.contentsOfDirectory(atPath: path(folder)) {
        files[folder + "/" + name] = FileManager.default.contents(atPath: path(folder + "/" + name))
      }
    }
    return files
  }

  struct Contents: Equatable {
    var files: [String: Data]
    var history: String
    var orders: String
  }

  private func path(_ name: String) -> String { database + "/" + name }
}

extension Parley.Outcome {
  /// Standard output as the one JSON object it should be.
  func json() throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] else {
      throw Failure("not one JSON object: \(output) \(error)")
    }
    return object
  }
}
