/// The parts of an order that `orders.db` keeps in one column: parcels, items, address.
///
/// One line a part, fields parted by TAB, with TAB, line end and backslash escaped. A kind of line, or a further
/// field, that an older version does not know is left alone:
/// ```
/// t  JVGL0412345678  https://track.example.com/JVGL0412345678
/// i  HT-ME-001  Oxford Shirt  1  59.95  final-sale
/// a  Anna Berg  Hafenstraße 1    Hamburg    20359  DE
/// ```
struct OrderDetails {
  private static let tab = UInt8(ascii: "\t")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let backslash = UInt8(ascii: "\\")

  static func encode(_ order: Order, into bytes: inout [UInt8]) {
    bytes.removeAll(keepingCapacity: true)
    for parcel in order.tracking { line("t", [parcel.number, parcel.url], to: &bytes) }
    for item in order.items {
      line(
        "i", [item.sku, item.name, "\(item.quantity)", item.price?.description, item.itemClass], to: &bytes)
    }
    if let at = order.address {
      line("a", [at.name, at.line1, at.line2, at.city, at.region, at.postcode, at.country], to: &bytes)
    }
  }

  private static func line(_ kind: Unicode.Scalar, _ fields: [String?], to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: kind))
    for field in fields {
      bytes.append(tab)
      for byte in (field ?? "").utf8 {
        switch byte {
        case tab: bytes += [backslash, UInt8(ascii: "t")]
        case lineFeed: bytes += [backslash, UInt8(ascii: "n")]
        case backslash: bytes += [backslash, backslash]
        default: bytes.append(byte)
        }
      }
    }
    bytes.append(lineFeed)
  }

  /// Fills in what the column holds.
  static func decode(_ bytes: UnsafeBufferPointer<UInt8>, into order: inout Order) {
    var reader = LineReader(bytes: bytes)
    while let kind = reader.kind() {
      switch kind {
      case UInt8(ascii: "t"):
        guard let number = reader.field() else { break }
        order.tracking.append(Order.Tracking(number: number, url: reader.field()))
      case UInt8(ascii: "i"):
        let sku = reader.field()
        var item = Order.Item(name: reader.field() ?? "", sku: sku)
        item.quantity = reader.field().flatMap { Int($0) } ?? 1
        item.price = reader.field().flatMap { Amount($0) }
        item.itemClass = reader.field()
        order.items.append(item)
      case UInt8(ascii: "a"):
        var address = Order.Address()
        (address.name, address.line1, address.line2) = (reader.field(), reader.field(), reader.field())
        (address.city, address.region) = (reader.field(), reader.field())
        (address.postcode, address.country) = (reader.field(), reader.field())
        order.address = address.orNil
      default: break
      }
      reader.skipLine()
    }
  }

  private struct LineReader {
    let bytes: UnsafeBufferPointer<UInt8>
    var at = 0

    mutating func kind() -> UInt8? {
      guard at < bytes.count else { return nil }
      defer { at += 1 }
      return bytes[at]
    }

    /// The next field of the line; `nil` when it is empty or there is none.
    mutating func field() -> String? {
      guard at < bytes.count, bytes[at] == tab else { return nil }
      at += 1
      let start = at
      var isEscaped = false
      while at < bytes.count, bytes[at] != tab, bytes[at] != lineFeed {
        if bytes[at] == backslash { isEscaped = true }
        at += 1
      }
      guard at > start else { return nil }
      let raw = UnsafeBufferPointer(rebasing: bytes[start..<at])
      return isEscaped ? unescaped(raw) : String(decoding: raw, as: UTF8.self)
    }

    mutating func skipLine() {
      while at < bytes.count, bytes[at] != lineFeed { at += 1 }
      at += 1
    }

    private func unescaped(_ raw: UnsafeBufferPointer<UInt8>) -> String {
      var plain: [UInt8] = []
      var isEscape = false
      for byte in raw {
        switch (isEscape, byte) {
        case (false, backslash):
          isEscape = true
          continue
        case (true, UInt8(ascii: "t")): plain.append(tab)
        case (true, UInt8(ascii: "n")): plain.append(lineFeed)
        default: plain.append(byte)
        }
        isEscape = false
      }
      return String(decoding: plain, as: UTF8.self)
    }
  }
}
