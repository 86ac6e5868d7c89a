/// Ids a client sends along, taken only when they are harmless to write down.
enum RequestIdentity {
  /// Letters, digits and `-_.`, at most 64.
  static func isPlain(_ id: UnsafeRawBufferPointer) -> Bool {
    (1...64).contains(id.count)
      && id.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
      }
  }

  /// The trace id of a `traceparent` (W3C Trace Context §3.2): `00-<32 hex>-<16 hex>-<2 hex>`, not all zeros.
  static func traceID(in parent: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard parent.count >= 55, parent[2] == dash, parent[35] == dash, parent[52] == dash else { return nil }
    let version = parent[0..<2]
    guard version.allSatisfy(isHex), !version.allSatisfy({ $0 == UInt8(ascii: "f") }) else { return nil }
    guard parent.count == 55 || !version.allSatisfy({ $0 == zero }) && parent[55] == dash else { return nil }
    let trace = parent[3..<35]
    let span = parent[36..<52]
    guard trace.allSatisfy(isHex), span.allSatisfy(isHex), parent[53..<55].allSatisfy(isHex) else {
      return nil
    }
    guard trace.contains(where: { $0 != zero }), span.contains(where: { $0 != zero }) else { return nil }
    return UnsafeRawBufferPointer(rebasing: trace)
  }

  private static let dash = UInt8(ascii: "-")
  private static let zero = UInt8(ascii: "0")

  /// Lower case only, as the recommendation asks.
  private static func isHex(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }
}
