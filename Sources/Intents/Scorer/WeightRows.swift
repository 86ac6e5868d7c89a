/// A frozen matrix of weights whose rows are added up, each with its own factor.
///
/// Bfloat16: the upper half of a `Float`, so that widening is a shift; eight bits of mantissa are plenty for
/// weights that dropout trained. Rows are 32 columns wide or a multiple of it: one cache line a block.
final class WeightRows: Sendable {
  /// Columns of a block, that is, of a cache line.
  static let block = 32

  let rows: Int
  let columns: Int
  private nonisolated(unsafe) let base: UnsafeMutableRawPointer

  /// - Parameter bytes: `rows × columns` little-endian bfloat16. `columns` a multiple of ``block``.
  init?(_ bytes: UnsafeRawBufferPointer, rows: Int, columns: Int) {
    guard columns % Self.block == 0, bytes.count == rows * columns * 2 else { return nil }
    self.rows = rows
    self.columns = columns
    base = UnsafeMutableRawPointer.allocate(byteCount: max(64, bytes.count), alignment: 64)
    if let source = bytes.baseAddress { base.copyMemory(from: source, byteCount: bytes.count) }
  }

  /// - Parameter halves: bfloat16, row by row; a whole number of rows.
  init(_ halves: [UInt16], columns: Int) {
    precondition(columns % Self.block == 0 && halves.count % columns == 0, "weights come in whole rows")
    rows = halves.count / columns
    self.columns = columns
    base = UnsafeMutableRawPointer.allocate(byteCount: max(64, halves.count * 2), alignment: 64)
    halves.withUnsafeBytes {
      if let source = $0.baseAddress { base.copyMemory(from: source, byteCount: $0.count) }
    }
  }

  /// The weights as ``init(_:rows:columns:)`` takes them.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    body(UnsafeRawBufferPointer(start: base, count: rows * columns * 2))
  }

  // Written in `init` only.
  deinit { base.deallocate() }

  /// One weight; for explanations.
  func weight(_ row: Int, _ column: Int) -> Float {
    Self.widen(base.load(fromByteOffset: (row * columns + column) * 2, as: UInt16.self))
  }

  /// `sums += Σ factors[i] × row[rows[i]]`.
  ///
  /// - Parameters:
  ///   - sums: ``columns`` floats, aligned to 64 bytes.
  ///   - count: How many rows; their numbers are below ``rows``.
  @inline(__always)
  func add(
    _ numbers: UnsafePointer<UInt32>, _ factors: UnsafePointer<Float>, count: Int,
    to sums: UnsafeMutablePointer<Float>
  ) {
    let stride = columns * 2
    for first in Swift.stride(from: 0, to: columns, by: Self.block) {
      let sum = UnsafeMutableRawPointer(sums + first).assumingMemoryBound(to: SIMD8<Float>.self)
      var (sum0, sum1, sum2, sum3) = (sum[0], sum[1], sum[2], sum[3])
      let column = base + first * 2
      for index in 0..<count {
        let row = UnsafeRawPointer(column + Int(numbers[index]) * stride)
        let factor = factors[index]
        sum0 += Self.widen(row.load(as: SIMD8<UInt16>.self)) * factor
        sum1 += Self.widen(row.load(fromByteOffset: 16, as: SIMD8<UInt16>.self)) * factor
        sum2 += Self.widen(row.load(fromByteOffset: 32, as: SIMD8<UInt16>.self)) * factor
        sum3 += Self.widen(row.load(fromByteOffset: 48, as: SIMD8<UInt16>.self)) * factor
      }
      (sum[0], sum[1], sum[2], sum[3]) = (sum0, sum1, sum2, sum3)
    }
  }

  @inline(__always)
  private static func widen(_ halves: SIMD8<UInt16>) -> SIMD8<Float> {
    unsafeBitCast(SIMD8<UInt32>(truncatingIfNeeded: halves) &<< 16, to: SIMD8<Float>.self)
  }

  @inline(__always)
  private static func widen(_ half: UInt16) -> Float { Float(bitPattern: UInt32(half) << 16) }

  /// The bfloat16 nearest to `value`, ties to even.
  static func narrow(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
  }
}
