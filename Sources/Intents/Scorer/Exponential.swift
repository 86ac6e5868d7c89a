extension SIMD16<Float> {
  /// eˣ in every lane for x ≤ 0, to about 2⁻²⁰; lanes below −87 become that of −87, which is next to nothing. The same
  /// bits on every machine, which `expf` does not promise.
  ///
  /// Cody and Waite: 2ⁿ by its exponent bits, a polynomial for the rest.
  @inline(__always)
  var exponential: SIMD16<Float> {
    let bounded = replacing(with: -87, where: self .< -87)
    // Adding 1.5 × 2²³ leaves the nearest whole number in the lower bits of the mantissa.
    let shifted = bounded * 1.442_695_04 + 12_582_912
    let whole = shifted - 12_582_912
    let rest = (bounded - whole * 0.693_359_375) + whole * 2.121_944_4e-4
    var sum = SIMD16<Float>(repeating: 1.0 / 720)
    sum = sum * rest + 1.0 / 120
    sum = sum * rest + 1.0 / 24
    sum = sum * rest + 1.0 / 6
    sum = sum * rest + 0.5
    sum = sum * rest + 1
    sum = sum * rest + 1
    let bits = (unsafeBitCast(shifted, to: SIMD16<UInt32>.self) &<< 23) &+ (127 << 23)
    return sum * unsafeBitCast(bits, to: SIMD16<Float>.self)
  }

  /// The larger of each pair of lanes; neither is NaN.
  @inline(__always)
  func larger(_ other: SIMD16<Float>) -> SIMD16<Float> { replacing(with: other, where: other .> self) }

  /// The sum of all lanes, halves first: always in the same order.
  @inline(__always)
  var total: Float {
    let eight = lowHalf + highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// The largest lane; none is NaN.
  @inline(__always)
  var largest: Float {
    let eight = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
    let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
    return Swift.max(Swift.max(four.x, four.y), Swift.max(four.z, four.w))
  }
}
