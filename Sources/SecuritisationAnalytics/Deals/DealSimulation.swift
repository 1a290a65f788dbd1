public import Collateral
import Models
public import StructuredDeals

/// Cash of all bonds of a deal on simulated paths: on each path its pools are projected and the whole waterfall is run, eight paths at once
/// (`LaneWaterfall`). Eight of which one fails a check are run one by one, which tells what failed.
///
/// Bonds come in the order of the deal, then its exchangeable classes. A period is paid when its last month is. Series of formulas are
/// indices of the paths by name, as they are when the period begins. What a residual's holder gets counts as interest.
public struct DealSimulation: SimulatedAssets {
  /// Loans of a collateral group and how they are expected to pay.
  public struct Group: Sendable {
    public let loans: [PoolLoan]
    public let simulation: CollateralSimulation

    public init(_ loans: [PoolLoan], _ simulation: CollateralSimulation) {
      self.loans = loans
      self.simulation = simulation
    }
  }

  private let waterfall: Waterfall
  /// `nil` for deals that are run path by path.
  let lanes: LaneWaterfall?
  private var groups: [String: Group]
  /// Of formulas that no path moves, by period.
  private let series: [String: [Double]]

  /// - Parameters:
  ///   - groups: by name; those of an underlying deal `X` are named `X.group`.
  ///   - series: values by period of series that are not indices of the paths.
  public init(_ waterfall: Waterfall, groups: [String: Group], series: [String: [Double]] = [:]) {
    self.waterfall = waterfall
    lanes = LaneWaterfall(waterfall)
    self.groups = groups
    self.series = series
  }

  /// Names of what `cash` gives, in its order.
  public var bonds: [String] { waterfall.deal.bonds.map(\.name) + waterfall.deal.exchangeable.map(\.name) }

  public func prepayment(times multiple: Double) -> DealSimulation {
    var deal = self
    deal.groups = groups.mapValues { Group($0.loans, $0.simulation.prepayment(times: multiple)) }
    return deal
  }

  public func cash(
    on rates: SimulatedRates, threads: Int = 1
  ) throws(DealSimulationError) -> [SimulatedCash] {
    let pools = try prepared(rates, threads: threads)
    let sums = try Parallel.map(rates.plan.sets, threads: threads) { set throws(DealSimulationError) in
      var sums = waterfall.deal.bonds.map { _ in SimulatedCash.Sums(months: rates.times.count) }
      let lanes = threads > 1 ? LaneWaterfall(waterfall.unshared) : lanes
      var flows = nothing(of: pools)
      for block in set * rates.plan.blocksPerSet..<(set + 1) * rates.plan.blocksPerSet {
        try project(pools, block: block, &flows)
        for lane in stride(from: 0, to: PathBlock.width, by: LaneWaterfall.Lanes.scalarCount)
        where !addLanes(lanes, flows, lane: lane, block, rates, to: &sums) {
          for lane in lane..<lane + LaneWaterfall.Lanes.scalarCount {
            let path = block * PathBlock.width + lane
            add(try run(flows, lane: lane, path: path, rates), lane: lane, block, rates, to: &sums)
          }
        }
      }
      for bond in sums.indices { sums[bond].scale(1 / Double(rates.plan.blocksPerSet * PathBlock.width)) }
      return sums
    }
    let own = waterfall.deal.bonds.indices.map { bond in
      var cash = SimulatedCash(times: rates.times.payments, sets: rates.plan.sets)
      for set in sums.indices { cash.add(sums[set][bond], set: set) }
      return cash
    }
    return own
      + waterfall.deal.exchangeable.map { exchangeable in
        SimulatedCash.sum(
          exchangeable.parts.compactMap { part in
            waterfall.deal.bonds.firstIndex { $0.name == part.bond }.map { (own[$0], part.share) }
          })
      }
  }

  /// Adds what bonds get on one path.
  private func add(
    _ run: DealRun, lane: Int, _ block: Int, _ rates: SimulatedRates, to sums: inout [SimulatedCash.Sums]
  ) {
    for (bond, flows) in run.bonds.enumerated() {
      for period in 0..<run.periods {
        let month = min((period + 1) * run.monthsPerPeriod, rates.times.count) - 1
        let discount = rates.blocks[block].discounts[month * PathBlock.width + lane]
        sums[bond].interest[month] += discount * (flows.interest[period] + flows.residual[period])
        sums[bond].principal[month] += discount * flows.principal[period]
      }
    }
  }

