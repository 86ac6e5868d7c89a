import Testing

@testable import Crypto

private let secretA = "0123456789abcdef0123456789abcdef"
private let secretB = "ffffffffffffffffffffffffffffffff"

@Suite("Sealing")
struct SealerTests {
  let sealer: Sealer
  let text = Array("conversation 42, waiting for an order number".utf8)

  init() throws {
    sealer = Sealer(try KeyRing(secret: secretA), purpose: .contextToken)
  }

  @Test("what is sealed opens again, of any length", arguments: [0, 1, 63, 64, 65, 300, 4096])
  func roundTrip(count: Int) {
    let plaintext = Random.bytes(count)
    let sealed = sealer.seal(plaintext, associated: [1])
    #expect(sealed.count == count + Sealer.overhead)
    #expect(sealer.open(sealed, associated: [1]) == plaintext)
  }

  @Test("equal input gives equal bytes, another text or associated data another nonce")
  func determinism() {
    let sealed = sealer.seal(text, associated: [1])
    #expect(sealer.seal(text, associated: [1]) == sealed)
    let nonces = Set([
      Array(sealed[5..<29]), Array(sealer.seal(text, associated: [2])[5..<29]),
      Array(sealer.seal(text + [0], associated: [1])[5..<29]),
      Array(sealer.seal(Array(text.dropFirst()), associated: [1, text[0]])[5..<29]),
    ])
    #expect(nonces.count == 4)
  }

  @Test("every single flipped bit and every truncation is refused")
  func damage() {
    let sealed = sealer.seal(text)
    var opened = 0
    for bit in 0..<(sealed.count * 8) {
      var damaged = sealed
      damaged[bit / 8] ^= 1 << (bit % 8)
      if sealer.open(damaged) != nil { opened += 1 }
    }
    for count in 0..<sealed.count where sealer.open(Array(sealed[..<count])) != nil { opened += 1 }
    if sealer.open(sealed + [0]) != nil { opened += 1 }
    #expect(opened == 0)
    #expect(sealer.open(sealed) == text)
  }

  @Test("10,000 random bit patterns are refused")
  func noise() {
    for _ in 0..<10_000 {
      var bytes = Random.bytes(Int.random(in: 0...200))
      if !bytes.isEmpty { bytes[0] = 1 }
      #expect(sealer.open(bytes) == nil)
    }
  }

  @Test("another purpose, associated data or deployment does not open it")
  func foreign() throws {
    let sealed = sealer.seal(text, associated: [1])
    #expect(sealer.open(sealed, associated: [2]) == nil)
    #expect(sealer.open(sealed) == nil)
    #expect(Sealer(try KeyRing(secret: secretA), purpose: .counters).open(sealed, associated: [1]) == nil)
    #expect(Sealer(try KeyRing(secret: secretB), purpose: .contextToken).open(sealed, associated: [1]) == nil)
  }

  @Test("writes as many bytes as it says into the caller's buffer, and no more")
  func buffers() {
    let size = text.count + Sealer.overhead
    var out = [UInt8](repeating: 9, count: size + 4)
    text.withUnsafeBufferPointer { text in
      out.withUnsafeMutableBufferPointer {
        sealer.seal(text, associated: .init(start: nil, count: 0), to: $0.baseAddress!)
      }
    }
    #expect(out[size...].allSatisfy { $0 == 9 })
    #expect(sealer.open(Array(out[..<size])) == text)
    var plain = [UInt8](repeating: 7, count: text.count + 4)
    let isOpen = out[..<size].withUnsafeBufferPointer { sealed in
      plain.withUnsafeMutableBufferPointer {
        sealer.open(sealed, associated: .init(start: nil, count: 0), to: $0.baseAddress!)
      }
    }
    #expect(isOpen)
    #expect(plain == text + [7, 7, 7, 7])
  }

  @Test("after rotation the old key opens, the new one seals; dropped, the old one is refused")
  func rotation() throws {
    let old = sealer.seal(text)
    let both = Sealer(try KeyRing(secret: "b:\(secretB),a:\(secretA)"), purpose: .contextToken)
    let new = both.seal(text)
    #expect(both.open(old) == text)
    #expect(both.open(new) == text)
    #expect(new != old)
    #expect(sealer.open(new) == nil)
    let only = Sealer(try KeyRing(secret: "b:\(secretB)"), purpose: .contextToken)
    #expect(only.open(new) == text)
    #expect(only.open(old) == nil)
  }
}

@Suite("Sealing, the short way")
struct ShortSealingTests {
  private static let lengths = Array(0...ShortSealing.maximumBytes)

