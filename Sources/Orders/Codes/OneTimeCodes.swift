package import Crypto

/// One-time codes of six digits. They are kept nowhere: a code is a keyed hash of the conversation, the order and the
/// second it was asked for in, so every instance that shares the secret knows it, and nobody else.
///
/// A code is good in its own conversation and for its own order only. That it is good once, and that few are tried, is
/// what the caller's shared counters see to.
package struct OneTimeCodes: Sendable {
  /// Seconds from being asked for until a code is good no more.
  package static let lifetime: Int64 = 600
  /// Seconds another instance's clock may be ahead of ours.
  package static let clockSkew: Int64 = 60

  private let keys: [SymmetricKey]

  package init(_ ring: KeyRing) { keys = ring.keys(for: .oneTimeCodes) }

  /// What a code belongs to.
  package struct Subject: Sendable {
    /// As it is compared, so that however the number is written the code is the same.
    package let order: String
    package let conversation: [UInt8]
    /// Seconds since 1970.
    package let time: Int64

    /// A text that is no order number has a code too: one that nobody is sent.
    package init(order number: String, conversation: [UInt8], time: Int64) {
      order = OrderNumber(number)?.key ?? ""
      (self.conversation, self.time) = (conversation, time)
    }

    /// Everything that tells one code from another.
    package var bytes: [UInt8] {
      withUnsafeBytes(of: time.littleEndian) { Array($0) } + conversation + Array(order.utf8)
    }
  }

  /// Six digits.
  package func code(of subject: Subject) -> String { Self.digits(subject, keys[0]) }

  /// Whether digits are the code of a subject, under any key of the secret, and not too old. Takes as long for a wrong one.
  package func isCode(_ typed: String, of subject: Subject, now: Int64) -> Bool {
    let typed = Array(typed.utf8)
    var isRight = false
    for key in keys where constantTimeEqual(typed, Array(Self.digits(subject, key).utf8)) { isRight = true }
    return isRight && now - subject.time <= Self.lifetime && subject.time - now <= Self.clockSkew
  }

  /// Names a code without telling it.
  package func name(of subject: Subject) -> String {
    let hash = subject.bytes.withUnsafeBufferPointer {
      BLAKE2b.hash256($0, key: keys[0].derived("name"))
    }
    return "code_" + Base64URL.string(Array(hash.bytes.prefix(12)))
  }

  /// Of 64 bits of the hash: the first of a million codes is likelier than the last by less than one in 10^13.
  private static func digits(_ subject: Subject, _ key: SymmetricKey) -> String {
    let hash = subject.bytes.withUnsafeBufferPointer { BLAKE2b.hash256($0, key: key) }
    let number = hash.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let digits = String(number % 1_000_000)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }
}

extension Purpose {
  /// One-time codes of guests.
  static let oneTimeCodes = Purpose("one-time codes")
}
