/// A waterfall on eight paths at once: the interpreter of one path (`Waterfall.course`) with numbers of eight, without its log. That no
/// balance is below zero and no cash left with nobody is checked at the end of each period.
///
/// Deals over bonds of a deal that purchases have none: paths of the lower deal end at different periods.
package struct LaneWaterfall: Sendable {
  package typealias Lanes = SIMD8<Double>
  /// What a group brings on the paths in a month.
  package typealias Month = Collections<Lanes>

  /// What a bond got.
  package struct Paid: Sendable {
    package var interest = Lanes.zero
    package var principal = Lanes.zero
    package var residual = Lanes.zero
  }

  /// What a pool brings: months with their opening balances, and whether it begins with loans in default, which cannot be bought.
  package struct Pool: Sendable {
    package let months: [Month]
    package let opensInDefault: Bool

    package init(_ months: [Month], opensInDefault: Bool) {
      self.months = months
      self.opensInDefault = opensInDefault
    }
  }

  private let waterfall: Waterfall
  private let underlying: [LaneWaterfall]

  /// `nil` for deals that the interpreter has to run path by path.
  package init?(_ waterfall: Waterfall) {
    self.waterfall = waterfall
    guard waterfall.underlying.allSatisfy({ !$0.waterfall.purchases }) else { return nil }
    var underlying: [LaneWaterfall] = []
    for lower in waterfall.underlying {
      guard let lanes = LaneWaterfall(lower.waterfall) else { return nil }
      underlying.append(lanes)
    }
    self.underlying = underlying
  }

  /// Names of the series that formulas use.
  package var series: [String] { waterfall.seriesNames }

  /// Names of the pools; those of an underlying deal `X` are named `X.group`.
  package var pools: [String] {
    waterfall.deal.collateral.filter { $0.bonds == nil }.map(\.name)
      + underlying.flatMap { lower in lower.pools.map { "\(lower.waterfall.deal.name).\($0)" } }
  }

  /// Runs all periods. `pools` and `series` are by name; series have one value a period, and the last goes on. `paid` is handed what every
  /// bond of the deal got in a period, from 0.
  ///
  /// False where an input is missing, a check fails or a formula has no value on any of the paths: the interpreter then says which and
  /// why.
  package func run(
    _ pools: [String: Pool], series: [String: [Lanes]], paid: (Int, [Paid]) -> Void
  ) -> Bool {
    run(pools, series: series) { state in
      let goesOn = .!state.hasEnded
      paid(
        state.period.number - 1,
        state.bonds.indices.map { bond in
          Paid(
            interest: state.bonds[bond].interestPaid.taken(where: goesOn),
            principal: state.bonds[bond].principalPaid.taken(where: goesOn),
            residual: state.bonds[bond].residualPaid.taken(where: goesOn))
        })
    }
  }

  func run(
    _ pools: [String: Pool], series: [String: [Lanes]], _ visit: (borrowing DealState<Lanes>) -> Void
  ) -> Bool {
    var lower: [String: [[DealState<Lanes>.Bond]]] = [:]
    for lanes in underlying {
      let name = lanes.waterfall.deal.name
      var bonds = lanes.waterfall.deal.bonds.map { _ in [DealState<Lanes>.Bond]() }
      let isRun = lanes.run(pools.under(name), series: series) { state in
        for bond in bonds.indices { bonds[bond].append(state.bonds[bond]) }
      }
      guard isRun else { return false }
      lower[name] = bonds
    }
    let groups = waterfall.deal.collateral.compactMap { flows($0, pools, lower) }
    let values = waterfall.bound.series.compactMap { series[$0] }
    guard groups.count == waterfall.deal.collateral.count, values.count == waterfall.bound.series.count,
      values.allSatisfy({ !$0.isEmpty })
    else { return false }
    do throws(DealRunError) {
      _ = try waterfall.course(of: groups, series: values, checksSteps: false, visit)
      return true
    } catch {
      return false
    }
  }

  private func flows(
    _ group: CollateralGroup, _ pools: [String: Pool], _ lower: [String: [[DealState<Lanes>.Bond]]]
  ) -> GroupFlows<Lanes>? {
    guard let holdings = group.bonds else {
      guard let pool = pools[group.name] else { return nil }
      let periods = Collections.periods(of: pool.months, monthsPerPeriod: waterfall.deal.monthsPerPeriod)
      let opening = periods.first?.openingBalance ?? .zero
      return GroupFlows(
        periods: periods, template: periods,
        canPurchase: pool.opensInDefault ? .init(repeating: false) : opening .> .zero)
    }
    let held = holdings.compactMap { holding in
      underlying.first { $0.waterfall.deal.name == holding.deal }.flatMap { lanes in
        lanes.waterfall.deal.bonds.firstIndex { $0.name == holding.bond }.flatMap { bond in
          lower[holding.deal].map { (share: holding.share, periods: $0[bond]) }
        }
      }
    }
    let periods = Collections.periods(of: held)
    let opening = periods.first?.openingBalance ?? .zero
    return GroupFlows(periods: periods, template: periods, canPurchase: opening .> .zero)
  }
}

extension [String: LaneWaterfall.Pool] {
  /// Those of an underlying deal.
  fileprivate func under(_ deal: String) -> [String: LaneWaterfall.Pool] {
    reduce(into: [:]) { pools, pool in
      if pool.key.hasPrefix("\(deal).") { pools[String(pool.key.dropFirst(deal.count + 1))] = pool.value }
    }
  }
}

extension Waterfall {
  /// Whether it, or a deal under it, buys collateral.
  fileprivate var purchases: Bool {
    underlying.contains { $0.waterfall.purchases }
      || bound.steps.contains { step in
        if case .purchase = step.action { return true }
        return false
      }
  }
}
