import CashFlows
import MarketData

/// The linear measures of a batch of bonds and loans: value, dollar duration and its parts by key rate, per unit of
/// quantity, each a sum of weighted table rows.
struct ContractValues {
  private let everyScenario: [Double]
  private let baseOnly: [Double]
  private let columns: WeightColumns
  private let baseColumns: WeightColumns
  private let stride: Int

  /// Which sums are taken over the columns of a table, in this order.
  private struct WeightColumns {
    var hasValue = false
    var hasDollarDuration = false
    var hasDollarConvexity = false
    var keyRates = 0

    var count: Int { firstKeyRate + keyRates }
    var dollarDuration: Int { hasValue ? 1 : 0 }
    var dollarConvexity: Int { dollarDuration + (hasDollarDuration ? 1 : 0) }
    var firstKeyRate: Int { dollarConvexity + (hasDollarConvexity ? 1 : 0) }
  }

  init(_ placed: PlacedContracts, in context: PricingContext) {
    // The convexity of a pool that is delivered later needs its duration.
    let durations = context.request.scope(
      of: .dv01, .cs01, .effectiveDuration, .spreadDuration, .effectiveConvexity)
    let convexities = context.request.scope(of: .effectiveConvexity)
    let keyRates = context.request.scope(of: .keyRateDV01, .keyRateDuration)
    let keys = context.request.keyRateTenors.count
    columns = WeightColumns(
      hasValue: true, hasDollarDuration: durations == .everyScenario,
      hasDollarConvexity: convexities == .everyScenario,
      keyRates: keyRates == .everyScenario ? keys : 0)
    baseColumns = WeightColumns(
      hasDollarDuration: durations == .base, hasDollarConvexity: convexities == .base,
      keyRates: keyRates == .base ? keys : 0)
    stride = context.markets.rowStride
    everyScenario = Self.sums(placed, columns, context.tents, stride: stride, \.matrix)
    baseOnly = Self.sums(placed, baseColumns, context.tents, stride: 4, \.base)
  }

  private static func sums(
    _ placed: PlacedContracts, _ columns: WeightColumns, _ tents: KeyRateTents, stride: Int,
    _ matrix: (DiscountTable) -> DiscountMatrix
  ) -> [Double] {
    guard columns.count > 0 else { return [] }
    var weights = columns.hasValue ? placed.weights : []
    weights.reserveCapacity(columns.count * placed.weights.count)
    if columns.hasDollarDuration {
      for flow in placed.weights.indices { weights.append(placed.weights[flow] * placed.years[flow]) }
    }
    if columns.hasDollarConvexity {
      for flow in placed.weights.indices {
        weights.append(placed.weights[flow] * (placed.years[flow] * placed.years[flow]))
      }
    }
    for key in 0..<columns.keyRates {
      for flow in placed.weights.indices {
        let years = placed.years[flow]
        weights.append(placed.weights[flow] * (years * tents.weight(key, at: years)))
      }
    }
    let flows = PlacedFlows(
      offsets: placed.contracts.flows.offsets, rows: placed.rows, weights: weights,
      weightCount: columns.count)
    var results = [Double](repeating: 0, count: flows.contractCount * columns.count * stride)
    for (table, contracts) in placed.contractsByTable {
      DiscountKernel.revalue(flows, contracts: contracts, on: matrix(table), into: &results)
    }
    return results
  }

  subscript(contract: Int) -> Amounts { Amounts(values: self, contract: contract) }

  /// Those of one contract.
  struct Amounts: ContractAmounts {
    fileprivate let values: ContractValues
    fileprivate let contract: Int

    var value: BaseAndScenarios { values.row(contract, \.hasValue, { _ in 0 }, 0) }
    var dollarDuration: BaseAndScenarios { values.row(contract, \.hasDollarDuration, \.dollarDuration, 0) }
    var dollarConvexity: BaseAndScenarios { values.row(contract, \.hasDollarConvexity, \.dollarConvexity, 0) }
    func dollarDuration(key: Int) -> BaseAndScenarios {
      values.row(contract, { $0.keyRates > 0 }, \.firstKeyRate, key)
    }
  }

  private func row(
    _ contract: Int, _ isIn: (WeightColumns) -> Bool, _ first: (WeightColumns) -> Int, _ index: Int
  ) -> BaseAndScenarios {
    if isIn(columns) {
      return BaseAndScenarios(
        everyScenario, start: (contract * columns.count + first(columns) + index) * stride,
        hasScenarios: true)
    }
    precondition(isIn(baseColumns), "only what is asked for is summed")
    return BaseAndScenarios(
      baseOnly, start: (contract * baseColumns.count + first(baseColumns) + index) * 4,
      hasScenarios: false)
  }
}

/// A number in the base market and under each scenario; or, where no more is wanted, in the base market alone, which
/// then stands for the first scenario.
struct BaseAndScenarios {
  private let storage: [Double]
  private let start: Int
  private let firstScenario: Int
  /// Whether scenarios stand after the base market.
  var hasScenarios: Bool { firstScenario > start }

  init(_ storage: [Double], start: Int, hasScenarios: Bool) {
    self.storage = storage
    self.start = start
    firstScenario = start + (hasScenarios ? 1 : 0)
  }

  /// Where nobody asks for the base market.
  init(scenarios: [Double]) {
    storage = scenarios
    start = 0
    firstScenario = 0
  }

  var base: Double { storage[start] }

  subscript(scenario: Int) -> Double { storage[firstScenario + scenario] }
}