  /// The same on eight paths at once; false, with nothing added, where the deal, its inputs or a path need the interpreter.
  func addLanes(
    _ lanes: LaneWaterfall?, _ flows: [ProjectedPool], lane: Int, _ block: Int, _ rates: SimulatedRates,
    to sums: inout [SimulatedCash.Sums]
  ) -> Bool {
    guard let lanes else { return false }
    var pools: [String: LaneWaterfall.Pool] = [:]
    for (name, flows) in flows { pools[name] = flows.lanes(from: lane) }
    func row(_ rows: [Double], _ month: Int) -> LaneWaterfall.Lanes {
      rows.withUnsafeBufferPointer {
        UnsafeRawPointer($0.baseAddress! + month * PathBlock.width + lane).loadUnaligned(
          as: LaneWaterfall.Lanes.self)
      }
    }
    let length = waterfall.deal.monthsPerPeriod
    var values: [String: [LaneWaterfall.Lanes]] = [:]
    for name in lanes.series {
      if let place = rates.indexNames.firstIndex(of: name) {
        values[name] = stride(from: 0, to: rates.times.count, by: length).map {
          row(rates.blocks[block].indices[place], $0)
        }
      } else {
        values[name] = series[name]?.map { LaneWaterfall.Lanes(repeating: $0) }
      }
    }
    let discounts = (0..<rates.times.count).map { row(rates.blocks[block].discounts, $0) }
    let months = discounts.count
    var added = [(interest: Double, principal: Double)](repeating: (0, 0), count: sums.count * months)
    let isRun = added.withUnsafeMutableBufferPointer { added in
      lanes.run(pools, series: values) { period, bond, paid in
        let month = min((period + 1) * length, months) - 1
        let (interest, principal) = paid.discounted(by: discounts[month])
        added[bond * months + month].interest += interest
        added[bond * months + month].principal += principal
      }
    }
    guard isRun else { return false }
    for bond in sums.indices {
      for month in 0..<months {
        sums[bond].interest[month] += added[bond * months + month].interest
        sums[bond].principal[month] += added[bond * months + month].principal
      }
    }
    return true
  }

  /// The deal on one path, with everything that a run tells.
  public func run(path: Int, of rates: SimulatedRates) throws(DealSimulationError) -> DealRun {
    let pools = try prepared(rates, threads: 1)
    var flows = nothing(of: pools)
    try project(pools, block: path / PathBlock.width, &flows)
    return try run(flows, lane: path % PathBlock.width, path: path, rates)
  }

  typealias PreparedPool = (name: String, market: PoolMarket, lines: PreparedLines)

  func prepared(
    _ rates: SimulatedRates, threads: Int
  ) throws(DealSimulationError) -> [PreparedPool] {
    var pools: [PreparedPool] = []
    for (name, group) in groups.sorted(by: { $0.key < $1.key }) {
      do throws(CollateralError) {
        let market = try PoolMarket(group.simulation.assumptions, rates, threads: threads)
        pools.append((name, market, try PreparedLines(group.loans, market, tellsLate: true)))
      } catch {
        throw .collateral(group: name, error)
      }
    }
    return pools
  }

  typealias ProjectedPool = (name: String, flows: BlockFlows)

  func nothing(of pools: [PreparedPool]) -> [ProjectedPool] {
    pools.map { (name: $0.name, flows: BlockFlows($0.lines)) }
  }

  /// Puts the flows of a block in the place of another's.
  func project(
    _ pools: [PreparedPool], block: Int, _ flows: inout [ProjectedPool]
  ) throws(DealSimulationError) {
    for (index, (name, market, lines)) in pools.enumerated() {
      var room = [Double](repeating: 0, count: (market.assumptions.liquidationLag + 1) * PathBlock.width)
      do throws(CollateralError) {
        try flows[index].flows.project(lines, block: block, market, &room)
      } catch {
        throw .collateral(group: name, error)
      }
    }
  }

  private func run(
    _ flows: [ProjectedPool], lane: Int, path: Int, _ rates: SimulatedRates
  ) throws(DealSimulationError) -> DealRun {
    var inputs = DealInputs(collateral: [:], series: series)
    for (name, flows) in flows { inputs.collateral[name] = flows.lane(lane) }
    for name in rates.indexNames {
      guard let months = rates.index(name, path: path) else { continue }
      inputs.series[name] = stride(from: 0, to: months.count, by: waterfall.deal.monthsPerPeriod).map {
        months[$0]
      }
    }
    do throws(DealRunError) {
      return try waterfall.run(inputs)
    } catch {
      throw .waterfall(path: path, error)
    }
  }
}

/// Why a deal could not be simulated.
public enum DealSimulationError: Error, Sendable, CustomStringConvertible {
  case collateral(group: String, CollateralError)
  /// Paths count from 0.
  case waterfall(path: Int, DealRunError)

  public var description: String {
    switch self {
    case .collateral(let group, let error): "collateral '\(group)': \(error)"
    case .waterfall(let path, let error): "path \(path): \(error)"
    }
  }
}