  @Test(
    "the short way gives libsodium's bytes, and opens what libsodium sealed",
    arguments: [0, 1, 15, 16, 17, 32])
  func same(associatedCount: Int) {
    let (key, nonce) = (Random.bytes(32), Random.bytes(24))
    let associated = Random.bytes(associatedCount)
    for length in Self.lengths {
      let text = Random.bytes(length)
      var (short, long) = (
        [UInt8](repeating: 0, count: length + 16), [UInt8](repeating: 0, count: length + 16)
      )
      var (opened, openedLong) = (
        [UInt8](repeating: 0, count: length + 1), [UInt8](repeating: 0, count: length + 1)
      )
      text.withUnsafeBufferPointer { text in
        associated.withUnsafeBufferPointer { associated in
          ShortSealing.seal(text, associated: associated, nonce: nonce, key: key, to: &short)
          Sealer.sealLong(text, associated: associated, nonce: nonce, key: key, to: &long)
          #expect(short == long)
          long.withUnsafeBufferPointer {
            #expect(ShortSealing.open($0, associated: associated, nonce: nonce, key: key, to: &opened))
            #expect(Sealer.openLong($0, associated: associated, nonce: nonce, key: key, to: &openedLong))
          }
        }
      }
      #expect(Array(opened.dropLast()) == text)
      #expect(Array(openedLong.dropLast()) == text)
    }
  }

  @Test("a text that is refused is not written out")
  func refusal() {
    let (key, nonce) = (Random.bytes(32), Random.bytes(24))
    let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var (sealed, out) = ([UInt8](repeating: 0, count: 20), [UInt8](repeating: 5, count: 4))
    [1, 2, 3, 4].withUnsafeBufferPointer {
      ShortSealing.seal($0, associated: none, nonce: nonce, key: key, to: &sealed)
    }
    sealed[0] ^= 1
    sealed.withUnsafeBufferPointer {
      #expect(!ShortSealing.open($0, associated: none, nonce: nonce, key: key, to: &out))
    }
    #expect(out == [5, 5, 5, 5])
  }
}

@Suite("Secrets")
struct KeyRingTests {
  struct Example: CustomTestStringConvertible, Sendable {
    let secret: String
    let error: SecretError
    var testDescription: String { String(secret.prefix(24)) }
  }

  @Test(
    "a secret that cannot be used says why",
    arguments: [
      Example(secret: "", error: .empty),
      Example(secret: " \n", error: .empty),
      Example(secret: "short", error: .tooShort(name: "", bytes: 5)),
      Example(secret: String(repeating: "x", count: 31), error: .tooShort(name: "", bytes: 31)),
      Example(secret: "a:short", error: .tooShort(name: "a", bytes: 5)),
      Example(secret: "a:\(secretA),b:", error: .tooShort(name: "b", bytes: 0)),
      Example(secret: "a:\(secretA),a:\(secretB)", error: .duplicateName("a")),
      Example(
        secret: (0..<17).map { "k\($0):\(secretA)" }.joined(separator: ","), error: .tooManyKeys(17)),
    ])
  func refused(_ example: Example) {
    #expect(throws: example.error) { try KeyRing(secret: example.secret) }
    #expect(!example.error.description.contains(secretA))
  }

  @Test(
    "one value is one key even when it has commas and colons in it",
    arguments: [secretA, "a name with spaces: " + secretA, secretA + "," + secretB, ":" + secretA])
  func plain(_ secret: String) throws {
    #expect(try KeyRing(secret: secret).roots.count == 1)
  }

  @Test("white space around a secret, as a file has it, does not count")
  func trimming() throws {
    let one = try KeyRing(secret: secretA), other = try KeyRing(secret: secretA + "\n")
    #expect(one.key(for: .orderIndex).hash == other.key(for: .orderIndex).hash)
  }

  @Test("each purpose and each secret has keys of its own")
  func derivation() throws {
    let rings = [try KeyRing(secret: secretA), try KeyRing(secret: secretB)]
    let keys = rings.flatMap { ring in
      [Purpose.contextToken, .orderIndex, .counters].map { ring.key(for: $0).hash }
    }
    #expect(Set(keys).count == 6)
    #expect("\(rings[0].key(for: .counters))" == "SymmetricKey")
  }

  @Test("a made secret is accepted and never the same")
  func made() throws {
    let secret = KeyRing.makeSecret()
    #expect(secret.utf8.count == 43)
    #expect(secret != KeyRing.makeSecret())
    _ = try KeyRing(secret: secret)
  }
}
