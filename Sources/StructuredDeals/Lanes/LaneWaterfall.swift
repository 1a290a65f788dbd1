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
    let interest: Lanes
    let principal: Lanes
    let residual: Lanes

    /// Sums over the paths of discounted cash; what a residual's holder gets counts as interest.
    package func discounted(by discounts: Lanes) -> (interest: Double, principal: Double) {
      ((discounts * (interest + residual)).sumByHalves, (discounts * principal).sumByHalves)
    }
  }

  /// What a pool brings: months with their opening balances, and whether it begins with loans in default, which cannot be bought.
  package struct Pool {
    let months: PeriodFlows<Lanes>
    let opensInDefault: Bool

    /// - Parameter put: puts what a month brings, from 0, in the place of what is there.
    package init(months: Int, opensInDefault: Bool, _ put: @escaping (Int, inout Month) -> Void) {
      self.months = PeriodFlows(count: months, put)
      self.opensInDefault = opensInDefault
    }
  }

  private let waterfall: Waterfall
  private let underlying: [LaneWaterfall]
  /// Of each bond, whether a step pays it what is left over.
  private let getsResidual: [Bool]

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
    getsResidual = waterfall.bound.bonds.indices.map { bond in
      waterfall.bound.steps.contains { step in
        if case .release(let release) = step.action { return release.to == bond }
        return false
      }
    }
  }

  /// Names of the series that formulas use.
  package var series: [String] { waterfall.seriesNames }

  /// Names of the pools; those of an underlying deal `X` are named `X.group`.
  package var pools: [String] {
    waterfall.deal.collateral.filter { $0.bonds == nil }.map(\.name)
      + underlying.flatMap { lower in lower.pools.map { "\(lower.waterfall.deal.name).\($0)" } }
  }

  /// Runs all periods. `pools` and `series` are by name; series have one value a period, and the last goes on. `paid` is handed
  /// period, bond, both from 0, and what the bond got, for bonds that may have got something.
  ///
  /// False where an input is missing, a check fails or a formula has no value on any of the paths: the interpreter then says which and
  /// why.
  package func run(
    _ pools: [String: Pool], series: [String: [Lanes]], paid: (Int, Int, Paid) -> Void
  ) -> Bool {
    run(pools, series: series) { state in
      state.take(where: .!state.hasEnded)
      for bond in state.bonds.indices where !state.bonds[bond].isRetired || getsResidual[bond] {
        paid(
          state.period.number - 1, bond,
          Paid(
            interest: state.ifTaken(state.bonds[bond].interestPaid),
            principal: state.ifTaken(state.bonds[bond].principalPaid),
            residual: state.ifTaken(state.bonds[bond].residualPaid)))
      }
      state.takeEverywhere()
    }
  }

  func run(
    _ pools: [String: Pool], series: [String: [Lanes]], _ visit: (DealState<Lanes>) -> Void
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
      let periods = pool.months.periods(monthsPerPeriod: waterfall.deal.monthsPerPeriod)
      let opening = periods.openingBalance ?? .zero
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
    let periods = PeriodFlows(Collections.periods(of: held))
    let opening = periods.openingBalance ?? .zero
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

extension SIMD8<Double> {
  /// The standard library's sum adds one number after the other.
  fileprivate var sumByHalves: Double {
    let four = lowHalf + highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }
}
