import DatesAndConventions
import Instruments
public import MarketData
public import StructuredDeals

/// What every family needs to value a batch: the markets of all scenarios, and what is asked.
public struct PricingContext: Sendable {
  public let markets: any ScenarioMarketSource
  public let request: PricingRequest
  /// Deals that bonds of securitisations name, by id.
  public let deals: [String: DealPackage]
  /// What was worked out of them, shared by all batches.
  let keptDeals: [String: KeptDeal]
  /// Discount factors by day and scenario, computed once and shared by all batches.
  public let discounts: DiscountTableCache
  /// Volatilities of rates, each surface made once and shared by all batches.
  let rateSurfaces: RateSurfaceCache
  /// What floating contracts have in common, handed on from batch to batch.
  let products: ProductPool
  let tents: KeyRateTents
  /// Days that have gone by in each column, that of the base market first; empty where none have in any.
  let elapsedDays: [Int]
  /// Whether scenarios move curves by so little that what is simulated may follow its first derivatives.
  let movesAreSmall: Bool
  /// The measures of the request that have values, in the order of `Measure.allCases`. Families leave those that are derived open,
  /// with the reason `.notYet`.
  public let valueMeasures: [Measure]

  init(
    markets: any ScenarioMarketSource, request: PricingRequest, deals: [String: DealPackage] = [:],
    movesAreSmall: Bool, kept: KeptMemory
  ) {
    self.deals = deals
    keptDeals = deals.mapValues { KeptDeal($0, kept) }
    products = ProductPool(kept)
    self.movesAreSmall = movesAreSmall
    self.markets = markets
    self.request = request
    discounts = DiscountTableCache(markets: markets, kept)
    rateSurfaces = RateSurfaceCache(markets, discounts)
    tents = KeyRateTents(request.keyRateTenors)
    let elapsed = markets.elapsedDays
    elapsedDays = elapsed.contains { $0 != 0 } ? elapsed : []
    valueMeasures = Measure.allCases.filter { $0 != .cashFlows && request.measures.contains($0) }
  }

  /// What a number that depends on the days gone by is in each column; empty where none have.
  func elapsed(_ number: (_ days: Int) -> Double) -> [Double] { elapsedDays.map(number) }

  /// An empty block for the results of about `positionCount` positions.
  public func results(reserving positionCount: Int) -> ResultBlock {
    var block = ResultBlock(
      scenarioCount: markets.scenarioCount, baseOnlyMeasures: request.baseOnlyMeasures)
    block.reserveRows(positionCount * valueMeasures.count)
    return block
  }

  /// `FX_DELTA` of a position whose whole value is in its instrument's currency.
  func appendExposure(
    _ position: PositionToPrice, into results: inout ResultBlock, value: (_ scenario: Int) -> Double
  ) {
    let currency = position.instrument.terms.currency
    func row(_ factor: String) -> ResultBlock.Row {
      ResultBlock.Row(positionNumber: position.number, measure: .fxDelta, factor: factor)
    }
    if currency == request.reportingCurrency {
      results.append(row(""), reason: .held(in: currency))
    } else {
      results.append(row(currency.code), value: value)
    }
  }

  /// The factors under which a measure is stored for any instrument without a value of its own.
  func factors(of measure: Measure, _ position: PositionToPrice) -> [String] {
    guard measure.display.factor == .curvePoint else { return [""] }
    let currency = position.instrument.terms.currency
    return request.keyRateTenors.map { PricingRequest.keyRateFactor(currency, $0) }
  }

  /// Gives every requested cell of a position the same reason.
  public func appendAll(_ position: PositionToPrice, reason: Reason, into results: inout ResultBlock) {
    for measure in valueMeasures {
      append(position, measure, reason: reason, into: &results)
    }
  }

  /// Gives a measure of a position one reason, for each of its factors.
  public func append(
    _ position: PositionToPrice, _ measure: Measure, reason: Reason, into results: inout ResultBlock
  ) {
    for factor in factors(of: measure, position) {
      results.append(
        ResultBlock.Row(positionNumber: position.number, measure: measure, factor: factor), reason: reason)
    }
  }
}
