import NumericalMethods
import Testing

@Suite struct PhiloxTests {
  /// Random123, `tests/kat_vectors`, lines philox4x32 10.
  @Test func givesTheKnownAnswers() {
    let zero = Philox.words(SIMD4(repeating: 0), key: 0)
    #expect(zero == SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
    let ones = Philox.words(SIMD4(repeating: .max), key: .max)
    #expect(ones == SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
    let pi = Philox.words(
      SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344), key: 0x299F_31D0_A409_3822)
    #expect(pi == SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
  }

  /// Mean ½ and variance 1/12 within 4.5 standard errors, for a fixed seed; neighbouring streams and numbers uncorrelated.
  @Test func numbersAreUniformAndUnrelated() {
    let count = 40_000
    var (sum, squares, acrossStreams, acrossNumbers) = (0.0, 0.0, 0.0, 0.0)
    for stream in 0..<UInt64(count) {
      let (a, b) = Philox.uniforms(stream: stream, number: 3, key: 11)
      let (next, _) = Philox.uniforms(stream: stream + 1, number: 3, key: 11)
      let (later, _) = Philox.uniforms(stream: stream, number: 4, key: 11)
      #expect(a > 0 && a < 1 && b > 0 && b < 1)
      sum += a + b - 1
      squares += (a - 0.5) * (a - 0.5) + (b - 0.5) * (b - 0.5) - 1.0 / 6
      acrossStreams += (a - 0.5) * (next - 0.5)
      acrossNumbers += (a - 0.5) * (later - 0.5)
    }
    let root = Double(count).squareRoot()
    #expect(abs(sum) < 4.5 * root * (1.0 / 6).squareRoot())
    #expect(abs(squares) < 4.5 * root * (2.0 / 180).squareRoot())
    #expect(abs(acrossStreams) < 4.5 * root / 12)
    #expect(abs(acrossNumbers) < 4.5 * root / 12)
  }
}
