import Foundation
import Testing

@testable import Models

@Suite struct G2Tests {
  static let model = G2(
    first: HullWhite(meanReversion: 0.4, volatility: 0.012),
    second: HullWhite(meanReversion: 0.03, volatility: 0.009),
    correlation: -0.7)

  static func model(_ golden: ShortRateGoldens.TwoFactors) -> G2 {
    G2(
      first: HullWhite(meanReversion: golden.a, volatility: golden.sigma),
      second: HullWhite(meanReversion: golden.b, volatility: golden.eta), correlation: golden.rho)
  }

  /// QuantLib 1.44's closed form for options on zero bonds, here by the integral: 1e-12. And its swaptions by quadrature over ten
  /// deviations at 800 points: it looks for the border of exercise to 1e-6, so 1e-7 is asked for. It takes the swap's start as expiry,
  /// and years of 365 days for accruals.
  @Test func optionsAreQuantLibs() throws {
    let goldens = try ShortRateGoldens.read().g2
    #expect(goldens.count == 24)
    for golden in goldens {
      let flat = ShortRateGoldens.flat(golden.rate)
      let bond = BondOption(
        .call, expiry: 2, strike: flat(7) / flat(2), payments: [BondOption.Payment(years: 7, amount: 1)])
      let found = Self.model(golden).value(bond, discountFactor: flat)
      #expect(abs(found - golden.zeroBondCall) < 1e-12)
      let terms = golden.swaption
      let coupons = zip([terms.start] + terms.times, terms.times).map {
        BondOption.Payment(years: $1, amount: terms.strike * ($1 - $0))
      }
      let option = BondOption.swaption(
        isPayer: terms.payer, expiry: terms.start, start: terms.start, coupons: coupons)
      let swaption = Self.model(golden).value(option, discountFactor: flat)
      #expect(abs(swaption - golden.value) < 1e-7, "\(golden): \(swaption)")
    }
  }

  /// With one factor still, or both the same and fully correlated, it is Hull and White's model with the sum of volatilities.
  @Test func isHullAndWhiteWithOneFactor() {
    let discountFactor = HullWhiteLatticeTests.discountFactor
    let still = HullWhite(meanReversion: 0.2, volatility: 0)
    let alone = HullWhite(meanReversion: 0.05, volatility: 0.01)
    let option = HullWhitePathsTests.option
    let expected = alone.value(option, discountFactor: discountFactor)
    for model in [
      G2(first: alone, second: still, correlation: 0.3), G2(first: still, second: alone, correlation: 0.3),
    ] {
      #expect(abs(model.value(option, discountFactor: discountFactor) - expected) < 1e-12)
      #expect(abs(model.integralVariance(7) - alone.integralVariance(7)) < 1e-16)
    }
    let half = HullWhite(meanReversion: 0.05, volatility: 0.005)
    let both = G2(first: half, second: half, correlation: 1)
    #expect(abs(both.integralVariance(12) / alone.integralVariance(12) - 1) < 1e-12)
    #expect(abs(both.covariance(12) / half.variance(12) - 1) < 1e-12)
  }

  /// The covariance of the integrals by its closed form where that has its digits.
  @Test func theVarianceOfTheIntegralIsTheClosedForm() {
    let (a, b, t) = (0.4, 0.03, 25.0)
    func integrated(_ k: Double) -> Double { (1 - exp(-k * t)) / k }
    let cross = (t - integrated(a) - integrated(b) + integrated(a + b)) / (a * b)
    let expected =
      Self.model.first.integralVariance(t) + Self.model.second.integralVariance(t)
      - 2 * 0.7 * 0.012 * 0.009 * cross
    #expect(abs(Self.model.integralVariance(t) / expected - 1) < 1e-12)
  }

  /// As for one factor: the moments of the steps give every discount factor and, through zero bonds, one beyond, to 1e-12.
  @Test func everyDiscountFactorIsReproduced() {
    var mean = [0.0, 0, 0]
    var covariance = [[Double]](repeating: [0, 0, 0], count: 3)
    for (start, end) in zip([0] + HullWhitePathsTests.times, HullWhitePathsTests.times) {
      let step = G2Step(Self.model, from: start, to: end)
      let map = [
        [step.persistences.0, 0, 0], [0, step.persistences.1, 0], step.bond.sensitivities + [1],
      ]
      let noise = [[step.deviation, 0], [step.withFirst, step.alone], [0, 0]]
      let drift = [-step.shifts.0, -step.shifts.1, -step.bond.shift]
      mean = (0..<3).map { row in drift[row] + (0..<3).reduce(0) { $0 + map[row][$1] * mean[$1] } }
      var next = covariance
      for row in 0..<3 {
        for column in 0..<3 {
          var sum = (0..<2).reduce(0) { $0 + noise[row][$1] * noise[column][$1] }
          for i in 0..<3 {
            for j in 0..<3 { sum += map[row][i] * covariance[i][j] * map[column][j] }
          }
          next[row][column] = sum
        }
      }
      covariance = next
      #expect(abs(exp(-mean[2] + covariance[2][2] / 2) - 1) < 1e-12)
      let later = Self.model.zeroBondFormula(at: end, years: 40 - end)
      let weights = later.sensitivities + [1]
      var (centre, variance) = (0.0, 0.0)
      for i in 0..<3 {
        centre += weights[i] * mean[i]
        for j in 0..<3 { variance += weights[i] * covariance[i][j] * weights[j] }
      }
      #expect(abs(exp(later.shift - centre + variance / 2) - 1) < 1e-12)
    }
    #expect(abs(covariance[0][0] / Self.model.first.variance(30) - 1) < 1e-12)
    #expect(abs(covariance[0][1] / Self.model.covariance(30) - 1) < 1e-12)
  }

  /// Discount factors and a swaption within four standard errors of the curve and of the integral.
  @Test(arguments: HullWhitePathsTests.sources)
  func simulatedValuesAreTheExactOnes(source: PathSource) {
    let paths = G2Paths(Self.model, times: HullWhitePathsTests.times, source: source)
    let discountFactor = HullWhiteLatticeTests.discountFactor
    let option = HullWhitePathsTests.option
    var block = paths.makeBlock()
    var (factors, prices) = ([Double](), [Double]())
    var (last, payoffs) = ([Double](), [Double]())
    let curve = paths.times.map(discountFactor)
    for number in 0..<150 {
      paths.fill(&block, number: number)
      block.discountFactors(curve, into: &factors)
      var asset = [Double](repeating: 0, count: PathBlock.width)
      for payment in option.payments {
        block.zeroBonds(
          at: 5, paths.zeroBondFormula(at: 3, years: payment.years - 3),
          forward: discountFactor(payment.years) / discountFactor(3), into: &prices)
        for lane in asset.indices { asset[lane] += payment.amount * prices[lane] }
      }
      for lane in asset.indices {
        payoffs.append(max(0, asset[lane] - option.strike) * factors[5 * PathBlock.width + lane])
      }
      last += factors[(curve.count - 1) * PathBlock.width..<curve.count * PathBlock.width]
    }
    let bond = Estimate(last, of: source)
    #expect(abs(bond.mean - curve[curve.count - 1]) <= 4 * bond.standardError)
    let swaption = Estimate(payoffs, of: source)
    let exact = Self.model.value(option, discountFactor: discountFactor)
    #expect(abs(swaption.mean - exact) <= 4 * swaption.standardError)
    #expect(swaption.standardError < 0.03 * exact)
  }
}
