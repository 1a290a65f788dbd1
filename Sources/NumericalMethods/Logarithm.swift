/// The natural logarithm, four numbers at a time, from additions, multiplications and one division; the same bits on every machine
/// (see `Exponential`).
///
/// x = 2ᵏ·(1 + f) with 1 + f from √½ to √2; ln(1 + f) = 2·artanh(s), s = f/(2 + f), by the minimax polynomial in s² of Sun's fdlibm,
/// e_log.c (1993). Error below 1 ulp. For normal numbers above 0 and ∞; 0 and numbers below have no logarithm here.
public enum Logarithm {
  /// The logarithm of each element; not a number for 0, anything below, or not a number. Numbers below 2.3·10⁻³⁰⁸ count as 0.
  @inline(__always)
  static func log(_ x: SIMD4<Double>) -> SIMD4<Double> {
    let bits = unsafeBitCast(x, to: SIMD4<Int64>.self)
    // Counted from √½, so that the mantissa is from there to √2.
    let shifted: SIMD4<Int64> = bits &- 0x3FE6_A09E_0000_0000
    let exponent: SIMD4<Int64> = shifted &>> 52
    let mantissa = unsafeBitCast(bits &- (exponent &<< 52), to: SIMD4<Double>.self)
    // 1.5·2⁵² plus a small integer has it in its low bits.
    let raised = unsafeBitCast(exponent &+ 0x4338_0000_0000_0000, to: SIMD4<Double>.self)
    let k: SIMD4<Double> = raised - 0x1.8p52
    let f: SIMD4<Double> = mantissa - 1
    let s: SIMD4<Double> = f / (mantissa + 1)
    let z: SIMD4<Double> = s * s
    var r = SIMD4<Double>(repeating: 1.479819860511658591e-01)
    r = r * z + 1.531383769920937332e-01
    r = r * z + 1.818357216161805012e-01
    r = r * z + 2.222219843214978396e-01
    r = r * z + 2.857142874366239149e-01
    r = r * z + 3.999999999940941908e-01
    r = r * z + 6.666666666666735130e-01
    r = r * z
    let half: SIMD4<Double> = 0.5 * f * f
    let low: SIMD4<Double> = s * (half + r) + k * 1.90821492927058770002e-10
    var result: SIMD4<Double> = k * 6.93147180369123816490e-01 - ((half - low) - f)
    result.replace(with: x, where: x .== .infinity)
    result.replace(with: SIMD4(repeating: .nan), where: .!(x .>= .leastNormalMagnitude))
    return result
  }

  /// Replaces each of `values` by its logarithm.
  public static func logInPlace(_ values: inout [Double]) {
    Lanes.apply(&values) { log($0) }
  }
}
