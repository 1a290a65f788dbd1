import DatesAndConventions

/// A waterfall on eight paths at once: the same words as the interpreter of one path, which it is tested against, without its log.
///
/// Only deals of plain parts have one: monthly, over pools, with fees, interest, principal, accretion, transfers, releases and write-offs.
package struct LaneWaterfall: Sendable {
  package typealias Lanes = SIMD8<Double>

  /// What a group brings on the paths in a month; amounts as `CollateralFlows` has them.
  package struct Month: Sendable {
    package var performing = Lanes.zero
    package var inDefault = Lanes.zero
    /// After the servicing fee.
    package var interest = Lanes.zero
    package var penalties = Lanes.zero
    package var scheduled = Lanes.zero
    package var prepayment = Lanes.zero
    package var recovery = Lanes.zero
    package var loss = Lanes.zero
    package var defaults = Lanes.zero
    package var accretion = Lanes.zero

    package init() {}
  }

  /// What a bond got.
  package struct Paid: Sendable {
    package var interest = Lanes.zero
    package var principal = Lanes.zero
    package var residual = Lanes.zero
  }

  let deal: Deal
  let bound: BoundDeal

  /// `nil` for deals that the interpreter has to run path by path.
  package init?(_ waterfall: Waterfall) {
    deal = waterfall.deal
    bound = waterfall.bound
    guard deal.monthsPerPeriod == 1, deal.underlying.isEmpty, deal.collateral.allSatisfy({ $0.bonds == nil }),
      bound.swaps.isEmpty, bound.facilities.isEmpty, bound.triggers.isEmpty,
      bound.accounts.allSatisfy({ $0.interest == nil }), bound.steps.allSatisfy(\.isPlain),
      bound.formulas.allSatisfy({ $0.node.isPlain })
    else { return nil }
  }

  /// Names of the series that formulas use, in the order in which `run` asks for them.
  package var series: [String] { bound.series }

  /// Names of the collateral groups, likewise.
  package var groups: [String] { deal.collateral.map(\.name) }

  /// Runs all months. `months` has each group's; `series` gives a month's values, in the order of `series`; `paid` is handed what every bond got.
  ///
  /// False where a check fails or a formula has no value on any of the paths: the interpreter then says which and why.
  package func run(
    opening: [Lanes], _ months: [[Month]], series: (Int) -> [Lanes], paid: (Int, [Paid]) -> Void
  ) -> Bool {
    var state = LaneState(bound, deal, opening: opening)
    let count = months.map(\.count).max() ?? 0
    for month in 0..<count {
      state.open(
        month, date: deal.firstPayment.map { $0.adding(months: month) },
        before: deal.firstPayment.map { $0.adding(months: month - 1) },
        months.map { month < $0.count ? $0[month] : nil }, series: series(month))
      for step in bound.steps { state.take(step) }
      state.close()
      guard !state.isFaulty else { return false }
      paid(
        month,
        state.bonds.map {
          Paid(interest: $0.interestPaid, principal: $0.principalPaid, residual: $0.residualPaid)
        })
    }
    return true
  }
}

extension BoundStep {
  fileprivate var isPlain: Bool {
    switch action {
    case .payFees, .payInterest, .accrete, .payPrincipal, .transfer, .release, .writeDown, .writeUp:
      return true
    case .settle, .test, .call, .draw, .repay, .purchase: return false
    }
  }

  fileprivate var laneFormulas: [BoundFormula?] {
    switch action {
    case .payPrincipal(let action): return [when, action.amount] + action.rule.laneFormulas
    case .transfer(let action): return [when, action.amount]
    case .writeDown(let action): return [when, action.amount]
    case .writeUp(let action): return [when, action.amount]
    case .payFees, .payInterest, .accrete, .release, .settle, .test, .call, .draw, .repay, .purchase:
      return [when]
    }
  }
}

extension BoundPrincipalRule {
  fileprivate var laneFormulas: [BoundFormula?] {
    switch self {
    case .bond: return []
    case .sequential(let rules), .proRata(let rules): return rules.flatMap(\.laneFormulas)
    case .split(let shares): return shares.flatMap { [$0.share] + $0.rule.laneFormulas }
    case .downTo(let target, let rule): return [target] + rule.laneFormulas
    }
  }
}

extension BoundDeal {
  fileprivate var formulas: [BoundFormula] {
    let own: [BoundFormula?] =
      bonds.flatMap { [$0.coupon, $0.notional] } + accounts.map(\.target) + fees.map(\.amount)
    return (own + steps.flatMap(\.laneFormulas)).compactMap { $0 }
  }
}

extension FormulaNode<Quantity> {
  /// Whether it looks at nothing but what lanes have.
  fileprivate var isPlain: Bool {
    switch self {
    case .number: return true
    case .name(let quantity):
      switch quantity {
      case .swap, .trigger, .facility: return false
      case .collateral(_, .delinquent30), .collateral(_, .delinquent60), .collateral(_, .delinquent90):
        return false
      case .period, .date, .yearFraction, .series, .collateral, .bonds, .account, .fee, .schedule: return true
      }
    case .negative(let node), .not(let node): return node.isPlain
    case .binary(_, let left, let right): return left.isPlain && right.isPlain
    case .choice(let condition, let then, let otherwise):
      return condition.isPlain && then.isPlain && otherwise.isPlain
    case .lowest(let nodes), .highest(let nodes): return nodes.allSatisfy(\.isPlain)
    }
  }
}
