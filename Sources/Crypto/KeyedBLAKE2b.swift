/// BLAKE2b (RFC 7693) under one key, which is taken in once: a hash of a short text is one compression, not two.
///
/// libsodium's own takes the key's block in with each hash; ``BLAKE2b`` calls it wherever a hash is not made each turn.
struct KeyedBLAKE2b: Sendable {
  private struct State {
    var a, b, c, d, e, f, g, h: UInt64
  }

  private static let blockBytes = 128
  private static let initial = State(
    a: 0x6A09_E667_F3BC_C908, b: 0xBB67_AE85_84CA_A73B, c: 0x3C6E_F372_FE94_F82B, d: 0xA54F_F53A_5F1D_36F1,
    e: 0x510E_527F_ADE6_82D1, f: 0x9B05_688C_2B3E_6C1F, g: 0x1F83_D9AB_FB41_BD6B, h: 0x5BE0_CD19_137E_2179)

  /// Bytes of a hash.
  let size: Int
  /// After the key's block.
  private var keyed = Self.initial

  /// - Parameter size: Bytes of a hash, 1 to 32.
  init(key: SymmetricKey, size: Int) {
    precondition((1...32).contains(size), "a size of BLAKE2b")
    self.size = size
    keyed.a ^= 0x0101_0000 ^ 32 << 8 ^ UInt64(size)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 16) { block in
      block.initialize(repeating: 0)
      key.withUnsafeBytes { UnsafeMutableRawPointer(block.baseAddress!).copyMemory(from: $0, byteCount: 32) }
      Self.compress(&keyed, block.baseAddress!, total: 128, isLast: false)
      block.update(repeating: 0)
    }
  }

  /// Writes the hash of three texts in a row, ``size`` bytes. They must not all be empty: then the key's block would have
  /// been the last.
  func hash(
    _ one: UnsafeRawBufferPointer, _ two: UnsafeRawBufferPointer, _ three: UnsafeRawBufferPointer,
    into out: UnsafeMutableRawPointer
  ) {
    precondition(one.count + two.count + three.count > 0, "a hash of something")
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 16) { block in
      let bytes = UnsafeMutableRawPointer(block.baseAddress!)
      var (state, total, filled) = (keyed, Self.blockBytes, 0)
      func take(_ text: UnsafeRawBufferPointer) {
        var rest = text
        while let start = rest.baseAddress, !rest.isEmpty {
          if filled == Self.blockBytes {
            total += filled
            Self.compress(&state, block.baseAddress!, total: total, isLast: false)
            filled = 0
          }
          let count = min(rest.count, Self.blockBytes - filled)
          (bytes + filled).copyMemory(from: start, byteCount: count)
          filled += count
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
      }
      take(one)
      take(two)
      take(three)
      (bytes + filled).initializeMemory(as: UInt8.self, repeating: 0, count: Self.blockBytes - filled)
      Self.compress(&state, block.baseAddress!, total: total + filled, isLast: true)
      var words = (state.a.littleEndian, state.b.littleEndian, state.c.littleEndian, state.d.littleEndian)
      withUnsafeBytes(of: &words) { out.copyMemory(from: $0.baseAddress!, byteCount: size) }
    }
  }

  // MARK: RFC 7693 §3

  /// §3.2, F. `total` counts the bytes so far, those of this block among them.
  private static func compress(
    _ state: inout State, _ block: UnsafePointer<UInt64>, total: Int, isLast: Bool
  ) {
    var work = Work(low: state, high: initial)
    work.high.e ^= UInt64(total)
    if isLast { work.high.g = ~work.high.g }
    work.round(block, 0x0123_4567_89AB_CDEF)
    work.round(block, 0xEA48_9FD6_1C02_B753)
    work.round(block, 0xB8C0_52FD_AE36_7194)
    work.round(block, 0x7931_DCBE_265A_40F8)
    work.round(block, 0x9057_24AF_E1BC_683D)
    work.round(block, 0x2C6A_0B83_4D75_FE19)
    work.round(block, 0xC51F_ED4A_0763_928B)
    work.round(block, 0xDB7E_C139_50F4_862A)
    work.round(block, 0x6FE9_B308_C2D7_14A5)
    work.round(block, 0xA284_7615_FB9E_3CD0)
    work.round(block, 0x0123_4567_89AB_CDEF)
    work.round(block, 0xEA48_9FD6_1C02_B753)
    state.a ^= work.low.a ^ work.high.a
    state.b ^= work.low.b ^ work.high.b
    state.c ^= work.low.c ^ work.high.c
    state.d ^= work.low.d ^ work.high.d
    state.e ^= work.low.e ^ work.high.e
    state.f ^= work.low.f ^ work.high.f
    state.g ^= work.low.g ^ work.high.g
    state.h ^= work.low.h ^ work.high.h
  }

  /// The local vector v[0..15] of a compression.
  private struct Work {
    var low, high: State

    /// §3.2, one round. `order` is a row of SIGMA (§2.7), a word's number a digit.
    @inline(__always)
    mutating func round(_ block: UnsafePointer<UInt64>, _ order: UInt64) {
      @inline(__always) func word(_ digit: UInt64) -> UInt64 {
        UInt64(littleEndian: block[Int(truncatingIfNeeded: order &>> (60 &- 4 &* digit) & 15)])
      }
      Self.mix(&low.a, &low.e, &high.a, &high.e, word(0), word(1))
      Self.mix(&low.b, &low.f, &high.b, &high.f, word(2), word(3))
      Self.mix(&low.c, &low.g, &high.c, &high.g, word(4), word(5))
      Self.mix(&low.d, &low.h, &high.d, &high.h, word(6), word(7))
      Self.mix(&low.a, &low.f, &high.c, &high.h, word(8), word(9))
      Self.mix(&low.b, &low.g, &high.d, &high.e, word(10), word(11))
      Self.mix(&low.c, &low.h, &high.a, &high.f, word(12), word(13))
      Self.mix(&low.d, &low.e, &high.b, &high.g, word(14), word(15))
    }

    /// §3.1, G.
    @inline(__always)
    private static func mix(
      _ a: inout UInt64, _ b: inout UInt64, _ c: inout UInt64, _ d: inout UInt64, _ x: UInt64, _ y: UInt64
    ) {
      a = a &+ b &+ x
      d = rotated(d ^ a, 32)
      c = c &+ d
      b = rotated(b ^ c, 24)
      a = a &+ b &+ y
      d = rotated(d ^ a, 16)
      c = c &+ d
      b = rotated(b ^ c, 63)
    }

    @inline(__always)
    private static func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 {
      word &>> count | word &<< (64 &- count)
    }
  }
}
