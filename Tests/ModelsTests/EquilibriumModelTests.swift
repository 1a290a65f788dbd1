import Foundation
import Models
import NumericalMethods
import Testing

@Suite struct EquilibriumModelTests {
  /// QuantLib 1.44's closed forms; 1e-13 is rounding.
  @Test func zeroBondsAreQuantLibs() throws {
    let goldens = try ShortRateGoldens.read().equilibrium
    #expect(goldens.count == 4)
    for golden in goldens {
      let vasicek = Vasicek(
        shortRate: golden.rate, level: golden.level,
        dynamics: HullWhite(meanReversion: golden.speed, volatility: golden.vasicekVolatility))
      let cir = CoxIngersollRoss(
        shortRate: golden.rate, meanReversion: golden.speed, level: golden.level,
        volatility: golden.cirVolatility)
      for (place, years) in golden.times.enumerated() {
        #expect(abs(vasicek.discountFactor(years) - golden.vasicek[place]) < 1e-13)
        #expect(abs(cir.discountFactor(years) - golden.cir[place]) < 1e-13)
      }
    }
  }

  static let tenors = [0.5, 1, 2, 3, 5, 7, 10, 20, 30]

  static func zeroRate(_ discountFactor: Double, _ years: Double) -> Double { -log(discountFactor) / years }

  /// Largest miss of the best fit to the zero rates of a curve, in basis points.
  static func miss(
    _ curve: (Double) -> Double, _ model: ([Double]) -> ((Double) -> Double)?, _ start: [Double]
  ) throws
    -> Double
  {
    let fit = LevenbergMarquardt(maxIterations: 500).minimise(from: start) { parameters in
      guard let discountFactor = model(parameters) else { return tenors.map { _ in .infinity } }
      return tenors.map { 1e4 * (zeroRate(discountFactor($0), $0) - zeroRate(curve($0), $0)) }
    }
    return try #require(fit).residuals.map(abs).max() ?? 0
  }

  /// Short rate, level and the logarithm of mean reversion; a volatility of 1%, which a curve hardly shows.
  static func vasicek(_ p: [Double]) -> ((Double) -> Double)? {
    guard abs(p[2]) < 8 else { return nil }
    let dynamics = HullWhite(meanReversion: exp(p[2]), volatility: 0.01)
    return Vasicek(shortRate: p[0], level: p[1], dynamics: dynamics).discountFactor
  }

  /// The same, with a volatility of 5%·√r.
  static func coxIngersollRoss(_ p: [Double]) -> ((Double) -> Double)? {
    guard p[0] >= 0, p[1] >= 0, abs(p[2]) < 8 else { return nil }
    return CoxIngersollRoss(shortRate: p[0], meanReversion: exp(p[2]), level: p[1], volatility: 0.05)
      .discountFactor
  }

  /// A curve that falls from 5.5% to 4.55% at five years and rises again, as dollar curves did late in 2023: the best fit of either model
  /// misses it by 27 basis points somewhere, while a curve of Vasicek's own is found to 0.01.
  @Test func theirCurvesFitOthersOnlyByChance() throws {
    let rates = [0.0550, 0.0540, 0.0500, 0.0475, 0.0455, 0.0460, 0.0458, 0.0490, 0.0470]
    let points = PiecewiseLinear(arguments: Self.tenors, values: rates)
    let market = { (years: Double) in exp(-points(years) * years) }
    let found = try [
      Self.miss(market, Self.vasicek, [0.055, 0.045, -1]),
      Self.miss(market, Self.coxIngersollRoss, [0.055, 0.045, -1]),
    ]
    for miss in found { #expect(miss > 25 && miss < 30, "\(found)") }
    let own = Vasicek(
      shortRate: 0.02, level: 0.05, dynamics: HullWhite(meanReversion: 0.3, volatility: 0.01)
    ).discountFactor
    let miss = try Self.miss(own, Self.vasicek, [0.03, 0.04, -1])
    #expect(miss < 0.01)
  }
}
