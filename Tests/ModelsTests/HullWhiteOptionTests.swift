import Foundation
import Models
import NumericalMethods
import Testing

@Suite struct HullWhiteOptionTests {
  /// QuantLib 1.44's closed form; 1e-14 is rounding of numbers up to 1.
  @Test func optionsOnZeroBondsAreQuantLibs() throws {
    let goldens = try ShortRateGoldens.read().zeroBondOptions
    #expect(goldens.count == 40)
    for golden in goldens {
      let model = HullWhite(meanReversion: golden.a, volatility: golden.sigma)
      for (kind, value) in [(BondOption.Kind.call, golden.call), (.put, golden.put)] {
        let option = BondOption(
          kind, expiry: golden.expiry, strike: golden.strike,
          payments: [BondOption.Payment(years: golden.maturity, amount: 1)])
        let found = model.value(option, discountFactor: ShortRateGoldens.flat(golden.rate))
        #expect(abs(found - value) < 1e-14, "\(golden)")
      }
    }
  }

  /// QuantLib 1.44's engine after Jamshidian. It looks for the rate at which it exercises to 1e-8, so that its strikes do not add up
  /// to 1 by that times up to ten years: 5e-8.
  @Test func swaptionsAreQuantLibs() throws {
    let goldens = try ShortRateGoldens.read().hullWhiteSwaptions
    #expect(goldens.count == 40)
    for golden in goldens {
      let model = HullWhite(meanReversion: golden.a, volatility: golden.sigma)
      let found = model.value(
        golden.swaption.option, discountFactor: ShortRateGoldens.flat(golden.rate))
      #expect(abs(found - golden.value) < 5e-8, "\(golden): \(found)")
    }
  }

  /// The integral of the payoff over x itself, by the trapezoidal rule, which for a density of this kind is exact but for the kink:
  /// 1e-8 at 20,000 points.
  @Test(arguments: [0.0, 0.02, 0.4], [BondOption.Kind.call, .put])
  func swaptionsAreTheIntegralOfTheirPayoff(meanReversion: Double, kind: BondOption.Kind) {
    let model = HullWhite(meanReversion: meanReversion, volatility: 0.012)
    let discountFactor = HullWhiteLatticeTests.discountFactor
    let (expiry, settlement) = (3.0, 3.25)
    let payments = (1...6).map { BondOption.Payment(years: 3 + Double($0), amount: $0 == 6 ? 1.03 : 0.03) }
    let option = BondOption(kind, expiry: expiry, strike: 0.97, settlement: settlement, payments: payments)
    let deviation = model.variance(expiry).squareRoot()
    func bond(_ years: Double, _ x: Double) -> Double {
      model.zeroBond(
        at: expiry, years: years - expiry, x: x, forward: discountFactor(years) / discountFactor(expiry))
    }
    let count = 20_000
    let width = 20.0 / Double(count)
    var sum = 0.0
    for step in 0...count {
      let z = -10 + Double(step) * width
      // Under the measure of the bond to expiry x is lower by the shift of discounting.
      let x = z * deviation - model.discountingShift(expiry)
      let asset = payments.reduce(0) { $0 + $1.amount * bond($1.years, x) }
      let strike = 0.97 * bond(settlement, x)
      let payoff = kind == .call ? max(0, asset - strike) : max(0, strike - asset)
      sum += width * NormalDistribution.density(z) * payoff
    }
    let value = model.value(option, discountFactor: discountFactor)
    #expect(abs(value - discountFactor(expiry) * sum) < 1e-8)
  }

  /// A caplet by Black's formula for its bond: (1 + rate·accrual) puts. And payer less receiver is the swap.
  @Test func capletsAndParity() {
    let model = HullWhite(meanReversion: 0.03, volatility: 0.009)
    let discountFactor = HullWhiteLatticeTests.discountFactor
    let caplet = BondOption.caplet(rate: 0.035, start: 2, end: 2.5, accrual: 0.507)
    let put = BondOption(
      .put, expiry: 2, strike: 1 / (1 + 0.035 * 0.507),
      payments: [BondOption.Payment(years: 2.5, amount: 1)])
    let bonds = (1 + 0.035 * 0.507) * model.value(put, discountFactor: discountFactor)
    #expect(abs(model.value(caplet, discountFactor: discountFactor) - bonds) < 1e-15)
    let coupons = (1...5).map { BondOption.Payment(years: 1 + Double($0), amount: 0.03) }
    let sides = [true, false].map {
      model.value(
        BondOption.swaption(isPayer: $0, expiry: 0.9, start: 1, coupons: coupons),
        discountFactor: discountFactor)
    }
    let swap =
      discountFactor(1) - discountFactor(6) - coupons.reduce(0) { $0 + $1.amount * discountFactor($1.years) }
    #expect(abs(sides[0] - sides[1] - swap) < 1e-14)
  }

  @Test func withoutVolatilityOnlyTheIntrinsicValueIsLeft() {
    let model = HullWhite(meanReversion: 0.03, volatility: 0)
    let payments = [BondOption.Payment(years: 5, amount: 1)]
    let flat = ShortRateGoldens.flat(0.04)
    let call = BondOption(.call, expiry: 2, strike: 0.8, payments: payments)
    #expect(abs(model.value(call, discountFactor: flat) - (flat(5) - 0.8 * flat(2))) < 1e-15)
    let put = BondOption(.put, expiry: 2, strike: 0.8, payments: payments)
    #expect(model.value(put, discountFactor: flat) == 0)
  }
}
