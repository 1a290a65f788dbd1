import Collateral
import StructuredDeals

/// Deals and pools of a few periods, whose every number can be told by hand.
enum SmallDeals {
  /// One account that takes all cash and pays the rest to `R`.
  static func deal(
    bonds: [DealBond], accounts: [DealAccount] = [], fees: [DealFee] = [], swaps: [DealSwap] = [],
    triggers: [Trigger] = [], definitions: [Definition] = [], classes: [BondClass] = [], steps: [Step],
    exchangeable: [ExchangeableClass] = []
  ) -> Deal {
    Deal(
      name: "small", collateral: [CollateralGroup(name: "pool", interestTo: "cash", principalTo: "cash")],
      bonds: bonds + [DealBond(name: "R", balance: 0)], classes: classes,
      accounts: [DealAccount(name: "cash")] + accounts, fees: fees, swaps: swaps, triggers: triggers,
      definitions: definitions, waterfall: steps + [Step(.release(Release(from: "cash", to: "R")))],
      exchangeable: exchangeable)
  }

  /// A pool told month by month: what it pays, and what it loses.
  static func pool(
    _ balance: Double, interest: [Double], principal: [Double], loss: [Double]? = nil
  ) -> CollateralFlows {
    var flows = CollateralFlows(openingBalance: balance, months: principal.count)
    var left = balance
    for month in principal.indices {
      flows.interest[month] = interest[month]
      flows.scheduledPrincipal[month] = principal[month]
      flows.loss[month] = loss?[month] ?? 0
      flows.defaults[month] = flows.loss[month]
      left -= principal[month] + flows.loss[month]
      flows.balance[month] = left
    }
    return flows
  }

  static func run(
    _ deal: Deal, _ pool: CollateralFlows, series: [String: [Double]] = [:], isExplained: Bool = false
  ) throws -> DealRun {
    try Waterfall(deal).run(DealInputs(collateral: ["pool": pool], series: series), isExplained: isExplained)
  }
}
