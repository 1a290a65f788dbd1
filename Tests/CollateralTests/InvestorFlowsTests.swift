import Collateral
import Instruments
import NumericalMethods
import Testing

/// Yields and lives of pass-throughs against the worked examples of the Standard Formulas.
struct InvestorFlowsTests {
  /// SF-49 and SF-50: Ginnie Mae I 9%, 150% PSA, settled on the issue date at par.
  private func ginnieMae() throws -> InvestorFlows {
    let loan = try PoolLoan(id: "G", balance: 100, noteRate: 0.095, servicingFee: 0.005, remainingTerm: 360)
    let flows = try CollateralProjection(
      CollateralAssumptions(prepayment: .speed(.psa(1.5)))
    ).flows([loan])
    return InvestorFlows(flows, delayDays: 14)
  }

  @Test func cashFlowsOfTheExample() throws {
    let cash = try ginnieMae().cash
    for (month, printed) in [(0, 0.8242), (1, 0.8491), (2, 0.8738), (359, 0.0562)] {
      #expect(abs(cash[month] - printed) < 5e-5, "\(month)")
    }
  }

  @Test func yieldAndWhatFollowsFromIt() throws {
    let flows = try ginnieMae()
    let yield = try #require(flows.yield(value: 100).root)
    #expect(abs(yield - 0.0910675) < 5e-8)
    #expect(abs(InvestorFlows.mortgageYield(bondEquivalent: yield) - 0.0893863) < 5e-8)
    #expect(abs(flows.averageLife() - 9.77844) < 5e-6)
    #expect(abs(flows.duration(yield: yield) - 5.73147) < 5e-6)
    #expect(abs(flows.modifiedDuration(yield: yield) - 5.48186) < 5e-6)
    #expect(abs(flows.convexity(yield: yield) - 54.4326) < 5e-5)
    #expect(abs(flows.value(yield: yield) - 100) < 1e-9)
  }

  /// Modified duration and convexity are derivatives of the value by the yield.
  @Test func durationAndConvexityAreDerivatives() throws {
    let flows = try ginnieMae()
    let h = 1e-4
    let (down, at, up) = (
      flows.value(yield: 0.09 - h), flows.value(yield: 0.09), flows.value(yield: 0.09 + h)
    )
    #expect(abs((down - up) / (2 * h) / at - flows.modifiedDuration(yield: 0.09)) < 1e-5)
    #expect(abs((down - 2 * at + up) / (h * h) / at - flows.convexity(yield: 0.09)) < 1e-3)
  }

  /// SF-56: 3.20 periods with accrued interest as principal below zero, 3.00 without it.
  @Test func averageLifeOfAnAccrualInstrument() {
    let flows = InvestorFlows(cash: [0, 11, 121], principal: [-10, 0, 110], firstPaymentDays: 30)
    #expect(abs(12 * flows.averageLife(.negativePrincipal) - 3.2) < 1e-12)
    #expect(abs(12 * flows.averageLife(.paidPrincipal) - 3.0) < 1e-12)
  }
}
