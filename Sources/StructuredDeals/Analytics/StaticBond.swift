public import Collateral
import NumericalMethods

/// What a bond pays in one run, as its buyer looks at it: yields and spreads of a price, life, window, losses.
///
/// Months are of 30 days. Prices are clean, per 100 of what the bond is quoted on.
public struct StaticBond: Sendable {
  public let name: String
  /// What prices are quoted on, in the deal's currency: the balance when the run begins, or an IO's notional then.
  public let face: Double
  /// Cash and principal from settlement on, a month apart.
  public let flows: InvestorFlows
  /// Interest of the first period that the seller has earned, in the deal's currency.
  public let accrued: Double
  public let monthsPerPeriod: Int
  /// First and last month after the cut-off date with more than half a cent of principal; `nil` without principal.
  public let window: ClosedRange<Int>?
  /// Balance at the beginning, and what interest made of it, that is never paid; in the deal's currency.
  public let principalLoss: Double
  /// Written down, less written up.
  public let writtenDown: Double
  /// Interest due that is still not paid after the last period.
  public let interestUnpaid: Double
  /// Whether interest was ever paid later than it fell due, or not at all, by more than half a cent.
  public let missesInterest: Bool

  /// `nil` for a bond with neither a balance nor a notional, such as a residual, which has no price per 100.
  public init?(_ bond: BondFlows, _ settlement: BondSettlement, monthsPerPeriod: Int) {
    guard let balance = bond.openingBalance.first, let notional = bond.notional.first else { return nil }
    let face = balance > 0 ? balance : notional
    guard face > 0 else { return nil }
    name = bond.name
    self.face = face
    self.monthsPerPeriod = monthsPerPeriod
    let months = bond.principal.count * monthsPerPeriod
    var cash = [Double](repeating: 0, count: months)
    var principal = cash
    for period in bond.principal.indices {
      let month = (period + 1) * monthsPerPeriod - 1
      cash[month] = bond.cash(period)
      principal[month] = bond.principal[period]
    }
    flows = InvestorFlows(
      cash: cash, principal: principal, firstPaymentDays: 30 + settlement.delayDays - settlement.days)
    accrued = (bond.rate.first ?? 0) * notional * Double(settlement.days) / 360
    let paid = principal.indices.filter { principal[$0] > 0.005 }
    window = paid.first.flatMap { first in paid.last.map { first + 1...$0 + 1 } }
    writtenDown = bond.writtenDown.reduce(0, +) - bond.writtenUp.reduce(0, +)
    principalLoss = bond.principalLoss
    interestUnpaid = bond.shortfall.last ?? 0
    missesInterest = bond.shortfall.contains { $0 > 0.005 }
  }

  /// Years from settlement to principal, weighted; `nil` without principal.
  public var averageLife: Double? {
    let life = flows.averageLife(.paidPrincipal)
    return life.isFinite ? life : nil
  }

  /// Value with accrued interest, in the deal's currency, of a clean price.
  public func value(price: Double) -> Double { price / 100 * face + accrued }

  /// Clean price of a value with accrued interest.
  public func price(value: Double) -> Double { (value - accrued) / face * 100 }

  /// Clean price at a bond-equivalent yield, a decimal.
  public func price(yield: Double) -> Double { price(value: flows.value(yield: yield)) }

  /// Bond-equivalent yield of a clean price, a decimal; `nil` where none between -90% and 1000% gives it.
  public func yield(price: Double) -> Double? { flows.yield(value: value(price: price)).root }

  /// Clean price at a spread over a curve; `discount` gives the discount factor of a number of years.
  public func price(spread: Double, discount: (Double) -> Double) -> Double {
    price(value: flows.value(spread: spread, discount: discount))
  }

  /// Z-spread of a clean price: constant, continuously compounded, a decimal; `nil` where none between -50% and 500% gives it.
  /// With a floater's index on the curve's forward rates this is the spread at zero volatility.
  public func zSpread(price: Double, discount: (Double) -> Double) -> Double? {
    flows.spread(value: value(price: price), discount: discount).root
  }

  /// Discount margin of a clean price, a decimal a year; `index` is the floater's index by period, the last going on.
  public func discountMargin(price: Double, index: [Double]) -> Double? {
    flows.margin(value: value(price: price), index: index, monthsPerPayment: monthsPerPeriod).root
  }

  /// Part of the balance at the beginning that is never paid; 0 for an IO.
  public var lossShare: Double { principalLoss / face }
}

/// When a buyer pays and when payments arrive.
public struct BondSettlement: Hashable, Sendable {
  /// Days from the end of a period to its payment, 0 to 120.
  public let delayDays: Int
  /// Days from the cut-off date to settlement, 0 to 29: interest of these days is accrued.
  public let days: Int

  /// Precondition: delay 0 to 120 days, settlement 0 to 29 days after the cut-off date.
  public init(delayDays: Int = 0, days: Int = 0) {
    precondition((0...120).contains(delayDays) && (0...29).contains(days), "settlement in the first month")
    self.delayDays = delayDays
    self.days = days
  }
}
