extension SIMD16<Float> {
  /// eˣ in every lane, to about 2⁻²⁰; lanes below −87 become that of −87, which is next to nothing. The same bits on every machine, which `expf` does
  /// not promise.
  ///
  /// Cody and Waite: 2ⁿ by its exponent bits, a polynomial for the rest.
  @inline(__always)
  var exponential: SIMD16<Float> {
    let clamped = clamped(lowerBound: .init(repeating: -87), upperBound: .init(repeating: 87))
    let scaled = clamped * 1.442_695_04
    let whole = scaled.rounded(.toNearestOrEven)
    let rest = (clamped - whole * 0.693_359_375) + whole * 2.121_944_4e-4
    var sum = SIMD16<Float>(repeating: 1.0 / 720)
    for coefficient: Float in [1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1] { sum = sum * rest + coefficient }
    let bits = (SIMD16<Int32>(truncatingIfNeeded: SIMD16<Int32>(whole)) &+ 127) &<< 23
    return sum * unsafeBitCast(bits, to: SIMD16<Float>.self)
  }
}
