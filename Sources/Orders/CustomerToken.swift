package import Crypto
private import Formats

/// Who the store's own site says is logged in: the claims of a customer token.
package struct Customer: Sendable, Equatable {
  package var id: String
  package var email: String?

  package init(id: String, email: String?) {
    self.id = id
    self.email = email
  }
}

/// Makes and checks customer tokens: JWTs (RFC 7519) signed with HMAC-SHA-256 by the store's own site.
///
/// The algorithm is fixed (RFC 8725 §3.1): a header that names another, `none` included, is refused, as is a
/// token for another audience, without an end, or past it. Times are compared with the clock passed in.
package struct CustomerTokens: Sendable {
  /// The `aud` every token must carry.
  package static let audience = "parley"
  /// Longest token looked at, in characters.
  package static let maximumCharacters = 2_048
  /// Seconds the site's clock may be off.
  package static let clockSkew: Int64 = 60

  private let secrets: SecretList

  package init(_ secrets: SecretList) { self.secrets = secrets }

  /// A token of the newest secret.
  ///
  /// - Parameter lifetime: In seconds.
  package func make(for customer: Customer, now: Int64, lifetime: Int64) -> String {
    let secret = secrets.items[0]
    var header: [JSONValue.Member] = [.init("alg", .string("HS256")), .init("typ", .string("JWT"))]
    if !secret.name.isEmpty { header.append(.init("kid", .string(secret.name))) }
    var claims: [JSONValue.Member] = [
      .init("sub", .string(customer.id)), .init("aud", .string(Self.audience)),
      .init("iat", .integer(Int(now))), .init("exp", .integer(Int(now + lifetime))),
    ]
    if let email = customer.email { claims.append(.init("email", .string(email))) }
    let parts = [header, claims].map { Base64URL.string(JSONValue.object($0).bytes()) }
    let signed = parts.joined(separator: ".")
    let code = HMAC.sha256(Array(signed.utf8), key: secret.value)
    return signed + "." + Base64URL.string(code.bytes)
  }

  /// - Returns: `nil` for a token that is not good, whatever is wrong with it.
  package func customer(of token: UnsafeBufferPointer<UInt8>, now: Int64) -> Customer? {
    guard token.count <= Self.maximumCharacters else { return nil }
    let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, let header = object(parts[0]), let code = bytes(parts[2]) else { return nil }
    // An extension that must be understood (RFC 7515 §4.1.11) is one that we do not.
    guard text(header, "alg") == "HS256", header["crit"] == nil else { return nil }
    guard header["kid"] == nil || text(header, "kid") != nil, let secret = secret(named: text(header, "kid"))
    else { return nil }
    let signed = Array(token[..<(parts[2].startIndex - 1)])
    guard HMAC.isValid(code, message: signed, key: secret.value) else { return nil }
    guard let claims = object(parts[1]), isAddressed(claims), isCurrent(claims, now: now) else { return nil }
    guard let id = text(claims, "sub"), !id.isEmpty else { return nil }
    return Customer(id: id, email: text(claims, "email"))
  }

  /// A `kid` must name a secret; without one the newest, or the one without a name, signs.
  private func secret(named name: String?) -> SecretList.Item? {
    guard let name else { return secrets.items[0] }
    return secrets.items.first { $0.name == name }
  }

  private func isAddressed(_ claims: JSONMembers) -> Bool {
    if text(claims, "aud") == Self.audience { return true }
    let several = try? claims["aud"]?.array().contains { (try? $0.string()) == Self.audience }
    return several ?? false
  }

  private func isCurrent(_ claims: JSONMembers, now: Int64) -> Bool {
    guard let end = time(claims, "exp"), now < end &+ Self.clockSkew else { return false }
    guard claims["nbf"] != nil else { return true }
    guard let start = time(claims, "nbf") else { return false }
    return now >= start &- Self.clockSkew
  }

  private func time(_ claims: JSONMembers, _ name: String) -> Int64? {
    guard let seconds = try? claims[name]?.number(), abs(seconds) < 1e15 else { return nil }
    return Int64(seconds)
  }

  private func text(_ members: JSONMembers, _ name: String) -> String? { try? members[name]?.string() }

  private func object(_ part: Slice<UnsafeBufferPointer<UInt8>>) -> JSONMembers? {
    guard let bytes = bytes(part) else { return nil }
    guard let source = try? SourceFile(name: "token", bytes: bytes) else { return nil }
    return try? JSONNode.parse(source).object()
  }

  private func bytes(_ part: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8]? {
    var decoded: [UInt8] = []
    return Base64URL.decode(UnsafeBufferPointer(rebasing: part), into: &decoded) ? decoded : nil
  }
}
