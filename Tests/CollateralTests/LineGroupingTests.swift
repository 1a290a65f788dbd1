import Collateral
import Instruments
import NumericalMethods
import Testing

/// Lines that stand for loans: what they keep, and how far their flows are from the loans'.
struct LineGroupingTests {
  private static let assumptions = CollateralAssumptions(
    prepayment: .speed(.psa(1.75)), defaults: .speed(.sda(2)), severity: .curve([0.35]), liquidationLag: 12)

  /// Loans of a pass-through: rates over 1%, ages over four years; seeded.
  private func pool(_ count: Int) throws -> [PoolLoan] {
    var state: UInt64 = 20_260_131
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 0x1p53
    }
    return try (0..<count).map { number in
      let age = Int(uniform() * 48)
      return try PoolLoan(
        id: "\(number)", balance: 50_000 + 500_000 * uniform(), noteRate: 0.055 + 0.01 * uniform(),
        servicingFee: 0.0025 + 0.002 * uniform(), age: age, remainingTerm: 360 - age - Int(uniform() * 6),
        repayment: uniform() < 0.1 ? LoanRepayment(interestOnlyMonths: 60) : .levelPay,
        score: 620 + Int(uniform() * 200), originalLTV: 0.5 + 0.5 * uniform(),
        region: uniform() < 0.5 ? "CA" : "NY")
    }
  }

  @Test func equalLoansMakeOneLineWithoutError() throws {
    let loans = try (0..<50).map {
      try PoolLoan(id: "\($0)", balance: 1_000, noteRate: 0.06, age: 3, remainingTerm: 357)
    }
    let lines = LineGrouping().lines(loans)
    #expect(lines.count == 1 && lines[0].balance == 50_000 && lines[0].count == 50)
    let error = try GroupingError(loans: loans, lines: lines, Self.assumptions)
    #expect(error.balance < 1e-13 && error.cash < 1e-13 && abs(error.averageLife) < 1e-12)
  }

  /// Bands of half a per cent and a year: balances to a thousandth of the opening one, lives to two days.
  @Test func finerLinesAreNearer() throws {
    let loans = try pool(3_000)
    let coarse = LineGrouping(rateWidth: 0.05, ageWidth: 120, remainingWidth: 120).lines(loans)
    let fine = LineGrouping().lines(loans)
    #expect(coarse.count == 3 && fine.count > 20 && fine.count < 150, "\(coarse.count) \(fine.count)")
    let near = try GroupingError(loans: loans, lines: fine, Self.assumptions)
    let far = try GroupingError(loans: loans, lines: coarse, Self.assumptions)
    #expect(near.balance < 1e-3 && near.cash < 2e-4 && abs(near.averageLife) < 0.005, "\(near)")
    #expect(far.balance > 10 * near.balance && far.averageLife < 10 * near.averageLife, "\(far)")
  }

  @Test func linesKeepBalancesAndAverages() throws {
    let loans = try pool(500)
    let lines = LineGrouping(loanToValueWidth: 0.1, scoreWidth: 40, separatesRegions: true).lines(loans)
    let before = Stratification(loans, by: .region)
    let after = Stratification(lines, by: .region)
    #expect(before.strata.map(\.place) == after.strata.map(\.place))
    #expect(zip(before.strata, after.strata).allSatisfy { abs($0.balance / $1.balance - 1) < 1e-12 })
    #expect(before.strata.map(\.count) == after.strata.map(\.count))
    #expect(abs(before.total.averageRate - after.total.averageRate) < 1e-12)
    #expect(abs(before.total.averageAge - after.total.averageAge) < 0.5)
  }

  @Test func loansOfOtherTermsStayApart() throws {
    let terms = AdjustableRate(index: "SOFR", margin: 0.02, monthsToReset: 5)
    let loans = [
      try PoolLoan(id: "1", balance: 1, noteRate: 0.06, remainingTerm: 357),
      try PoolLoan(id: "2", balance: 1, noteRate: 0.06, remainingTerm: 357, rateTerms: .adjustable(terms)),
      try PoolLoan(id: "3", balance: 1, noteRate: 0.06, remainingTerm: 357, status: .foreclosure),
      try PoolLoan(id: "4", balance: 1, noteRate: 0.06, remainingTerm: 357, lockoutMonths: 6),
      try PoolLoan(
        id: "5", balance: 1, noteRate: 0.06, remainingTerm: 357, repayment: LoanRepayment(.equalPrincipal)),
    ]
    #expect(LineGrouping().lines(loans) == loans)
  }
}
