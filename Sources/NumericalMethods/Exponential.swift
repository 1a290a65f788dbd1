/// The exponential function, four numbers at a time, from additions and multiplications alone.
///
/// The C library chooses its routine by what the processor offers, and its last bit may differ from one machine to
/// the next. Only correctly rounded operations in a fixed order are used here, so every machine gives the same bits,
/// and no call stands in the way of SIMD registers.
///
/// Error about 1 ulp for results in the normal range; exp(0) is exactly 1; results below about 3·10⁻³⁰⁸ are 0.
public enum Exponential {
  /// e to the power of each element. Overflows to infinity; not a number stays so.
  @inline(__always)
  public static func exp(_ x: SIMD4<Double>) -> SIMD4<Double> {
    // x = n·ln 2 + r with |r| ≤ ln 2 / 2; adding 1.5·2⁵² rounds to the integer n and leaves it in the low bits.
    let shifted: SIMD4<Double> = x * 1.4426950408889634 + 0x1.8p52
    let n: SIMD4<Double> = shifted - 0x1.8p52
    // ln 2 in two parts, the first with enough trailing zeros for n times it to be exact.
    let high: SIMD4<Double> = x - n * 0x1.62e42feep-1
    let r: SIMD4<Double> = high - n * 0x1.a39ef35793c76p-33
    let scale = SIMD4<Int64>(truncatingIfNeeded: unsafeBitCast(shifted, to: SIMD4<Int64>.self)) &+ 1023
    let powerOfTwo = unsafeBitCast(scale &<< 52, to: SIMD4<Double>.self)
    var result: SIMD4<Double> = polynomial(r) * powerOfTwo
    result.replace(with: SIMD4(repeating: 0), where: x .< -708)
    result.replace(with: SIMD4(repeating: .infinity), where: x .> 709)
    result.replace(with: x, where: x .!= x)
    return result
  }

  /// e to the power of `x`: the bits of an element of the vector form.
  public static func exp(_ x: Double) -> Double { exp(SIMD4(repeating: x))[0] }

  /// The Taylor polynomial of degree 13; its remainder on |r| ≤ 0.347 is below 5·10⁻¹⁸.
  @inline(__always)
  private static func polynomial(_ r: SIMD4<Double>) -> SIMD4<Double> {
    var sum = SIMD4<Double>(repeating: 1 / 6_227_020_800)
    sum = sum * r + 1 / 479_001_600
    sum = sum * r + 1 / 39_916_800
    sum = sum * r + 1 / 3_628_800
    sum = sum * r + 1 / 362_880
    sum = sum * r + 1 / 40_320
    sum = sum * r + 1 / 5_040
    sum = sum * r + 1 / 720
    sum = sum * r + 1 / 120
    sum = sum * r + 1 / 24
    sum = sum * r + 1 / 6
    sum = sum * r + 0.5
    sum = sum * r + 1
    return sum * r + 1
  }

  /// Replaces each of `values` by e to its power.
  public static func expInPlace(_ values: inout [Double]) {
    values.withUnsafeMutableBufferPointer { buffer in
      var index = 0
      while index + 4 <= buffer.count {
        let four = SIMD4(buffer[index], buffer[index + 1], buffer[index + 2], buffer[index + 3])
        let powers = exp(four)
        for lane in 0..<4 { buffer[index + lane] = powers[lane] }
        index += 4
      }
      while index < buffer.count {
        buffer[index] = exp(buffer[index])
        index += 1
      }
    }
  }
}
