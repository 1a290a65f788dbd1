import Foundation
import Testing

@testable import Models

@Suite struct HullWhitePathsTests {
  static let times = [0.1, 0.5, 1, 1.25, 3, 7, 7.5, 15, 30]
  static let models = [
    HullWhite(meanReversion: 0, volatility: 0.01), HullWhite(meanReversion: 0.05, volatility: 0.01),
    HullWhite(meanReversion: 0.8, volatility: 0.03), HullWhite(meanReversion: 1e-7, volatility: 0.02),
  ]
  static let numeraires = [HullWhitePaths.Numeraire.moneyMarketAccount, .rolledBond]

  /// Steps are linear and normal, so moments follow from them exactly: the expected discount factor is the curve's at every
  /// time, and so is that of a payment of 1 at 40 years seen from there through the zero bond. 1e-10 asked for, 1e-12 found.
  @Test(arguments: models, numeraires)
  func everyDiscountFactorIsReproduced(model: HullWhite, numeraire: HullWhitePaths.Numeraire) {
    var (meanX, meanExcess, varianceX, covariance, varianceExcess) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (start, end) in zip([0] + Self.times, Self.times) {
      let step = HullWhiteStep(model, numeraire, from: start, to: end)
      meanExcess += step.shift + step.sensitivity * meanX
      meanX = step.persistence * meanX + step.drift
      varianceExcess +=
        step.sensitivity * (2 * covariance + step.sensitivity * varianceX) + step.withX * step.withX
        + step.alone * step.alone
      covariance =
        step.persistence * (covariance + step.sensitivity * varianceX) + step.deviation * step.withX
      varianceX = step.persistence * step.persistence * varianceX + step.deviation * step.deviation
      #expect(abs(exp(-meanExcess + varianceExcess / 2) - 1) < 1e-12)
      let (shift, b) = (model.zeroBondShift(at: end, years: 40 - end), model.sensitivity(40 - end))
      let variance = varianceExcess + 2 * b * covariance + b * b * varianceX
      #expect(abs(exp(-meanExcess - b * meanX + shift + variance / 2) - 1) < 1e-12)
    }
    // The law of x does not depend on the steps; under the money-market account its mean is 0.
    #expect(abs(varianceX - model.variance(30)) < 1e-14)
    if numeraire == .moneyMarketAccount { #expect(meanX == 0) }
  }

  /// The variance of the integral against its definition by Simpson's rule; the series and the closed form where they meet.
  @Test func theVarianceOfTheIntegral() {
    for a in [0.0, 1e-9, 0.01, 0.049, 0.0499999, 0.05, 0.0500001, 0.3, 2] {
      let model = HullWhite(meanReversion: a, volatility: 0.01)
      let (years, count) = (10.0, 2_000)
      var sum = 0.0
      for step in 0...count {
        let weight: Double = step == 0 || step == count ? 1 : step % 2 == 1 ? 4 : 2
        let b = model.sensitivity(years * Double(step) / Double(count))
        sum += weight * b * b
      }
      let integral = 1e-4 * sum * years / Double(3 * count)
      #expect(abs(model.integralVariance(years) / integral - 1) < 1e-10, "\(a)")
    }
  }

  /// What is simulated for each path: one value a payoff, all paths in order.
  static func simulate(
    _ paths: HullWhitePaths, blocks: Range<Int>, _ payoff: (PathBlock, [Double]) -> [[Double]]
  ) -> [[Double]] {
    var block = paths.makeBlock()
    var factors: [Double] = []
    let curve = paths.times.map(HullWhiteLatticeTests.discountFactor)
    var found: [[Double]] = []
    for number in blocks {
      paths.fill(&block, number: number)
      block.discountFactors(curve, into: &factors)
      let values = payoff(block, factors)
      if found.isEmpty { found = values.map { _ in [] } }
      for (place, value) in values.enumerated() { found[place] += value }
    }
    return found
  }

  static let sources = [PathSource.independent(seed: 1), .antithetic(seed: 2)]

  /// Every time's discount factor within four standard errors for these seeds, and the standard error as small as theory says.
  @Test(arguments: sources, numeraires)
  func simulatedDiscountFactorsAreTheCurves(source: PathSource, numeraire: HullWhitePaths.Numeraire) {
    let paths = HullWhitePaths(Self.models[1], times: Self.times, source: source, numeraire: numeraire)
    let width = PathBlock.width
    let values = Self.simulate(paths, blocks: 0..<150) { block, factors in
      (0..<block.timeCount).map { Array(factors[$0 * width..<($0 + 1) * width]) }
    }
    #expect(values[0].allSatisfy { $0 == 1 })
    for (time, discounted) in zip(Self.times, values.dropFirst()) {
      let estimate = Estimate(discounted, of: source)
      let expected = HullWhiteLatticeTests.discountFactor(time)
      #expect(abs(estimate.mean - expected) <= 4 * estimate.standardError)
      // No more than that of independent paths: P·√((e^V − 1) / n).
      let deviation = (exp(Self.models[1].integralVariance(time)) - 1).squareRoot()
      #expect(estimate.standardError < 1.1 * expected * deviation / Double(150 * width).squareRoot() + 1e-15)
    }
  }

  /// The martingale adjustment makes the same paths' means the curve, to rounding.
  @Test(arguments: sources + [.sobol(seed: 3), .directedSobol(seed: 3)])
  func adjustedPathsRepriceExactly(source: PathSource) {
    let paths = HullWhitePaths(Self.models[2], times: Self.times, source: source)
    let curve = paths.times.map(HullWhiteLatticeTests.discountFactor)
    let adjusted = paths.adjusted(curve, blocks: 0..<3)
    var block = paths.makeBlock()
    var (factors, sums) = ([Double](), [Double](repeating: 0, count: curve.count))
    for number in 0..<3 {
      paths.fill(&block, number: number)
      block.discountFactors(adjusted, into: &factors)
      for (place, factor) in factors.enumerated() { sums[place / PathBlock.width] += factor }
    }
    for (sum, factor) in zip(sums, curve) {
      #expect(abs(sum / Double(3 * PathBlock.width) - factor) < 1e-14)
    }
    #expect(adjusted != curve)
  }

  /// The right to swap at 3 years for the bond of 3 and 7 to 30 years, on each path at 3 years.
  static func swaptionValues(
    _ source: PathSource, _ numeraire: HullWhitePaths.Numeraire = .moneyMarketAccount, blocks: Range<Int>
  ) -> [[Double]] {
    let paths = HullWhitePaths(models[1], times: times, source: source, numeraire: numeraire)
    let discountFactor = HullWhiteLatticeTests.discountFactor
    let place = 5
    var prices: [Double] = []
    return simulate(paths, blocks: blocks) { block, factors in
      var asset = [Double](repeating: 0, count: PathBlock.width)
      for payment in option.payments {
        block.zeroBonds(
          at: place, paths.zeroBondFormula(at: 3, years: payment.years - 3),
          forward: discountFactor(payment.years) / discountFactor(3), into: &prices)
        for lane in asset.indices { asset[lane] += payment.amount * prices[lane] }
      }
      let discounted = factors[place * PathBlock.width..<(place + 1) * PathBlock.width]
      return [
        zip(asset, discounted).map { max(0, $0 - option.strike) * $1 },
        zip(asset, discounted).map { $0 * $1 },
        Array(discounted),
      ]
    }
  }

  static let option = BondOption(
    .call, expiry: 3, strike: 1,
    payments: (4...8).map { BondOption.Payment(years: Double($0), amount: $0 == 8 ? 1.035 : 0.035) })

  @Test(arguments: sources, numeraires)
  func simulatedSwaptionsAreTheClosedForm(source: PathSource, numeraire: HullWhitePaths.Numeraire) {
    let values = Self.swaptionValues(source, numeraire, blocks: 0..<200)
    let estimate = Estimate(values[0], of: source)
    let exact = Self.models[1].value(Self.option, discountFactor: HullWhiteLatticeTests.discountFactor)
    #expect(abs(estimate.mean - exact) <= 4 * estimate.standardError)
    #expect(estimate.standardError < 0.02 * exact)
  }

  /// Variance for as many paths, of an option at the money: mirror images take a quarter of it off at least, the bond as a control
  /// 60%, Sobol points over 16 seeds 98%. Of the bond itself, which is nearly linear, mirror images leave a twentieth. Each mean
  /// within four of its own standard errors of the closed form.
  @Test func whatReducesVarianceDoes() {
    let exact = Self.models[1].value(Self.option, discountFactor: HullWhiteLatticeTests.discountFactor)
    let bond = Self.option.payments.reduce(0) {
      $0 + $1.amount * HullWhiteLatticeTests.discountFactor($1.years)
    }
    let plainValues = Self.swaptionValues(.independent(seed: 5), blocks: 0..<128)
    let plain = Estimate(plainValues[0], of: .independent(seed: 5))
    let mirroredValues = Self.swaptionValues(.antithetic(seed: 5), blocks: 0..<128)
    let mirrored = Estimate(mirroredValues[0], of: .antithetic(seed: 5))
    let controlled = Estimate(independent: plainValues[0], control: plainValues[1], expectation: bond)
    let sobol = Estimate(
      independent: (0..<16).map { seed in
        Estimate(Self.swaptionValues(.sobol(seed: seed), blocks: 0..<8)[0], of: .sobol(seed: seed)).mean
      })
    for estimate in [plain, mirrored, controlled, sobol] {
      #expect(abs(estimate.mean - exact) <= 4 * estimate.standardError)
    }
    func gain(_ estimate: Estimate) -> Double { pow(plain.standardError / estimate.standardError, 2) }
    #expect(gain(mirrored) > 1.33, "\(gain(mirrored))")
    #expect(gain(controlled) > 2.5, "\(gain(controlled))")
    let plainBond = Estimate(plainValues[1], of: .independent(seed: 5))
    let mirroredBond = Estimate(mirroredValues[1], of: .antithetic(seed: 5))
    #expect(pow(plainBond.standardError / mirroredBond.standardError, 2) > 20)
    #expect(abs(mirroredBond.mean - bond) <= 4 * mirroredBond.standardError)
    #expect(gain(sobol) > 50, "\(gain(sobol))")
  }

  /// A block is the same whenever, wherever and after whatever it is made.
  @Test(arguments: sources + [.sobol(seed: 3), .directedSobol(seed: 3)])
  func blocksDependOnTheirNumberAlone(source: PathSource) {
    let paths = HullWhitePaths(Self.models[1], times: Self.times, source: source)
    var (used, fresh) = (paths.makeBlock(), paths.makeBlock())
    for number in [4, 0, 7] { paths.fill(&used, number: number) }
    paths.fill(&fresh, number: 7)
    #expect(used.factors == fresh.factors && used.excess == fresh.excess)
  }

  @Test(arguments: sources + [.sobol(seed: 3), .directedSobol(seed: 3)])
  func anyNumberOfThreadsGivesTheSameBits(source: PathSource) async {
    let paths = HullWhitePaths(Self.models[1], times: Self.times, source: source)
    var block = paths.makeBlock()
    var inTurn: [[Double]] = []
    for number in 0..<12 {
      paths.fill(&block, number: number)
      inTurn.append(block.factors[0] + block.excess)
    }
    let together = await withTaskGroup(of: (Int, [Double]).self) { group in
      for number in 0..<12 {
        group.addTask {
          var block = paths.makeBlock()
          paths.fill(&block, number: number)
          return (number, block.factors[0] + block.excess)
        }
      }
      var found = inTurn.map { _ in [Double]() }
      for await (number, values) in group { found[number] = values }
      return found
    }
    #expect(together == inTurn)
  }

  /// Without volatility paths are the curve.
  @Test(arguments: numeraires)
  func withoutVolatilityPathsAreTheCurve(numeraire: HullWhitePaths.Numeraire) {
    let model = HullWhite(meanReversion: 0.05, volatility: 0)
    let paths = HullWhitePaths(
      model, times: Self.times, source: .independent(seed: 1), numeraire: numeraire)
    var block = paths.makeBlock()
    paths.fill(&block, number: 0)
    #expect((block.factors[0] + block.excess).allSatisfy { $0 == 0 })
  }
}
