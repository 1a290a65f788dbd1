/// How far the flows of lines are from those of the loans they stand for.
public struct GroupingError: Hashable, Sendable {
  /// Largest difference of the balance at the end of a month, as a part of the opening balance.
  public let balance: Double
  /// Largest difference of interest and principal together in a month, as a part of the opening balance.
  public let cash: Double
  /// Average life of the lines less that of the loans, in years.
  public let averageLife: Double

  /// Projects loans and lines under the same assumptions. Throws as `CollateralProjection` does.
  public init(
    loans: [PoolLoan], lines: [PoolLoan], _ assumptions: CollateralAssumptions
  ) throws(CollateralError) {
    let projection = try CollateralProjection(assumptions)
    let exact = try projection.flows(loans)
    let near = try projection.flows(lines)
    let opening = max(exact.openingBalance + exact.openingInDefault, .leastNormalMagnitude)
    let exactCash = InvestorFlows(exact, delayDays: 0)
    let nearCash = InvestorFlows(near, delayDays: 0)
    var largestBalance = 0.0
    var largestCash = 0.0
    for month in 0..<max(exact.months, near.months) {
      largestBalance = max(largestBalance, abs(near.balance.at(month) - exact.balance.at(month)))
      largestCash = max(largestCash, abs(nearCash.cash.at(month) - exactCash.cash.at(month)))
    }
    balance = largestBalance / opening
    cash = largestCash / opening
    averageLife = nearCash.averageLife() - exactCash.averageLife()
  }
}

extension [Double] {
  /// The value of a month; 0 after the last.
  fileprivate func at(_ month: Int) -> Double { month < count ? self[month] : 0 }
}
