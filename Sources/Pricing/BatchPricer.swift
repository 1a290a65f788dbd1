import CashFlows
import Instruments
public import MarketData
public import StructuredDeals

/// Prices batches of positions under every scenario of a market.
///
/// Positions are handed to the families of their products, each of which values all of its own at once; their results
/// come back in the order of the positions. Only what the request asks for is computed. The result of a position does not
/// depend on the batch it came in.
public struct BatchPricer: Sendable {
  let context: PricingContext
  private let additional: [any AdditionalFamily]
  /// `nil` when none of its measures is asked for.
  private let derived: DerivedMeasures?

  /// The most bytes that what contracts with projected coupons have in common takes while a batch is priced.
  public static let productTableBytes = ProjectedFlows.tableBytes

  /// About what paths of rates for pools and deals take while a batch is priced: 1,024 paths of 40 years, three times where volatility is
  /// moved, with discount factors, mortgage rates and an index on them.
  public static let simulationBytes = 64 << 20

  /// - Parameters:
  ///   - deals: those that bonds of securitisations name, by id.
  ///   - additional: Families that are asked before those that come with Tenor.
  ///   - kept: What is kept from batch to batch, also for measures worked out from others, is in it; 512 MiB of its own otherwise.
  public init(
    markets: any ScenarioMarketSource, request: PricingRequest, deals: [String: DealPackage] = [:],
    additional: [any AdditionalFamily] = [], kept: KeptMemory = KeptMemory()
  ) {
    self.init(markets, request, deals, additional, movesAreSmall: false, kept: kept)
  }

  /// - Parameter movesAreSmall: as in `PricingContext`.
  init(
    _ markets: any ScenarioMarketSource, _ request: PricingRequest, _ deals: [String: DealPackage],
    _ additional: [any AdditionalFamily], movesAreSmall: Bool, kept: KeptMemory
  ) {
    context = PricingContext(
      markets: markets, request: request, deals: deals, movesAreSmall: movesAreSmall, kept: kept)
    self.additional = additional
    derived = DerivedMeasures(markets, request, deals, additional, kept: kept)
  }

  /// Prices positions given in ascending position number.
  ///
  /// Never fails as a whole: a position that cannot be valued has a reason in each of its cells.
  public func price(_ positions: [PositionToPrice]) -> PricedBatch {
    let positions = valued(positions)
    let batch = priceByFamilies(positions)
    guard let derived else { return batch }
    return PricedBatch(
      results: derived.completed(
        batch.results, positions, into: context.results(reserving: positions.count)),
      cashFlows: batch.cashFlows)
  }

  private func priceByFamilies(_ positions: [PositionToPrice]) -> PricedBatch {
    let places = positions.map { familyPlace($0.instrument.terms) }
    guard let first = places.first else {
      return PricedBatch(results: context.results(reserving: 0), cashFlows: CashFlowColumns())
    }
    // Tasks hold one product type, so this is what nearly always happens.
    if places.allSatisfy({ $0 == first }) { return family(at: first).price(positions, in: context) }
    let parts = Set(places).sorted().map { place in
      let own = positions.indices.filter { places[$0] == place }
      return (own, family(at: place).price(own.map { positions[$0] }, in: context))
    }
    return joined(parts, positions)
  }

  /// Contracts without maturity that are valued to a call as those that end there; without a copy where there are none.
  private func valued(_ positions: [PositionToPrice]) -> [PositionToPrice] {
    let hasPerpetual = positions.contains {
      switch $0.instrument.terms {
      case .perpetualBond, .perpetualFloater: true
      default: false
      }
    }
    return hasPerpetual ? positions.map { $0.asValued(on: context.markets.valuationDate) } : positions
  }

  /// Where the family that values `terms` stands: additional families first.
  private func familyPlace(_ terms: Instrument) -> Int {
    additional.firstIndex { $0.covers(terms) } ?? additional.count + terms.kind.family.rawValue
  }

  private func family(at place: Int) -> any ProductFamily {
    if place < additional.count { return additional[place] }
    guard let standard = StandardFamily(rawValue: place - additional.count) else {
      preconditionFailure("a place is of a family")
    }
    return standard.family
  }

  /// The results of several families in the order of the positions.
  private func joined(_ parts: [(positions: [Int], batch: PricedBatch)], _ positions: [PositionToPrice])
    -> PricedBatch
  {
    var partOfPosition = [(part: Int, place: Int)](repeating: (0, 0), count: positions.count)
    for (part, content) in parts.enumerated() {
      for (place, position) in content.positions.enumerated() { partOfPosition[position] = (part, place) }
    }
    var results = context.results(reserving: positions.count)
    var flows = CashFlowColumns()
    var next = [(row: Int, gap: Int)](repeating: (0, 0), count: parts.count)
    for (index, position) in positions.enumerated() {
      let (part, place) = partOfPosition[index]
      let block = parts[part].batch.results
      let first = next[part].row
      var end = first
      while end < block.rows.count, block.rows[end].positionNumber == position.number { end += 1 }
      next[part] = (end, results.append(first..<end, of: block, gap: next[part].gap))
      flows.appendContract(place, of: parts[part].batch.cashFlows)
    }
    return PricedBatch(results: results, cashFlows: flows)
  }
}
