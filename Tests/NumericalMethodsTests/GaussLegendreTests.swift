import Foundation
import NumericalMethods
import Testing

@Suite struct GaussLegendreTests {
  /// Powers up to 19 on an interval off the origin, and an exponential in parts; 1e-14 relative is rounding.
  @Test func integratesPolynomialsExactly() {
    for power in 0...19 {
      let exact = (pow(2.5, Double(power + 1)) - pow(0.5, Double(power + 1))) / Double(power + 1)
      let found = GaussLegendre.integral(from: 0.5, to: 2.5) { pow($0, Double(power)) }
      #expect(abs(found / exact - 1) < 1e-14)
    }
    let found = GaussLegendre.integral(from: 0, to: 30, parts: 15) { exp(-$0) }
    #expect(abs(found - (1 - exp(-30))) < 1e-14)
  }
}
