import Foundation
public import NumericalMethods

/// The speed at which pools were prepaid over some months (Standard Formulas SF-7, SF-11 to SF-13).
///
/// Pools are added up before rates are taken; speeds of pools are never averaged. Pools that were not there on both days, or whose
/// factor is missing, are to be left out by the caller.
public struct HistoricalSpeed: Hashable, Sendable {
  private let pools: [ObservedPool]
  private let months: Int

  /// Precondition: at least one pool, at least one month, and loans that run longer than these months.
  public init(_ pools: [ObservedPool], months: Int) {
    precondition(!pools.isEmpty && months >= 1, "a speed is of pools over months")
    precondition(pools.allSatisfy { $0.firstRemaining > months }, "loans run longer than the months seen")
    self.pools = pools
    self.months = months
  }

  /// Balance left on the second day.
  public var actualBalance: Double { pools.reduce(0) { $0 + $1.actualBalance } }

  /// Balance that would be left on the second day without prepayment in these months.
  public var scheduledBalance: Double { pools.reduce(0) { $0 + $1.scheduledBalance(months: months) } }

  /// A decimal a month; below zero where more is left than the schedule says.
  public var smm: Double { 1 - pow(actualBalance / scheduledBalance, 1 / Double(months)) }

  /// A decimal a year.
  public var cpr: Double { 1 - pow(actualBalance / scheduledBalance, 12 / Double(months)) }

  /// The one multiple of the Standard Prepayment Model that leaves the actual balance; it has to be searched for.
  public var psa: RootResult {
    RootSearch(bracket: 0...500).brent { speed in
      pools.reduce(-actualBalance) { sum, pool in
        let surviving = PrepaymentSpeed.psa(speed).monthly(age: pool.firstAge, months: months)
          .reduce(1) { $0 * (1 - $1) }
        return sum + surviving * pool.scheduledBalance(months: months)
      }
    }
  }

  /// The absolute speed, a decimal a month, of one pool.
  public static func abs(_ pool: ObservedPool, months: Int) -> Double {
    let actual = pool.secondFactor / pool.firstFactor
    let scheduled = AmortisedBalance.factor(
      annualRate: pool.noteRate, remaining: pool.firstRemaining - months, original: pool.firstRemaining)
    return (actual - scheduled)
      / (Double(pool.firstAge) * actual - Double(pool.firstAge + months) * scheduled)
  }
}
