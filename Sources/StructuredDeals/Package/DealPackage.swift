public import Collateral
public import DatesAndConventions

/// A deal with everything that it takes to run it: terms, loans, and how the loans are expected to pay.
///
/// It is complete in itself, so that its content hash says what a number was computed from. Checked when it is made.
public struct DealPackage: Sendable {
  /// Names the deal among all: 1 to 64 letters, digits, `.`, `_` and `-`.
  public let dealID: String
  /// The cut-off: balances of bonds and loans are as of this day, after the payments of its month.
  public let asOf: CivilDate
  /// Of all amounts.
  public let currency: Currency
  /// The deal with its names looked up.
  public let waterfall: Waterfall
  /// Loans of each group whose flows come with a run; those of an underlying deal `X` are named `X.group`.
  public let collateral: [String: [PoolLoan]]
  /// By group; `*` for those that have none of their own.
  public let assumptions: [String: PoolAssumptions]
  /// What the series of formulas and the indices of loans are, by name.
  public let series: [String: DealSeries]
  /// What is said of bonds besides their terms; not all need be there.
  public let bonds: [String: PackagedBond]
  /// Days from the end of an accrual period to its payment, 0 to 120: 24 where the 25th pays for the month before.
  public let delayDays: Int

  public var deal: Deal { waterfall.deal }

  /// - Parameters:
  ///   - groupBalances: control totals: what the balances of a group's loans have to sum to.
  ///   - isUndercollateralised: whether bonds may exceed the loans and the cash held.
  /// - Throws: everything that is wrong, with its path in the document.
  public init(
    dealID: String, asOf: CivilDate, currency: Currency, deal: Deal, collateral: [String: [PoolLoan]],
    assumptions: [String: PoolAssumptions], series: [String: DealSeries] = [:],
    bonds: [String: PackagedBond] = [:],
    delayDays: Int = 0, groupBalances: [String: Double] = [:], isUndercollateralised: Bool = false
  ) throws(DealProblems) {
    var problems: [DealProblem] = []
    var bound: Waterfall?
    do throws(DealProblems) {
      bound = try Waterfall(deal)
    } catch {
      problems += error.problems.map { DealProblem(path: "deal.\($0.path)", message: $0.message) }
    }
    var check = PackageCheck(deal: deal, collateral: collateral)
    check.identity(dealID, asOf, currency, delayDays)
    check.loans(series, groupBalances)
    check.balances(isUndercollateralised)
    check.assumptions(assumptions)
    check.series(series, used: bound?.seriesNames ?? [])
    check.bonds(bonds)
    problems += check.problems
    guard problems.isEmpty, let bound else { throw DealProblems(problems: problems) }
    self.dealID = dealID
    self.asOf = asOf
    self.currency = currency
    waterfall = bound
    self.collateral = collateral
    self.assumptions = assumptions
    self.series = series
    self.bonds = bonds
    self.delayDays = delayDays
  }

  /// How a group's loans are expected to pay.
  public func assumptions(of group: String) -> PoolAssumptions {
    assumptions[group] ?? assumptions["*"] ?? PoolAssumptions()
  }

  /// Balance of all loans at the cut-off.
  public var collateralBalance: Double {
    collateral.values.reduce(0) { $0 + $1.reduce(0) { $0 + $1.balance } }
  }

  /// Whether a group's assumptions name a model, which needs an economy.
  public var usesModels: Bool { collateral.keys.contains { assumptions(of: $0).usesModels } }
}
