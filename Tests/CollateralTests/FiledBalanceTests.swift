import Collateral
import DatesAndConventions
import Instruments
import Testing

/// Commercial mortgages of UBS Commercial Mortgage Trust 2017-C1 against the scheduled balances that were filed with the SEC, month after
/// month from July 2017 (form ABS-EE, exhibit 102; filed in whole dollars).
struct FiledBalanceTests {
  struct Mortgage: Sendable {
    let asset: String
    /// Decimal a year; interest runs by the day on 360.
    let rate: Double
    let payment: Double
    /// After the payments of July 2017, and after these later ones.
    let balance: Double
    let month: String
    let later: Double
    let remaining: Int
  }

  static let mortgages = [
    Mortgage(
      asset: "8", rate: 0.049, payment: 164_525.28, balance: 30_962_058, month: "2026-03", later: 26_260_940,
      remaining: 119),
    Mortgage(
      asset: "14", rate: 0.0571, payment: 137_872.12, balance: 21_873_330, month: "2024-01",
      later: 18_828_946,
      remaining: 116),
    Mortgage(
      asset: "17", rate: 0.048, payment: 104_933.07, balance: 19_952_712, month: "2026-03", later: 16_860_314,
      remaining: 118),
    Mortgage(
      asset: "25", rate: 0.0516, payment: 89_092.47, balance: 14_952_869, month: "2026-03", later: 11_821_667,
      remaining: 118),
    Mortgage(
      asset: "29", rate: 0.0487, payment: 60_570.17, balance: 11_411_099, month: "2021-12", later: 10_609_780,
      remaining: 57),
    Mortgage(
      asset: "36", rate: 0.0502, payment: 54_475.30, balance: 9_284_430, month: "2026-03", later: 7_319_527,
      remaining: 119),
  ]

  private func balance(_ mortgage: Mortgage, basis: InterestBasis, firstMonth: YearMonth?) throws -> Double {
    let loan = try PoolLoan(
      id: mortgage.asset, balance: mortgage.balance, noteRate: mortgage.rate,
      remainingTerm: mortgage.remaining,
      repayment: LoanRepayment(amortisationMonths: 360), payment: mortgage.payment, interestBasis: basis)
    let flows = try CollateralProjection(CollateralAssumptions(firstMonth: firstMonth)).flows([loan])
    let months = try #require(YearMonth(mortgage.month)).months(since: try #require(YearMonth("2017-07")))
    return flows.balance[months - 1]
  }

  /// Eight and a half years on, to the two dollars of rounding.
  @Test(arguments: mortgages)
  func balancesAreThoseFiled(mortgage: Mortgage) throws {
    let found = try balance(mortgage, basis: .actual360, firstMonth: YearMonth("2017-08"))
    #expect(abs(found - mortgage.later) < 2, "\(found)")
  }

  /// Months of equal days are near, twelfths are not: a year has 365 days of interest.
  @Test(arguments: mortgages)
  func daysMatter(mortgage: Mortgage) throws {
    let even = try balance(mortgage, basis: .actual360, firstMonth: nil)
    #expect(abs(even / mortgage.later - 1) < 5e-4)
    let twelfths = try balance(mortgage, basis: .thirty360, firstMonth: nil)
    #expect(mortgage.later / twelfths - 1 > 2e-3)
  }
}
