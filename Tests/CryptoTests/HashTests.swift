import Testing

@testable import Crypto

@Suite("Hashes and codes, against published vectors")
struct HashTests {
  @Test(
    "SHA-256 of FIPS 180-4's messages",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func sha256(message: String, hex: String) {
    #expect(SHA256.hash(Array(message.utf8)).hex == hex)
    let pieces = SHA256()
    for byte in message.utf8 { pieces.update([byte]) }
    #expect(pieces.finalize().hex == hex)
  }

  @Test(
    "HMAC-SHA-256 of RFC 4231",
    arguments: [
      (
        "Jefe", "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        String(repeating: "\u{0b}", count: 20), "Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
    ])
  func hmac(key: String, message: String, hex: String) {
    let (key, message) = (Array(key.utf8), Array(message.utf8))
    let code = HMAC.sha256(message, key: key)
    #expect(code.hex == hex)
    #expect(HMAC.isValid(code.bytes, message: message, key: key))
    #expect(!HMAC.isValid(code.bytes, message: message + [0], key: key))
    #expect(!HMAC.isValid(Array(code.bytes.dropLast()), message: message, key: key))
  }

  @Test("BLAKE2b-256 of the empty text and 128 bits of abc")
  func blake2b() {
    let empty = [UInt8]().withUnsafeBufferPointer { BLAKE2b.hash256($0) }
    #expect(empty.hex == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")
    #expect(BLAKE2b.hash128(Array("abc".utf8)).hex == "cf4ab791c62b8d2b2109c90275287816")
  }

  @Test("SipHash-2-4 of its paper's key 00…0f and message 00…0e")
  func sipHash() throws {
    let key = try #require(SymmetricKey(bytes: Array(0..<32)))
    #expect(SipHash(key: key).hash(Array(0..<15)) == 0xa129_ca61_49be_45e5)
  }

  @Test("a constant-time comparison says what == says")
  func comparison() {
    #expect(constantTimeEqual([], []))
    #expect(constantTimeEqual([1, 2], [1, 2]))
    #expect(!constantTimeEqual([1, 2], [1, 3]))
    #expect(!constantTimeEqual([1, 2], [1, 2, 3]))
  }

  @Test("hashes are read back from their digits, and from nothing else")
  func digits() {
    let hash = SHA256.hash([1])
    #expect(Hash256(hex: hash.hex) == hash)
    #expect(Hash256(hex: hash.hex.dropLast()) == nil)
    #expect(Hash256(hex: String(repeating: "g", count: 64)) == nil)
    let short = BLAKE2b.hash128([1])
    #expect(Hash128(hex: short.hex) == short)
    #expect(Hash128(hex: hash.hex) == nil)
  }
}

@Suite("Base 64 for URLs")
struct Base64URLTests {
  @Test(
    "RFC 4648 §10's vectors, without padding",
    arguments: [
      ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
      ("foobar", "Zm9vYmFy"),
    ])
  func vectors(plain: String, text: String) {
    #expect(Base64URL.string(Array(plain.utf8)) == text)
    #expect(Base64URL.bytes(text) == Array(plain.utf8))
  }

  @Test("every byte value makes the trip, at every length")
  func roundTrip() {
    for count in 0..<260 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + count) }
      #expect(Base64URL.bytes(Base64URL.string(bytes)) == bytes)
    }
    #expect(Base64URL.string([0xFB, 0xFF, 0xBF]) == "-_-_")
  }

  @Test("a character outside the alphabet is refused wherever it stands", arguments: [2, 3, 4, 7, 8, 10, 11])
  func outside(count: Int) {
    let text = [UInt8](repeating: UInt8(ascii: "A"), count: count)
    #expect(Base64URL.bytes(String(decoding: text, as: UTF8.self)) != nil)
    for place in 0..<count {
      for character in "=+/ @[`{\u{0}\u{7F}".utf8 {
        var bent = text
        bent[place] = character
        #expect(Base64URL.bytes(String(decoding: bent, as: UTF8.self)) == nil, "\(character) at \(place)")
      }
    }
  }

  @Test(
    "text that is not canonical is refused and leaves the buffer alone",
    arguments: ["Z", "Zg==", "Zh", "Zm9", "Zm9v\n", "Zm 9", "Zm+v", "Zm/v", "Zm9vé", "Zm9vY"])
  func refused(text: String) {
    var out: [UInt8] = [5]
    let isDecoded = Array(text.utf8).withUnsafeBufferPointer { Base64URL.decode($0, into: &out) }
    #expect(!isDecoded)
    #expect(out == [5])
  }
}
