import Crypto
import Foundation
import Testing

@testable import Orders

/// A folder that goes away with the test.
final class Scratch {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "parley-orders-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var database: String { folder + "/orders.db" }

  func store(secret: String = "a") throws -> OrderStore {
    try OrderStore(path: database, keys: KeyRing(secret: String(repeating: secret, count: 40)))
  }

  func file(_ name: String, _ text: String) throws -> String {
    try file(name, Array(text.utf8))
  }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = folder + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }
}

extension UnixTime {
  static let noon = UnixTime(seconds: 1_795_176_000)  // 2026-11-20 12:00 UTC
}

extension Order {
  /// An order with every field filled in, some with hostile text.
  static func full(_ number: String = "#1042") -> Order {
    var order = Order(number: number, status: .partiallyShipped)
    order.customerID = "C10000"
    order.email = "Anna@Example.com"
    order.postcode = "1016 HD"
    order.placedAt = .noon
    order.shippedAt = .noon.advanced(by: 3600)
    order.deliveredAt = .noon.advanced(by: 7200)
    order.eta = .noon.advanced(by: 86_400)
    order.currency = "EUR"
    order.total = Amount("168.90")
    order.carrier = "DHL"
    order.tracking = [.init(number: "JV\t1"), .init(number: "2", url: "https://t.example.com/?a=1&b=\\n")]
    order.items = [
      .init(
        name: "Tab\there, line\nend, \\back, 'quote\" 👟", quantity: 2, sku: "S-1", price: Amount("69.90"),
        itemClass: "final-sale"),
      .init(name: "plain"),
    ]
    var address = Address()
    (address.name, address.line1, address.city, address.country) = (
      "Anna \\t", "Prinsengracht 212", "Amsterdam", "NL"
    )
    order.address = address
    return order
  }
}

/// The shared data sets, which lie beside the repository where it is developed.
enum SharedData {
  /// The path of a file, or `nil` when the sets are not there.
  static func path(_ name: String) -> String? {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = package.deletingLastPathComponent().appendingPathComponent("shared/data/" + name).path
    return FileManager.default.isReadableFile(atPath: path) ? path : nil
  }

  static let isThere = path("README.md") != nil
}
