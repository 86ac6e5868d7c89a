import HTTP

/// The address a request counts against.
enum ClientAddress {
  /// The peer's, or behind a trusted proxy the last hop of `X-Forwarded-For` that is not trusted itself.
  ///
  /// A hop that is no address ends the search: what stands before it could be anybody's invention.
  static func of(_ request: Request, trusted: [AddressBlock]) -> IPAddress {
    var client = request.peer
    guard !trusted.isEmpty, isTrusted(client, trusted) else { return client }
    var hops: [IPAddress?] = []
    request.eachHeader("x-forwarded-for") { value in
      for part in value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
        hops.append(address(in: part))
      }
    }
    for hop in hops.reversed() {
      guard let hop else { break }
      client = hop
      if !isTrusted(hop, trusted) { break }
    }
    return client
  }

  private static func isTrusted(_ address: IPAddress, _ blocks: [AddressBlock]) -> Bool {
    blocks.contains { $0.contains(address) }
  }

  private static func address(in part: Slice<UnsafeRawBufferPointer>) -> IPAddress? {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    guard let first = part.firstIndex(where: { !isBlank($0) }),
      let last = part.lastIndex(where: { !isBlank($0) })
    else { return nil }
    let text = UnsafeRawBufferPointer(rebasing: part[first...last])
    return IPAddress(parsing: text.bindMemory(to: UInt8.self))
  }
}

extension IPAddress {
  /// 16 bytes in network order; an IPv4 address in its IPv6 form.
  var bytes: [UInt8] {
    withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
  }
}
