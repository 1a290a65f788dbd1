public import MarketData
import CashFlows
import DatesAndConventions
import Instruments

/// Prices batches of positions under every scenario of a market.
///
/// Terms become flows in flat columns; each curve pair's discount factors become one [day × scenario] table shared by
/// the batch; every linear measure is then a weighted sum of table rows. Only what the request asks for is computed.
/// The result of a position does not depend on the batch it came in.
public struct BatchPricer: Sendable {
  let markets: any ScenarioMarketSource
  let request: PricingRequest
  let tents: KeyRateTents

  public init(markets: any ScenarioMarketSource, request: PricingRequest) {
    self.markets = markets
    self.request = request
    self.tents = KeyRateTents(request.keyRateTenors)
  }

  /// Prices positions given in ascending position number.
  ///
  /// Never fails as a whole: a position that cannot be valued has a reason in each of its cells.
  public func price(_ positions: [PositionToPrice]) -> PricedBatch {
    var flows = CashFlowColumns()
    var settlements: [Int32] = []
    settlements.reserveCapacity(positions.count)
    let valuation = markets.valuationDate
    for position in positions {
      CashFlowGenerator.append(position.instrument.terms, after: valuation, to: &flows)
      settlements.append(position.instrument.terms.settlementDate(tradedOn: valuation).dayNumber)
    }
    let tables = discountTables(positions, flows: flows, settlements: settlements)

    var results = ResultBlock(scenarioCount: markets.scenarioCount)
    for (index, position) in positions.enumerated() {
      switch position.instrument.terms {
      case .fixedBond(let bond):
        priceBond(
          position, bond: bond, flows: flows, range: flows.flows(of: index), settlement: settlements[index],
          tables: tables, into: &results)
      case .amortisingLoan(let loan):
        priceLoan(
          position, loan: loan, flows: flows, range: flows.flows(of: index), settlement: settlements[index],
          tables: tables, into: &results)
      case .fxForward(let forward):
        priceForward(position, forward: forward, tables: tables, into: &results)
      case .unsupported(let contract):
        appendAll(
          position, reason: Reason(.unsupported, "\(contract.productType.rawValue): \(contract.description)"),
          into: &results)
      }
    }
    return PricedBatch(results: results, cashFlows: flows)
  }

  /// The measures of the request that have a value per scenario, in the order of `Measure.allCases`.
  var valueMeasures: [Measure] {
    Measure.allCases.filter { $0 != .cashFlows && request.measures.contains($0) }
  }

  /// The factors under which a measure is stored for any instrument without a value of its own.
  func factors(of measure: Measure, _ position: PositionToPrice) -> [String] {
    guard measure == .keyRateDV01 else { return [""] }
    let currency = position.instrument.terms.currency
    return request.keyRateTenors.map { PricingRequest.keyRateFactor(currency, $0) }
  }

  /// Gives every requested cell of a position the same reason.
  func appendAll(_ position: PositionToPrice, reason: Reason, into results: inout ResultBlock) {
    for measure in valueMeasures {
      append(position, measure, reason: reason, into: &results)
    }
  }

  /// Gives a measure of a position one reason, for each of its factors.
  func append(
    _ position: PositionToPrice, _ measure: Measure, reason: Reason, into results: inout ResultBlock
  ) {
    for factor in factors(of: measure, position) {
      results.append(
        ResultBlock.Row(positionNumber: position.number, measure: measure, factor: factor), reason: reason)
    }
  }
}

typealias TableResult = Result<DiscountTable, MissingMarketData>

extension BatchPricer {
  /// One table per curve pair that the batch needs, over the days it needs.
  private func discountTables(_ positions: [PositionToPrice], flows: CashFlowColumns, settlements: [Int32])
    -> [DiscountKey: TableResult]
  {
    var days: [DiscountKey: [Int32]] = [:]
    let valuation = markets.valuationDate.dayNumber
    for (index, position) in positions.enumerated() {
      let record = position.instrument
      switch record.terms {
      case .fixedBond, .amortisingLoan:
        let range = flows.flows(of: index)
        if range.isEmpty { continue }
        let key = DiscountKey(currency: record.terms.currency, spreadCurve: record.spreadCurve)
        days[key, default: []].append(contentsOf: flows.payDays[range])
        days[key, default: []].append(settlements[index])
        if record.spreadCurve != nil, request.measures.contains(.zSpread) {
          let curveAlone = DiscountKey(currency: record.terms.currency, spreadCurve: nil)
          days[curveAlone, default: []].append(contentsOf: flows.payDays[range])
        }
      case .fxForward(let forward):
        guard forward.settlementDate.dayNumber > valuation else { continue }
        for currency in [forward.buyCurrency, forward.sellCurrency] {
          days[DiscountKey(currency: currency, spreadCurve: nil), default: []].append(
            forward.settlementDate.dayNumber)
        }
      case .unsupported: continue
      }
    }
    return days.reduce(into: [:]) { tables, entry in
      tables[entry.key] = TableResult { () throws(MissingMarketData) in
        try DiscountTable(entry.key, days: entry.value, markets: markets)
      }
    }
  }
}
