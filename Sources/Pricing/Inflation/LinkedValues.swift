import CashFlows
import Glibc
import MarketData

/// A linked bond's value and its derivatives under every scenario, per unit of quantity.
struct LinkedValues: ContractAmounts {
  /// What a buyer who settles on the settlement day gets, discounted to the valuation date.
  let quoted: BaseAndScenarios
  private let indexed: IndexedFlows
  let value: BaseAndScenarios
  let dollarDuration: BaseAndScenarios
  let dollarConvexity: BaseAndScenarios
  private let keyRates: [BaseAndScenarios]
  /// Change of value for a parallel rise of the breakevens, per 1.00 of rate.
  let dollarInflation: BaseAndScenarios

  init(
    _ indexed: IndexedFlows, _ placement: ContractPlacement, _ placed: PlacedContracts,
    in context: PricingContext
  ) {
    self.indexed = indexed
    let keys = context.request.keyRateTenors.count
    let stride = indexed.stride
    let columns = 1 + context.markets.scenarioCount
    let quotedWeights = placed.quotedWeights(placement)
    // Value, quoted value, dollar duration, dollar convexity, inflation, key rates.
    var sums = [Double](repeating: 0, count: (5 + keys) * stride)
    placement.table.matrix.withUnsafeRows { discounts in
      sums.withUnsafeMutableBufferPointer { sums in
        for (row, flow) in placement.flows.enumerated() {
          let years = placed.years[flow]
          let weight = placed.weights[flow]
          let quotedWeight = quotedWeights[row]
          let tents = (0..<keys).map { context.tents.weight($0, at: years) * years }
          let table = discounts + Int(placed.rows[flow]) * stride
          for column in 0..<columns {
            let discount = table[column] * indexed.growth[row * stride + column]
            let value = weight * discount
            sums[column] += value
            sums[stride + column] += quotedWeight * discount
            sums[2 * stride + column] += value * years
            sums[3 * stride + column] += value * years * years
            sums[4 * stride + column] += value * indexed.sensitivities[row * stride + column]
            for (key, tent) in tents.enumerated() where tent != 0 {
              sums[(5 + key) * stride + column] += value * tent
            }
          }
        }
      }
    }
    func row(_ index: Int) -> BaseAndScenarios {
      BaseAndScenarios(sums, start: index * stride, hasScenarios: true)
    }
    value = row(0)
    quoted = row(1)
    dollarDuration = row(2)
    dollarConvexity = row(3)
    dollarInflation = row(4)
    keyRates = (0..<keys).map { row(5 + $0) }
  }

  func dollarDuration(key: Int) -> BaseAndScenarios { keyRates[key] }

  /// What a payment comes to under a scenario over what it comes to in the base market.
  func growth(_ payment: Int, scenario: Int) -> Double {
    indexed.growth[payment * indexed.stride + 1 + scenario]
  }
}
