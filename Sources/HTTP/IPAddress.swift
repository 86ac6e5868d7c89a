/// An IPv4 or IPv6 address; an IPv4 one is kept as `::ffff:a.b.c.d`, so that both compare alike.
package struct IPAddress: Hashable, Sendable {
  /// First and last eight bytes, in the order they are written.
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// From the four bytes of an IPv4 address, the first one written being the most significant.
  package init(v4 address: UInt32) {
    self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(address))
  }

  package var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

  /// The address with all but its first `bits` cleared; `bits` counts within its own family.
  package func masked(to bits: Int) -> IPAddress {
    let kept = min(128, max(0, isIPv4 ? bits + 96 : bits))
    let highMask = kept >= 64 ? UInt64.max : ~(UInt64.max >> UInt64(kept))
    let lowMask = kept <= 64 ? 0 : (kept == 128 ? UInt64.max : ~(UInt64.max >> UInt64(kept - 64)))
    return IPAddress(high: high & highMask, low: low & lowMask)
  }

  /// Reads `a.b.c.d` or RFC 4291 §2.2 text; `nil` for anything else, leading zeros and zones included.
  package init?(parsing text: UnsafeBufferPointer<UInt8>) {
    if let address = Self.dotted(text) {
      self.init(v4: address)
    } else if let groups = Self.groups(text) {
      self = groups
    } else {
      return nil
    }
  }

  package init?(_ text: String) {
    var text = text
    guard let address = text.withUTF8({ IPAddress(parsing: $0) }) else { return nil }
    self = address
  }

  private static func dotted(_ text: some Collection<UInt8>) -> UInt32? {
    var (address, part, digits, parts) = (UInt32(0), UInt32(0), 0, 1)
    for byte in text {
      if byte == UInt8(ascii: ".") {
        guard digits > 0, parts < 4 else { return nil }
        address = address << 8 | part
        (part, digits, parts) = (0, 0, parts + 1)
      } else {
        guard byte.isDigit, digits == 0 || part > 0 else { return nil }
        part = part * 10 + UInt32(byte &- 0x30)
        digits += 1
        guard part <= 255 else { return nil }
      }
    }
    return parts == 4 && digits > 0 ? address << 8 | part : nil
  }

  /// Eight groups of up to four hexadecimal digits, one run of zeros written `::`, the end perhaps dotted.
  private static func groups(_ text: UnsafeBufferPointer<UInt8>) -> IPAddress? {
    var (words, count, gap) = ([UInt16](repeating: 0, count: 8), 0, -1)
    var place = 0
    if text.count >= 2, text[0] == .colon {
      guard text[1] == .colon else { return nil }
      (gap, place) = (0, 2)
    }
    while place < text.count {
      var (word, digits, next) = (UInt32(0), 0, place)
      while next < text.count, digits < 5, let value = text[next].hexValue {
        word = word << 4 | UInt32(value)
        (digits, next) = (digits + 1, next + 1)
      }
      if next < text.count, text[next] == UInt8(ascii: ".") {
        guard count <= 6, let tail = dotted(text[place...]) else { return nil }
        (words[count], words[count + 1]) = (UInt16(tail >> 16), UInt16(truncatingIfNeeded: tail))
        (count, place) = (count + 2, text.count)
        break
      }
      guard 1...4 ~= digits, count < 8 else { return nil }
      words[count] = UInt16(word)
      (count, place) = (count + 1, next)
      guard place < text.count else { break }
      guard text[place] == .colon, place + 1 < text.count else { return nil }
      place += 1
      if text[place] == .colon {
        guard gap < 0 else { return nil }
        (gap, place) = (count, place + 1)
      }
    }
    guard gap < 0 ? count == 8 : count < 8 else { return nil }
    if gap >= 0 {
      let tail = Array(words[gap..<count])
      for index in gap..<8 { words[index] = 0 }
      for (index, word) in tail.enumerated() { words[8 - tail.count + index] = word }
    }
    let halves = (words[0..<4], words[4..<8])
    return IPAddress(
      high: halves.0.reduce(0) { $0 << 16 | UInt64($1) }, low: halves.1.reduce(0) { $0 << 16 | UInt64($1) })
  }
}

extension IPAddress: CustomStringConvertible {
  /// Dotted, or the shortest form of RFC 5952.
  package var description: String {
    if isIPv4 { return (0..<4).map { String(low >> UInt64(24 - 8 * $0) & 0xFF) }.joined(separator: ".") }
    let words = (0..<8).map { index in
      UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> UInt64(48 - 16 * (index & 3)))
    }
    var (best, bestCount, start) = (0, 1, 0)
    for index in 0...8 where index == 8 || words[index] != 0 {
      if index - start > bestCount { (best, bestCount) = (start, index - start) }
      start = index + 1
    }
    let hex = { (range: Range<Int>) in words[range].map { String($0, radix: 16) }.joined(separator: ":") }
    return bestCount == 1 ? hex(0..<8) : hex(0..<best) + "::" + hex(best + bestCount..<8)
  }
}

/// A block of addresses, as `10.0.0.0/8` or `2001:db8::/32`.
package struct AddressBlock: Hashable, Sendable {
  package let address: IPAddress
  /// Bits that are fixed, counted within the address's family.
  package let bits: Int

  /// Reads an address, and how many of its bits count after a `/`; without one all do.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = IPAddress(String(parts[0])) else { return nil }
    let most = address.isIPv4 ? 32 : 128
    var bits = most
    if parts.count == 2 {
      guard let given = Int(parts[1]), 0...most ~= given else { return nil }
      bits = given
    }
    self.address = address.masked(to: bits)
    self.bits = bits
  }

  package func contains(_ other: IPAddress) -> Bool {
    other.isIPv4 == address.isIPv4 && other.masked(to: bits) == address
  }
}
