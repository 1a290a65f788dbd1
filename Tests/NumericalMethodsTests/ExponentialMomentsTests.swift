import Foundation
import NumericalMethods
import Testing

@Suite struct ExponentialMomentsTests {
  /// Against Simpson's rule over 2,000 steps, whose error is below 1e-13 of the largest value of the integrand here.
  @Test(arguments: [
    -5, -0.5, -0.1, -0.0999, -1e-3, -1e-9, 0, 1e-9, 1e-4, 0.05, 0.0999, 0.1, 0.1001, 0.7, 5, 40,
  ])
  func equalTheirIntegrals(x: Double) {
    func integral(_ power: Int) -> Double {
      let steps = 2_000
      var sum = 0.0
      for step in 0...steps {
        let u = Double(step) / Double(steps)
        let weight = step == 0 || step == steps ? 1.0 : step.isMultiple(of: 2) ? 2 : 4
        sum += weight * pow(u, Double(power)) * exp(-x * u)
      }
      return sum / Double(3 * steps)
    }
    let moments = ExponentialMoments(SIMD4(repeating: x))
    let tolerance = x > 5 ? 1e-7 : 2e-12 * exp(max(-x, 0))
    #expect(abs(moments.zeroth[0] - integral(0)) <= tolerance)
    #expect(abs(moments.first[0] - integral(1)) <= tolerance)
    #expect(abs(moments.second[0] - integral(2)) <= tolerance)
  }

  @Test func lanesDoNotDependOnEachOther() {
    let together = ExponentialMoments(SIMD4(0.01, 3, -0.2, 0))
    for (lane, x) in [0.01, 3, -0.2, 0].enumerated() {
      let alone = ExponentialMoments(SIMD4(repeating: x))
      #expect(together.zeroth[lane] == alone.zeroth[0])
      #expect(together.first[lane] == alone.first[0])
      #expect(together.second[lane] == alone.second[0])
    }
  }
}
