#if canImport(Glibc)
  import Glibc
#endif

/// An IPv4 or IPv6 address and a port.
package struct SocketAddress: Equatable, Sendable, CustomStringConvertible {
  /// First and last eight bytes; an IPv4 address is `::ffff:a.b.c.d` here.
  package let high: UInt64
  package let low: UInt64
  package let isIPv4: Bool
  /// 0 asks for any free port.
  package let port: UInt16

  package init(v4 address: UInt32, port: UInt16) {
    (high, low, isIPv4, self.port) = (0, 0xFFFF_0000_0000 | UInt64(address), true, port)
  }

  /// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`; no other names, for nothing is looked up.
  package init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
      return nil
    }
    var host = String(text[..<colon])
    if host == "localhost" { host = "127.0.0.1" }
    if host.hasPrefix("["), host.hasSuffix("]") {
      var bytes = in6_addr()
      guard inet_pton(AF_INET6, String(host.dropFirst().dropLast()), &bytes) == 1 else { return nil }
      let (high, low) = Self.halves(bytes)
      self.init(high: high, low: low, isIPv4: false, port: port)
    } else {
      var bytes = in_addr()
      guard inet_pton(AF_INET, host, &bytes) == 1 else { return nil }
      self.init(v4: UInt32(bigEndian: bytes.s_addr), port: port)
    }
  }

  /// From what the kernel fills in; anything but IPv4 and IPv6 reads as `0.0.0.0:0`.
  init(_ storage: sockaddr_storage) {
    var storage = storage
    if storage.ss_family == sa_family_t(AF_INET6) {
      let address = withUnsafeBytes(of: &storage) { $0.load(as: sockaddr_in6.self) }
      let (high, low) = Self.halves(address.sin6_addr)
      self.init(
        high: high, low: low, isIPv4: high == 0 && low >> 32 == 0xFFFF,
        port: UInt16(bigEndian: address.sin6_port))
    } else {
      let address = withUnsafeBytes(of: &storage) { $0.load(as: sockaddr_in.self) }
      self.init(v4: UInt32(bigEndian: address.sin_addr.s_addr), port: UInt16(bigEndian: address.sin_port))
    }
  }

  /// The same address with another port.
  package func with(port: UInt16) -> SocketAddress {
    SocketAddress(high: high, low: low, isIPv4: isIPv4, port: port)
  }

  private init(high: UInt64, low: UInt64, isIPv4: Bool, port: UInt16) {
    (self.high, self.low, self.isIPv4, self.port) = (high, low, isIPv4, port)
  }

  private static func halves(_ bytes: in6_addr) -> (UInt64, UInt64) {
    withUnsafeBytes(of: bytes) {
      (
        UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)),
        UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
  }

  /// Calls `body` with the address as the kernel wants it.
  func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    var storage = sockaddr_storage()
    let count: Int
    if isIPv4 {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(truncatingIfNeeded: low).bigEndian
      count = MemoryLayout<sockaddr_in>.size
      withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: address, as: sockaddr_in.self) }
    } else {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = port.bigEndian
      withUnsafeMutableBytes(of: &address.sin6_addr) {
        $0.storeBytes(of: high.bigEndian, as: UInt64.self)
        $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
      }
      count = MemoryLayout<sockaddr_in6>.size
      withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: address, as: sockaddr_in6.self) }
    }
    return withUnsafePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(count)) }
    }
  }

  /// As it is written on the command line.
  package var description: String {
    var text = [CChar](repeating: 0, count: 64)
    if isIPv4 {
      return (0..<4).map { String(low >> UInt64(24 - 8 * $0) & 0xFF) }.joined(separator: ".") + ":\(port)"
    }
    var address = in6_addr()
    withUnsafeMutableBytes(of: &address) {
      $0.storeBytes(of: high.bigEndian, as: UInt64.self)
      $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
    }
    guard inet_ntop(AF_INET6, &address, &text, socklen_t(text.count)) != nil else { return "[]:\(port)" }
    return "[\(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))]:\(port)"
  }
}
