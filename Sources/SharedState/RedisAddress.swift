/// Where Redis is and how to enter: `redis://[user:password@]host:port[/db][?timeout=MS]`.
///
/// Without TLS: `rediss://` is refused. User and password may be percent-encoded.
package struct RedisAddress: Sendable, Equatable {
  /// A name, an IPv4 address, or an IPv6 address without its brackets.
  package let host: String
  package let port: UInt16
  /// Empty for Redis' default user.
  package let user: String
  /// `nil` enters without one.
  package let password: String?
  package let database: Int
  /// Milliseconds one answer may take, 1 to 10,000; an event loop may stand still as long.
  package let timeout: Int

  /// `nil` for anything else, a fragment or another query too. The port may be left out: 6379; so may the
  /// timeout: 20 ms, plenty for a Redis in the same data centre.
  package init?(_ url: String) {
    let isPlain = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !Array("#\\".utf8).contains($0) }
    guard isPlain, url.hasPrefix("redis://") else { return nil }
    let halves = url.dropFirst("redis://".count).split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let timeout = Self.timeout(halves.count == 2 ? halves[1] : nil) else { return nil }
    let parts = halves[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let authority = parts[0].split(separator: "@", omittingEmptySubsequences: false)
    guard authority.count <= 2, let place = Self.place(authority[authority.count - 1]),
      let database = Self.database(parts.count == 2 ? parts[1] : "")
    else { return nil }
    (host, port) = place
    (self.database, self.timeout) = (database, timeout)
    guard authority.count == 2 else {
      (user, password) = ("", nil)
      return
    }
    guard let entry = Self.entry(authority[0]) else { return nil }
    (user, password) = entry
  }

  private static func place(_ text: Substring) -> (host: String, port: UInt16)? {
    let isBracketed = text.hasPrefix("[")
    guard let end = isBracketed ? text.firstIndex(of: "]") : text.firstIndex(of: ":") ?? text.endIndex
    else { return nil }
    let host = isBracketed ? text[..<end].dropFirst() : text[..<end]
    let rest = isBracketed ? text[end...].dropFirst() : text[end...]
    let allowed = isBracketed ? "0123456789abcdefABCDEF:." : letters + "0123456789.-_"
    guard !host.isEmpty, host.allSatisfy(allowed.contains) else { return nil }
    if rest.isEmpty { return (String(host), 6379) }
    guard rest.first == ":", let port = number(rest.dropFirst(), upTo: 65_535), port > 0 else { return nil }
    return (String(host), UInt16(port))
  }

  private static func entry(_ text: Substring) -> (user: String, password: String)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let user = decoded(parts[0]), let password = decoded(parts[1]), !password.isEmpty
    else { return nil }
    return (user, password)
  }

  private static func database(_ text: Substring) -> Int? { text.isEmpty ? 0 : number(text, upTo: 9_999) }

  private static func timeout(_ query: Substring?) -> Int? {
    guard let query else { return 20 }
    guard query.hasPrefix("timeout="), let timeout = number(query.dropFirst("timeout=".count), upTo: 10_000)
    else { return nil }
    return timeout > 0 ? timeout : nil
  }

  /// Digits only: no sign, no spaces.
  private static func number(_ text: Substring, upTo most: Int) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else {
      return nil
    }
    return number <= most ? number : nil
  }

  /// Undoes percent-encoding (RFC 3986 §2.1); `nil` when it is broken, not UTF-8, or hides a NUL.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = Substring(text).utf8
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(nibble), let low = rest.popFirst().flatMap(nibble) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
  }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    Character(UnicodeScalar(byte)).hexDigitValue.map(UInt8.init)
  }

  private static var letters: String { "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" }
}

extension RedisAddress: CustomStringConvertible {
  /// Host and port; never the password.
  package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
