import DatesAndConventions
import Foundation
@testable import MarketData
import Testing

/// Laws of interpolations beyond those that `ZeroCurveTests` asks of all.
@Suite struct InterpolationTests {
  static let years = [0.25, 1, 2, 5, 10, 30]
  static let shapes = [
    [0.02, 0.025, 0.03, 0.031, 0.028, 0.035], [-0.006, -0.0065, -0.004, -0.001, 0.002, 0.0047],
    [0.05, 0.0478, 0.0254, 0.0222, 0.0216, 0.0232],
  ]

  /// Derivatives by the pillars' rates agree with central differences; error h² of the curve and ε/h of rounding.
  @Test(arguments: CurveInterpolation.allCases, shapes.indices)
  func derivativesAreThoseOfBumps(_ interpolation: CurveInterpolation, _ shape: Int) {
    let rates = Self.shapes[shape]
    let times = stride(from: 0.05, through: 40, by: 0.31).map { $0 }
    let curve = ZeroCurve(years: Self.years, zeroRates: rates, interpolation: interpolation)
    let derivatives = curve.exponentDerivatives(ascending: times)
    for pillar in rates.indices {
      func bumped(_ by: Double) -> [Double] {
        var moved = rates
        moved[pillar] += by
        return ZeroCurve(years: Self.years, zeroRates: moved, interpolation: interpolation)
          .exponents(ascending: times)
      }
      let (up, down) = (bumped(1e-7), bumped(-1e-7))
      for (row, time) in times.enumerated() {
        let slope = (up[row] - down[row]) / 2e-7
        let derivative = derivatives[row * rates.count + pillar]
        #expect(abs(derivative - slope) <= 2e-7 * max(1, time), "\(time) years by pillar \(pillar)")
      }
    }
  }

  /// But where one pillar's forward is exactly its interval's mean and the next is not, which these rates avoid.
  @Test(arguments: [CurveInterpolation.monotoneConvex, .positiveMonotoneConvex], shapes.indices)
  func monotoneConvexForwardsAreContinuous(_ interpolation: CurveInterpolation, _ shape: Int) {
    let curve = ZeroCurve(years: Self.years, zeroRates: Self.shapes[shape], interpolation: interpolation)
    for time in stride(from: 0.01, through: 35, by: 0.01) {
      #expect(abs(curve.forwardRate(at: time - 1e-7) - curve.forwardRate(at: time + 1e-7)) <= 1e-6)
    }
  }

  /// A steep fall takes plain monotone convex forwards below zero; the positive form keeps them from it and from nothing
  /// else: curves that stay above are the same.
  @Test func thePositiveFormKeepsForwardsFromBelowZero() {
    let times = stride(from: 0.0, through: 40, by: 0.01)
    let falling = Self.shapes[2]
    func curve(_ rates: [Double], _ interpolation: CurveInterpolation) -> ZeroCurve {
      ZeroCurve(years: Self.years, zeroRates: rates, interpolation: interpolation)
    }
    #expect(times.contains { curve(falling, .monotoneConvex).forwardRate(at: $0) < -1e-4 })
    #expect(times.allSatisfy { curve(falling, .positiveMonotoneConvex).forwardRate(at: $0) >= -1e-16 })
    let rising = Self.shapes[0]
    #expect(
      times.allSatisfy {
        curve(rising, .monotoneConvex).discountFactor(at: $0)
          == curve(rising, .positiveMonotoneConvex).discountFactor(at: $0)
      })
  }

  @Test(arguments: CurveInterpolation.allCases)
  func flatRatesStayFlat(_ interpolation: CurveInterpolation) {
    let curve = ZeroCurve(
      years: Self.years, zeroRates: Self.years.map { _ in 0.03 }, interpolation: interpolation)
    for time in stride(from: 0.01, through: 60, by: 0.37) {
      #expect(abs(curve.forwardRate(at: time) - 0.03) <= 1e-15)
    }
  }

  @Test(arguments: CurveInterpolation.allCases)
  func onePillarIsAFlatCurve(_ interpolation: CurveInterpolation) {
    let curve = ZeroCurve(years: [2], zeroRates: [-0.01], interpolation: interpolation)
    #expect(abs(curve.zeroRate(at: 1) + 0.01) <= 1e-17)
    #expect(abs(curve.zeroRate(at: 9) + 0.01) <= 1e-17)
  }

  /// A turn of 50 basis points over four days moves every discount factor after it by 4/365 of that, none before it.
  @Test(arguments: CurveInterpolation.allCases)
  func turnsAddOverTheirDaysAlone(_ interpolation: CurveInterpolation) {
    let turn = RateTurn(startYears: 0.75, endYears: 0.75 + 4.0 / 365, rate: 0.005)
    let next = RateTurn(startYears: turn.endYears, endYears: turn.endYears + 1.0 / 365, rate: -0.002)
    let plain = ZeroCurve(years: Self.years, zeroRates: Self.shapes[0], interpolation: interpolation)
    let turned = ZeroCurve(
      years: Self.years, zeroRates: Self.shapes[0], interpolation: interpolation, turns: [turn, next])
    for time in [0.1, 0.5, 0.75] {
      #expect(turned.discountFactor(at: time) == plain.discountFactor(at: time))
    }
    let all = 0.005 * 4 / 365 - 0.002 / 365
    for time in [0.8, 2, 12, 40] {
      #expect(abs(turned.discountFactor(at: time) - plain.discountFactor(at: time) * exp(-all)) <= 2e-16)
      #expect(abs(turned.zeroRate(at: time) - plain.zeroRate(at: time) - all / time) <= 1e-16)
    }
    #expect(abs(turned.forwardRate(at: 0.752) - plain.forwardRate(at: 0.752) - 0.005) <= 1e-15)
    #expect(turned.exponents(ascending: [0.5, 3]) == [0.5, 3].map { turned.exponent(at: $0) })
  }
}
