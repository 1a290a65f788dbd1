import Instruments
import Testing

struct DecimalTextTests {
  private func number(_ text: String) -> Double? {
    Array(text.utf8).withUnsafeBufferPointer { DecimalText.number($0) }
  }

  /// The standard library's correctly rounded reading is the witness, to the bit.
  @Test(arguments: [
    "0", "-0", "+1", "1.5", ".5", "-.25", "007", "1e3", "1E-3", "1e+22", "1e23", "9007199254740993",
    "123456789012345678", "12345678901234567890", "1234567890123456789012345678901234567890", "0.1",
    "99.765625",
    "4.35", "1e-22", "1e-23", "2.2250738585072011e-308", "5e-324", "1.7976931348623157e308",
    "0.000000000000000000001",
    "100000000000000000000000", "8.5e-4", "1e-400",
  ])
  func readsTheNearestDouble(text: String) {
    #expect(number(text)?.bitPattern == Double(text)?.bitPattern)
  }

  @Test func readsRandomDecimalsExactly() {
    var state: UInt64 = 11
    func next(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    for _ in 0..<50_000 {
      let digits = (0...next(20)).map { _ in "\(next(10))" }.joined()
      let fraction = next(3) == 0 ? "" : "." + (0...next(12)).map { _ in "\(next(10))" }.joined()
      let exponent = next(4) == 0 ? "e\(Int(next(60)) - 30)" : ""
      let text = digits + fraction + exponent
      #expect(number(text)?.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }

  @Test(arguments: [
    "", "-", "+", ".", "5.", "1e", "1e+", "1e5.0", "nan", "NaN", "inf", "-Infinity", "0x1p3", "1,000", " 1",
    "1 ", "1_000",
    "--1", "1.2.3", "1e999", "-1e400", "١", "1d5",
  ])
  func refusesEverythingElse(text: String) {
    #expect(number(text) == nil)
  }
}
