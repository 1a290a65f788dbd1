/// The counter-based generator Philox4x32-10: 128 random bits for each counter under a key, without a state.
///
/// Any number of any stream can be asked for at once and in any order, so that what a path is given depends on nothing
/// but the seed and the path's number.
///
/// Salmon, J., Moraes, M., Dror, R., Shaw, D. (2011): Parallel random numbers: as easy as 1, 2, 3, SC'11.
public enum Philox {
  /// The four words of a counter of four under a key of two words.
  public static func words(_ counter: SIMD4<UInt32>, key: UInt64) -> SIMD4<UInt32> {
    var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3])
    var (k0, k1) = (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
    for _ in 0..<10 {
      let first = UInt64(c0) &* multipliers.0
      let second = UInt64(c2) &* multipliers.1
      (c0, c2) = (UInt32(second >> 32) ^ c1 ^ k0, UInt32(first >> 32) ^ c3 ^ k1)
      (c1, c3) = (UInt32(truncatingIfNeeded: second), UInt32(truncatingIfNeeded: first))
      k0 &+= keySteps.0
      k1 &+= keySteps.1
    }
    return SIMD4(c0, c1, c2, c3)
  }

  /// Two numbers between 0 and 1, and never either: k + ½ of 2⁵² equal parts, k the upper 52 bits of two words.
  ///
  /// - Parameters:
  ///   - stream: the lower two words of the counter.
  ///   - number: the upper two, which of the stream's pairs.
  public static func uniforms(stream: UInt64, number: UInt64, key: UInt64) -> (Double, Double) {
    let counter = SIMD4(
      UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32),
      UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32))
    let words = words(counter, key: key)
    return (centre(high: words[1], low: words[0]), centre(high: words[3], low: words[2]))
  }

  private static func centre(high: UInt32, low: UInt32) -> Double {
    (Double((UInt64(high) << 32 | UInt64(low)) >> 12) + 0.5) * 0x1p-52
  }

  private static var multipliers: (UInt64, UInt64) { (0xD251_1F53, 0xCD9E_8D57) }
  private static var keySteps: (UInt32, UInt32) { (0x9E37_79B9, 0xBB67_AE85) }
}
