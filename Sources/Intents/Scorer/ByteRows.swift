private import Glibc

/// A frozen matrix of weights in one byte each, whose rows are added up, each with its own factor.
///
/// A weight is `(byte − 128) × scale` of its column: what rounding takes away is a hundredth of what a column's weights
/// stray by, which weights that dropout trained do not notice, and half of the memory is read for a message.
final class ByteRows: Sendable {
  /// Rows are so many columns wide or a multiple of it: what is added up at a time, so that the sums stay in registers.
  static let block = 32
  private static let zero: Float = 128

  let rows: Int
  let columns: Int
  /// Value of one step, by column.
  let scales: [Float]
  private nonisolated(unsafe) let base: UnsafeMutableRawPointer

  /// - Parameter bytes: `rows × columns` bytes. `columns` a multiple of ``block``, one scale each.
  init?(_ bytes: UnsafeRawBufferPointer, rows: Int, scales: [Float]) {
    guard !scales.isEmpty, scales.count % Self.block == 0, bytes.count == rows * scales.count else {
      return nil
    }
    self.rows = rows
    self.scales = scales
    columns = scales.count
    base = Self.memory(bytes.count)
    if let source = bytes.baseAddress { base.copyMemory(from: source, byteCount: bytes.count) }
  }

  /// - Parameter weights: Row by row; a whole number of rows.
  convenience init(_ weights: [Float], columns: Int) {
    precondition(columns % Self.block == 0 && weights.count % columns == 0, "weights come in whole rows")
    var most = Array(repeating: Float(1e-9), count: columns)
    for index in weights.indices { most[index % columns] = max(most[index % columns], abs(weights[index])) }
    let scales = most.map { $0 / 127 }
    let bytes = weights.indices.map { UInt8((weights[$0] / scales[$0 % columns]).rounded() + Self.zero) }
    // Cannot fail: the counts were checked above.
    self.init(copying: bytes, scales: scales)
  }

  private init(copying bytes: [UInt8], scales: [Float]) {
    rows = bytes.count / scales.count
    columns = scales.count
    self.scales = scales
    base = Self.memory(bytes.count)
    bytes.withUnsafeBytes {
      if let source = $0.baseAddress { base.copyMemory(from: source, byteCount: $0.count) }
    }
  }

  private static let hugePage = 2 << 20

  /// Memory for the rows, in huge pages where there are enough of them and the kernel allows it: a message reads rows here and
  /// there, and loading would else fault once for every 4 KiB.
  private static func memory(_ count: Int) -> UnsafeMutableRawPointer {
    guard count > hugePage else { return .allocate(byteCount: max(64, count), alignment: 64) }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: hugePage)
    // Refused, they are small pages.
    _ = madvise(memory, count, MADV_HUGEPAGE)
    return memory
  }

  // Written in `init` only.
  deinit { base.deallocate() }

  /// The weights as ``init(_:rows:scales:)`` takes them.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    body(UnsafeRawBufferPointer(start: base, count: rows * columns))
  }

  /// One weight; for explanations.
  func weight(_ row: Int, _ column: Int) -> Float {
    let byte = base.load(fromByteOffset: row * columns + column, as: UInt8.self)
    return (Float(byte) - Self.zero) * scales[column]
  }

  /// `sums += Σ factors[i] × row[rows[i]]`.
  ///
  /// - Parameters:
  ///   - sums: ``columns`` floats, aligned to 64 bytes.
  ///   - count: How many rows; their numbers are below ``rows``.
  func add(
    _ numbers: UnsafeMutablePointer<UInt32>, _ factors: UnsafeMutablePointer<Float>, count: Int,
    to sums: UnsafeMutablePointer<Float>
  ) {
    var total: Float = 0
    for index in 0..<count { total += factors[index] }
    let offset = total * Self.zero
    scales.withUnsafeBufferPointer { scales in
      for first in stride(from: 0, to: columns, by: Self.block) {
        var (sum0, sum1) = (SIMD8<Float>(repeating: -offset), SIMD8<Float>(repeating: -offset))
        var (sum2, sum3) = (sum0, sum1)
        let column = UnsafeRawPointer(base) + first
        for index in 0..<count {
          let row = column + Int(numbers[index]) * columns
          let factor = factors[index]
          sum0 += SIMD8<Float>(row.load(as: SIMD8<UInt8>.self)) * factor
          sum1 += SIMD8<Float>(row.load(fromByteOffset: 8, as: SIMD8<UInt8>.self)) * factor
          sum2 += SIMD8<Float>(row.load(fromByteOffset: 16, as: SIMD8<UInt8>.self)) * factor
          sum3 += SIMD8<Float>(row.load(fromByteOffset: 24, as: SIMD8<UInt8>.self)) * factor
        }
        let (target, scale) = (
          UnsafeMutableRawPointer(sums + first).assumingMemoryBound(to: SIMD8<Float>.self),
          UnsafeRawPointer(scales.baseAddress! + first)
        )
        target[0] += sum0 * scale.loadUnaligned(as: SIMD8<Float>.self)
        target[1] += sum1 * scale.loadUnaligned(fromByteOffset: 32, as: SIMD8<Float>.self)
        target[2] += sum2 * scale.loadUnaligned(fromByteOffset: 64, as: SIMD8<Float>.self)
        target[3] += sum3 * scale.loadUnaligned(fromByteOffset: 96, as: SIMD8<Float>.self)
      }
    }
  }
}
