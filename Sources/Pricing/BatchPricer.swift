public import MarketData
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
  /// The measures of the request that have a value per scenario, in the order of `Measure.allCases`.
  let valueMeasures: [Measure]
  let needs: ContractNeeds

  public init(markets: any ScenarioMarketSource, request: PricingRequest) {
    self.markets = markets
    self.request = request
    tents = KeyRateTents(request.keyRateTenors)
    valueMeasures = Measure.allCases.filter { $0 != .cashFlows && request.measures.contains($0) }
    needs = ContractNeeds(request.measures)
  }

  /// Prices positions given in ascending position number.
  ///
  /// Never fails as a whole: a position that cannot be valued has a reason in each of its cells.
  public func price(_ positions: [PositionToPrice]) -> PricedBatch {
    let contracts = ContractBatch(positions, valuationDate: markets.valuationDate, needs: needs)
    let tables = DiscountTables(positions, contracts, measures: request.measures, markets: markets)
    var results = ResultBlock(scenarioCount: markets.scenarioCount)
    results.reserveRows(positions.count * valueMeasures.count)
    for (index, position) in positions.enumerated() {
      switch position.instrument.terms {
      case .fixedBond(let bond):
        price(position, index, lastDay: bond.maturity, contracts, tables, into: &results)
      case .amortisingLoan(let loan):
        price(position, index, lastDay: loan.maturity, contracts, tables, into: &results)
      case .fxForward(let forward):
        priceForward(position, forward: forward, tables: tables, into: &results)
      case .unsupported(let contract):
        appendAll(
          position, reason: Reason(.unsupported, "\(contract.productType.rawValue): \(contract.description)"),
          into: &results)
      }
    }
    return PricedBatch(results: results, cashFlows: contracts.flows)
  }

  private func price(
    _ position: PositionToPrice, _ index: Int, lastDay: CivilDate, _ contracts: ContractBatch,
    _ tables: DiscountTables, into results: inout ResultBlock
  ) {
    if let basis = contracts.bases[index] {
      priceContract(
        position, basis: basis, flows: contracts.flows, range: contracts.range(index), tables: tables,
        into: &results)
    } else {
      appendMatured(position, lastDay: lastDay, into: &results)
    }
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
