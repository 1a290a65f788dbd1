import Collateral
import Testing

@testable import StructuredDeals

/// A deal on eight paths at once beside the interpreter on each of them.
struct LaneComparison {
  let runs: [DealRun]
  /// Of all periods, paths and parts of the deal, those that differ.
  private(set) var faults: [String] = []
  private(set) var isRun = false
  private(set) var periods = 0

  /// The same operations in the same order leave the same bits: nothing may differ at all.
  init(_ waterfall: Waterfall, _ inputs: [DealInputs]) throws {
    let runs = try inputs.map { try waterfall.run($0) }
    self.runs = runs
    let lanes = try #require(LaneWaterfall(waterfall))
    let pools = try LaneComparison.pools(inputs)
    var series: [String: [LaneWaterfall.Lanes]] = [:]
    for (name, values) in inputs[0].series {
      series[name] = values.indices.map { period in
        LaneWaterfall.Lanes(inputs.map { $0.series[name]![period] })
      }
    }
    var (faults, periods) = ([String](), 0)
    #expect(lanes.pools.sorted() == inputs[0].collateral.keys.sorted())
    isRun = lanes.run(pools, series: series) { state in
      periods = state.period.number
      for (path, run) in runs.enumerated() {
        if state.hasEnded[path] != (run.periods < periods) { faults.append("path \(path) ends elsewhere") }
        if periods <= run.periods {
          faults += LaneComparison.differences(state, path, run).map {
            "path \(path), period \(periods): \($0)"
          }
        }
      }
    }
    (self.faults, self.periods) = (faults, periods)
  }

  private static func differences(
    _ state: DealState<LaneWaterfall.Lanes>, _ path: Int, _ run: DealRun
  ) -> [String] {
    let period = state.period.number - 1
    var differences: [String] = []
    func check(_ lanes: LaneWaterfall.Lanes, _ column: [Double], _ what: String) {
      if lanes[path] != column[period] {
        differences.append("\(what) is \(lanes[path]) and not \(column[period])")
      }
    }
    for (bond, flows) in zip(state.bonds, run.bonds) {
      check(bond.balance, flows.balance, "\(flows.name) balance")
      check(bond.interestDue, flows.interestDue, "\(flows.name) interest due")
      check(bond.interestPaid, flows.interest, "\(flows.name) interest")
      check(bond.interestAccreted, flows.accretion, "\(flows.name) accretion")
      check(bond.principalPaid, flows.principal, "\(flows.name) principal")
      check(bond.residualPaid, flows.residual, "\(flows.name) residual")
      check(bond.writtenDown, flows.writtenDown, "\(flows.name) written down")
      check(bond.writtenUp, flows.writtenUp, "\(flows.name) written up")
    }
    for (group, flows) in zip(state.groups, run.collateral) {
      check(group.balance, flows.balance, "\(flows.name) balance")
      check(group.collections.loss, flows.loss, "\(flows.name) loss")
      check(group.purchaseCost, flows.purchaseCost, "\(flows.name) cost of purchases")
    }
    for (fee, flows) in zip(state.fees, run.fees) { check(fee.paid, flows.paid, flows.name) }
    for (swap, flows) in zip(state.swaps, run.swaps) { check(swap.settled, flows.settled, flows.name) }
    for (facility, flows) in zip(state.facilities, run.facilities) {
      check(facility.balance, flows.balance, "\(flows.name) balance")
      check(facility.interestPaid, flows.interestPaid, "\(flows.name) interest")
    }
    for (index, flows) in run.accounts.enumerated() {
      check(state.accounts[index], flows.balance, "\(flows.name) balance")
      check(state.accountInterest[index], flows.interest, "\(flows.name) interest")
    }
    for (trigger, states) in zip(state.triggers, run.triggers)
    where trigger.isTripped[path] != states.isTripped[period] {
      differences.append("\(states.name) is \(trigger.isTripped[path])")
    }
    return differences
  }

  /// Months of pools that are as long on each path.
  private static func pools(_ inputs: [DealInputs]) throws -> [String: LaneWaterfall.Pool] {
    var pools: [String: LaneWaterfall.Pool] = [:]
    for name in inputs[0].collateral.keys {
      let flows = try inputs.map { try #require($0.collateral[name]) }
      func eight(_ value: (CollateralFlows) -> Double) -> LaneWaterfall.Lanes {
        LaneWaterfall.Lanes(flows.map(value))
      }
      var left = eight { $0.openingBalance + $0.openingInDefault }
      let months = (0..<flows[0].months).map { month in
        var brought = LaneWaterfall.Month()
        brought.openingBalance = left
        brought.performing = eight { $0.balance[month] }
        brought.inDefault = eight { $0.inDefault[month] }
        brought.interest = eight { $0.interest[month] - $0.servicingFee[month] }
        brought.penalties = eight { $0.prepaymentPenalty[month] }
        brought.scheduled = eight { $0.scheduledPrincipal[month] }
        brought.prepayment = eight { $0.prepayment[month] }
        brought.recovery = eight { $0.recovery[month] }
        brought.loss = eight { $0.loss[month] }
        brought.defaults = eight { $0.defaults[month] }
        brought.accretion = eight { $0.deferredInterest[month] }
        brought.late.days30 = eight { $0.delinquent30[month] }
        brought.late.days60 = eight { $0.delinquent60[month] }
        brought.late.days90 = eight { $0.delinquent90[month] }
        left = brought.performing + brought.inDefault
        return brought
      }
      pools[name] = LaneWaterfall.Pool(
        months: months.count, opensInDefault: flows[0].openingInDefault > 0
      ) { $1 = months[$0] }
    }
    return pools
  }
}
