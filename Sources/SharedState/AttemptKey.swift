private import Glibc

/// What an attempt is counted against: 16 bytes and their scope, never the text they came from.
package struct AttemptKey: Hashable, Sendable {
  private enum Scope: UInt8 {
    case conversation, order, network
  }

  /// How many times the misses of other keys this one may have.
  package let patience: Int

  private let scope: Scope
  private let high: UInt64
  private let low: UInt64

  /// - Parameter id: The conversation's 16-byte id; bytes after those are left out.
  package static func conversation(_ id: [UInt8]) -> AttemptKey {
    let (high, low) = halves(id)
    return AttemptKey(scope: .conversation, high: high, low: low)
  }

  /// - Parameters:
  ///   - digest: A *keyed* hash of the order's normalised number, so that no number is kept here.
  ///   - patience: Above 1, a stranger's guesses lock the stranger's network before they lock the order's owner out.
  package static func order(_ digest: UInt64, patience: Int = 1) -> AttemptKey {
    AttemptKey(scope: .order, high: 0, low: digest, patience: patience)
  }

  private init(scope: Scope, high: UInt64, low: UInt64, patience: Int = 1) {
    (self.scope, self.high, self.low, self.patience) = (scope, high, low, patience)
  }

  /// A client's network: the whole IPv4 address, or the /64 an IPv6 address lies in.
  ///
  /// - Parameter address: 4 bytes, or 16; an IPv4 address written as IPv6 (`::ffff:a.b.c.d`) counts as
  ///   IPv4. Any other length is one key of its own, so that an odd address is limited too.
  package static func network(_ address: [UInt8]) -> AttemptKey {
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    switch address.count {
    case 4: return AttemptKey(scope: .network, high: .max, low: bigEndian(address[...]))
    case 16 where address.starts(with: mapped):
      return AttemptKey(scope: .network, high: .max, low: bigEndian(address[12...]))
    case 16: return AttemptKey(scope: .network, high: bigEndian(address[..<8]), low: 0)
    default: return AttemptKey(scope: .network, high: .max, low: .max)
    }
  }

  /// A client's network from its address as text (`192.0.2.7`, `2001:db8::1`).
  package static func network(text: String) -> AttemptKey {
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 { return network(withUnsafeBytes(of: four) { Array($0) }) }
    if inet_pton(AF_INET6, text, &six) == 1 { return network(withUnsafeBytes(of: six) { Array($0) }) }
    return network([])
  }

  /// This key with a keyed digest in place of its bytes, for where others may read it: whoever lacks the key of
  /// `digest` cannot try all addresses until one fits.
  package func hidden(by digest: ([UInt8]) -> UInt64) -> AttemptKey {
    AttemptKey(
      scope: scope, high: 0, low: digest(Self.bytes(high) + Self.bytes(low)), patience: patience)
  }

  /// The bytes a further keyed hash is made of.
  package var digestible: [UInt8] { [scope.rawValue] + Self.bytes(high) + Self.bytes(low) }

  /// The scope's number and 32 hexadecimal digits: the same on every host.
  var hexadecimal: [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    let pairs = (Self.bytes(high) + Self.bytes(low)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return [digits[Int(scope.rawValue)]] + pairs
  }

  private static func bytes(_ half: UInt64) -> [UInt8] {
    withUnsafeBytes(of: half.bigEndian) { Array($0) }
  }

  private static func halves(_ id: [UInt8]) -> (high: UInt64, low: UInt64) {
    (bigEndian(id.prefix(8)), bigEndian(id.dropFirst(8).prefix(8)))
  }

  private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
