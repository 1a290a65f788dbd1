import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// What the payments of a linked bond come to in each market, relative to the base market.
struct IndexedFlows {
  /// Payments of the base market, per 1 of face.
  let flows: [Flow]
  /// Rows of `stride` columns, a row for each payment: what it pays there over what it pays in the base market.
  let growth: [Double]
  /// The same layout: relative change of the payment for a parallel move of the breakevens, per 1.00 of rate.
  let sensitivities: [Double]
  let stride: Int
  private let ratios: IndexRatios

  struct Flow {
    let payDay: Int32
    let exDay: Int32
    let interest: Double
    let principal: Double
    let balance: Double
  }

  /// Throws what the market lacks.
  init(
    _ bond: InflationLinkedBond, _ schedule: FixedBondSchedule, _ real: [LinkedFlow],
    markets: any ScenarioMarketSource
  ) throws(MissingMarketData) {
    let ratios = try IndexRatios(bond, references: real.map { bond.reference($0.date) }, markets: markets)
    let stride = markets.rowStride
    var flows: [Flow] = []
    var growth = [Double](repeating: 0, count: real.count * stride)
    var sensitivities = growth
    for (row, flow) in real.enumerated() {
      func payment(_ column: Int) -> (interest: Double, principal: Double, slope: Double) {
        let ratio = ratios.values[row * stride + column]
        let isFloored = flow.isFinal && bond.hasDeflationFloor && ratio < 1
        let principal = flow.principal * (isFloored ? 1 : ratio)
        let indexed = flow.interest * ratio + (isFloored ? 0 : principal)
        return (
          flow.interest * ratio, principal, indexed * ratios.sensitivities[row * stride + column]
        )
      }
      let base = payment(0)
      let total = base.interest + base.principal
      flows.append(
        Flow(
          payDay: flow.payDay, exDay: flow.exDay, interest: base.interest, principal: base.principal,
          balance: flow.balance * ratios.values[row * stride]))
      for column in 0...markets.scenarioCount {
        let there = payment(column)
        let amount = there.interest + there.principal
        growth[row * stride + column] = column == 0 ? 1 : amount / total
        sensitivities[row * stride + column] = there.slope / amount
      }
    }
    self.flows = flows
    self.growth = growth
    self.sensitivities = sensitivities
    self.stride = stride
    self.ratios = ratios
  }
}

/// Values of a bond's index over its base, by reference and market.
struct IndexRatios {
  /// Rows of the market's stride. Rounded as the index says where the value is published.
  private(set) var values: [Double]
  /// Relative, per 1.00 of rate.
  let sensitivities: [Double]
  /// The base, rounded where it is a reference index.
  let base: Double

  /// Throws what the market lacks.
  init(_ bond: InflationLinkedBond, references: [IndexReference], markets: any ScenarioMarketSource)
    throws(MissingMarketData)
  {
    switch bond.base {
    case .value(let value): base = value
    case .date(let date):
      base = try markets.inflationTable(bond.index, [bond.reference(date)]).values[0]
    }
    let table = try markets.inflationTable(bond.index, references)
    let rounding = bond.indexation == .threeMonths ? InflationIndex.of(bond.index).ratioRounding : .none
    values = table.values
    for row in references.indices {
      for column in 0...markets.scenarioCount {
        let ratio = values[row * table.stride + column] / base
        values[row * table.stride + column] = table.isKnown[row] ? rounding.rounded(ratio) : ratio
      }
    }
    sensitivities = table.sensitivities
  }
}
