/// The `name=value` pairs of a query or a form, decoded one at a time.
package struct QueryString: Sequence, IteratorProtocol {
  package struct Pair: Equatable {
    package let name: [UInt8]
    package let value: [UInt8]
  }

  private let bytes: UnsafeRawBufferPointer
  private var place = 0

  /// - Parameter bytes: What follows the `?`; valid as long as this is used.
  package init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// Next pair; one without `=` has an empty value, empty ones are passed over.
  package mutating func next() -> Pair? {
    while place < bytes.count {
      let end = bytes[place...].firstIndex(of: UInt8(ascii: "&")) ?? bytes.count
      let pair = place..<end
      place = end + 1
      guard !pair.isEmpty else { continue }
      let equals = bytes[pair].firstIndex(of: UInt8(ascii: "=")) ?? end
      return Pair(
        name: decoded(pair.lowerBound..<equals), value: decoded(Swift.min(equals + 1, end)..<end))
    }
    return nil
  }

  private func decoded(_ range: Range<Int>) -> [UInt8] {
    percentDecoded(UnsafeRawBufferPointer(rebasing: bytes[range]), plusIsSpace: true)
  }
}

/// The bytes that escaped text stands for; an escape that is not whole stays as it is.
///
/// - Parameter plusIsSpace: Read `+` as a space, as forms write it.
package func percentDecoded(_ bytes: UnsafeRawBufferPointer, plusIsSpace: Bool = false) -> [UInt8] {
  var decoded: [UInt8] = []
  decoded.reserveCapacity(bytes.count)
  var place = 0
  while place < bytes.count {
    let byte = bytes[place]
    if byte == .percent, place + 2 < bytes.count, let high = bytes[place + 1].hexValue,
      let low = bytes[place + 2].hexValue
    {
      decoded.append(high << 4 | low)
      place += 3
    } else {
      decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? .space : byte)
      place += 1
    }
  }
  return decoded
}
