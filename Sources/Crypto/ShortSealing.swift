private import CSodium

/// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha, RFC 8439 §2.8) for short texts, put together from libsodium's parts.
///
/// libsodium's own call makes the key of the tag, then the text, then the tag, in pieces of a block each. Here the stream
/// is drawn once, over 256 bytes that it makes side by side, and the tag is reckoned over one run of memory: three
/// fifths of the time for what a token holds. The bytes are the same (`SealerTests` compares them).
enum ShortSealing {
  /// Longest plaintext and associated data, in bytes.
  static let maximumBytes = 384
  static let maximumAssociated = 32
  static let tagBytes = 16

  /// Bytes of a block of the stream; of the first one the tag's key is taken.
  private static let blockBytes = 64
  /// What libsodium draws at once.
  private static let strideBytes = 256
  private static let workBytes = blockBytes + maximumBytes + 2 * tagBytes

  static func fits(_ count: Int, associated: Int) -> Bool {
    count <= maximumBytes && associated <= maximumAssociated
  }

  /// Writes the ciphertext and its tag to `out`. `nonce` has 24 bytes, `key` 32.
  static func seal(
    _ plaintext: UnsafeBufferPointer<UInt8>, associated: UnsafeBufferPointer<UInt8>,
    nonce: UnsafePointer<UInt8>, key: UnsafePointer<UInt8>, to out: UnsafeMutablePointer<UInt8>
  ) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: workBytes) { memory in
      let work = memory.baseAddress!
      fill(work, plaintext)
      draw(work, work, plaintext.count, nonce, key)
      out.update(from: work + blockBytes, count: plaintext.count)
      let text = frame(work, plaintext.count, associated)
      crypto_onetimeauth_poly1305(out + plaintext.count, text.baseAddress, UInt64(text.count), work)
      sodium_memzero(work, blockBytes)
    }
  }

  /// Writes the plaintext of `sealed`, a ciphertext and its tag, to `out`. False, and nothing written, when the tag is another.
  static func open(
    _ sealed: UnsafeBufferPointer<UInt8>, associated: UnsafeBufferPointer<UInt8>,
    nonce: UnsafePointer<UInt8>, key: UnsafePointer<UInt8>, to out: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    let count = sealed.count - tagBytes
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: workBytes) { memory in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: workBytes) { plain in
        let (work, plain) = (memory.baseAddress!, plain.baseAddress!)
        fill(work, UnsafeBufferPointer(rebasing: sealed[..<count]))
        let text = frame(work, count, associated)
        draw(work, plain, count, nonce, key)
        let isOurs =
          crypto_onetimeauth_poly1305_verify(
            sealed.baseAddress! + count, text.baseAddress, UInt64(text.count), plain) == 0
        if isOurs { out.update(from: plain + blockBytes, count: count) }
        sodium_memzero(plain, blockBytes + count)
        return isOurs
      }
    }
  }

  /// A block of zeros, the text, zeros as far as the stream is drawn.
  private static func fill(_ work: UnsafeMutablePointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>) {
    work.initialize(repeating: 0, count: workBytes)
    if let start = text.baseAddress { (work + blockBytes).update(from: start, count: text.count) }
  }

  /// The stream over `work`: its first block, which is the tag's key, and the text after it.
  private static func draw(
    _ work: UnsafePointer<UInt8>, _ out: UnsafeMutablePointer<UInt8>, _ count: Int,
    _ nonce: UnsafePointer<UInt8>, _ key: UnsafePointer<UInt8>
  ) {
    var subkey = Hash256 { _ in }
    var rest = (UInt32(0), UInt32(0), UInt32(0))
    subkey.withUnsafeMutableBytes { subkey in
      let subkey = subkey.baseAddress!.assumingMemoryBound(to: UInt8.self)
      crypto_core_hchacha20(subkey, nonce, key, nil)
      withUnsafeMutableBytes(of: &rest) { rest in
        rest.baseAddress!.advanced(by: 4).copyMemory(from: nonce + 16, byteCount: 8)
        crypto_stream_chacha20_ietf_xor(
          out, work, UInt64(max(strideBytes, blockBytes + count)),
          rest.baseAddress!.assumingMemoryBound(to: UInt8.self), subkey)
      }
      sodium_memzero(subkey, 32)
    }
  }

  /// Puts what the tag is reckoned over around the ciphertext: the associated data before it, which takes the place of what
  /// is left of the first block, both with zeros up to a multiple of 16, and their lengths after it.
  private static func frame(
    _ work: UnsafeMutablePointer<UInt8>, _ count: Int, _ associated: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    let before = (associated.count + 15) & ~15
    let padded = (count + 15) & ~15
    let start = work + blockBytes - before
    start.update(repeating: 0, count: before)
    if let source = associated.baseAddress { start.update(from: source, count: associated.count) }
    (work + blockBytes + count).update(repeating: 0, count: padded - count)
    let lengths = UnsafeMutableRawPointer(work + blockBytes + padded)
    lengths.storeBytes(of: UInt64(associated.count).littleEndian, as: UInt64.self)
    lengths.storeBytes(of: UInt64(count).littleEndian, toByteOffset: 8, as: UInt64.self)
    return UnsafeBufferPointer(start: start, count: before + padded + 16)
  }
}
