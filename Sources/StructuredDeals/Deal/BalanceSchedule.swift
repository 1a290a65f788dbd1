public import Collateral

/// Balances planned for the end of each period, as of a PAC or TAC; its name stands for this period's balance.
public struct BalanceSchedule: Equatable, Sendable, Decodable {
  public let name: String
  /// One a period from the first, none above the one before; 0 after the last.
  public let balances: [Double]

  public init(name: String, balances: [Double]) {
    self.name = name
    self.balances = balances
  }
}

extension BalanceSchedule {
  /// The schedule that collateral supports at every speed of a band: in each period the lowest principal of `band`.
  ///
  /// `band` is the collateral projected at the speeds that bound the band (and any between); for a TAC it is one
  /// projection. The bond pays down from the sum of those amounts, or from `balance` where less is sold.
  public static func planned(
    name: String, band: [CollateralFlows], monthsPerPeriod: Int = 1, balance: Double? = nil
  ) -> (schedule: BalanceSchedule, balance: Double) {
    let months = band.map(\.months).max() ?? 0
    let periods = (months + monthsPerPeriod - 1) / monthsPerPeriod
    let amounts = (0..<periods).map { period in
      band.map { $0.principalDue(inPeriod: period, ofMonths: monthsPerPeriod) }.min() ?? 0
    }
    let total = amounts.reduce(0, +)
    let opening = min(balance ?? total, total)
    var left = opening
    let balances = amounts.map { amount in
      left = max(0, left - amount)
      return left
    }
    return (BalanceSchedule(name: name, balances: balances), opening)
  }
}

extension CollateralFlows {
  /// Scheduled and prepaid in a period, from 0.
  fileprivate func principalDue(inPeriod period: Int, ofMonths length: Int) -> Double {
    let start = period * length
    var sum = 0.0
    for month in start..<max(start, min(start + length, months)) {
      sum += scheduledPrincipal[month] + prepayment[month]
    }
    return sum
  }
}
