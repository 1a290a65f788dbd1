import CashFlows
import Instruments
public import MarketData

/// Prices batches of positions under every scenario of a market.
///
/// Positions are handed to the families of their products, each of which values all of its own at once; their results
/// come back in the order of the positions. Only what the request asks for is computed. The result of a position does not
/// depend on the batch it came in.
public struct BatchPricer: Sendable {
  let context: PricingContext
  private let additional: [any ProductFamily]
  /// `nil` when none of its measures is asked for.
  private let derived: DerivedMeasures?

  /// - Parameter additional: Families that are asked before those that come with Tenor.
  public init(
    markets: any ScenarioMarketSource, request: PricingRequest, additional: [any ProductFamily] = []
  ) {
    self.init(markets, request, additional, movesAreSmall: false)
  }

  /// - Parameter movesAreSmall: as in `PricingContext`.
  init(
    _ markets: any ScenarioMarketSource, _ request: PricingRequest, _ additional: [any ProductFamily],
    movesAreSmall: Bool
  ) {
    context = PricingContext(markets: markets, request: request, movesAreSmall: movesAreSmall)
    self.additional = additional
    derived = DerivedMeasures(markets, request, additional)
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
    let families = additional + Self.standardFamilies
    let familyOfPosition = positions.map { family($0.instrument.terms) }
    guard let first = familyOfPosition.first else {
      return PricedBatch(results: context.results(reserving: 0), cashFlows: CashFlowColumns())
    }
    // Tasks hold one product type, so this is what nearly always happens.
    if familyOfPosition.allSatisfy({ $0 == first }) { return families[first].price(positions, in: context) }
    var parts: [(positions: [Int], batch: PricedBatch)] = []
    for (index, family) in families.enumerated() {
      let own = positions.indices.filter { familyOfPosition[$0] == index }
      if !own.isEmpty { parts.append((own, family.price(own.map { positions[$0] }, in: context))) }
    }
    return joined(parts, positions)
  }

  /// Perpetual bonds that are valued to a call as the bonds that end there; without a copy where there are none.
  private func valued(_ positions: [PositionToPrice]) -> [PositionToPrice] {
    let hasPerpetual = positions.contains {
      if case .perpetualBond = $0.instrument.terms { true } else { false }
    }
    return hasPerpetual ? positions.map { $0.asValued(on: context.markets.valuationDate) } : positions
  }

  private static let standardFamilies: [any ProductFamily] = [
    ContractFamily(), LinkedFamily(), CallableFamily(), PerpetualFamily(), FloatingNoteFamily(),
    VariableLoanFamily(), StructuredFamily(), ForwardFamily(), SwapFamily(),
    CreditSwapFamily(), PaymentFamily(), BondFutureFamily(), UnsupportedFamily(),
  ]

  /// The place of the family that values `terms`.
  private func family(_ terms: Instrument) -> Int {
    if let place = additional.firstIndex(where: { $0.covers(terms) }) { return place }
    guard let place = Self.standardFamilies.firstIndex(where: { $0.covers(terms) }) else {
      preconditionFailure("a product without a family: \(terms.productType.rawValue)")
    }
    return additional.count + place
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
