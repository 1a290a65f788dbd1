import DatesAndConventions
import Instruments
import MarketData
import PostgresStore
import Pricing
import RunRecords

/// What one changed position is worth on one side of the changes, and by what it is grouped.
struct ChangedHolding: Sendable {
  enum Side: Sendable { case before, after }

  let side: Side
  let portfolio: String
  let productType: ProductType
  /// ISO 4217 code.
  let currency: String
  let instrumentID: String
  let reference: ReferenceData
  /// Present value under `BASE` in the reporting currency; `nil` without a value or a rate.
  let amount: Double?
  /// Whether it lacks a value under some scenario.
  let hasGap: Bool

  /// - Parameter priced: Results of the positions after the changes.
  static func all(
    of changed: ChangedPositions, priced: ResultBlock, in whatIf: WhatIf, _ connection: PostgresConnection
  ) throws -> [ChangedHolding] {
    let reader = InstrumentReader()
    let reporting = whatIf.reportingCurrency
    func holding(_ side: Side, _ stored: StoredPosition, _ value: (base: Double?, hasGap: Bool)?)
      -> ChangedHolding
    {
      // Element 0 is the base market, element 1 the scenario BASE.
      let rate = Currency(stored.currency).flatMap {
        try? whatIf.context.markets.fxRates(base: $0, quote: reporting)[1]
      }
      return ChangedHolding(
        side: side, portfolio: stored.position.portfolio, productType: stored.productType,
        currency: stored.currency, instrumentID: stored.position.instrumentID,
        reference: ReferenceData(reader.instrument(of: stored, fallback: reporting)),
        amount: value?.base.flatMap { base in rate.map { base * $0 } }, hasGap: value?.hasGap ?? true)
    }
    var values: [Int32: (base: Double?, hasGap: Bool)] = [:]
    let numbers = changed.before.map(\.number)
    try ResultStore(connection).forEachRow(whatIf.run.id, positions: numbers) { row, stored in
      guard row.measure == .presentValue else { return }
      values[row.positionNumber] = (stored.values.first ?? nil, stored.values.contains { $0 == nil })
    }
    let before = changed.before.map { holding(.before, $0, values[$0.number]) }
    let pricedValues = presentValues(priced)
    return before + changed.after.map { holding(.after, $0, pricedValues[$0.number]) }
  }

  private static func presentValues(_ block: ResultBlock) -> [Int32: (base: Double?, hasGap: Bool)] {
    let gaps = Dictionary(grouping: block.gaps, by: \.row)
    var values: [Int32: (base: Double?, hasGap: Bool)] = [:]
    for (index, row) in block.rows.enumerated() where row.measure == .presentValue {
      let gaps = gaps[index] ?? []
      let lacksBase = gaps.contains { $0.scenario == nil || $0.scenario == 0 }
      values[row.positionNumber] = (
        lacksBase ? nil : block.values[block.range(ofRow: index).lowerBound], !gaps.isEmpty
      )
    }
    return values
  }

  /// Whether it is booked at a node or under it.
  func isUnder(_ node: String) -> Bool {
    node.isEmpty || portfolio == node || portfolio.hasPrefix(node + "/")
  }

  /// What it is grouped by under a node; `nil` for what has no such attribute.
  func key(_ attribute: RiskAttribute, under node: String) -> String? {
    switch attribute {
    case .currency: return currency
    case .productType: return productType.rawValue
    case .node:
      guard portfolio != node else { return node }
      let rest = node.isEmpty ? portfolio[...] : portfolio.dropFirst(node.count + 1)
      let child = rest.prefix { $0 != "/" }
      return node.isEmpty ? String(child) : "\(node)/\(child)"
    case .instrument: return instrumentID
    case .issuer: return reference.issuer
    case .country: return reference.country
    case .sector: return reference.sector
    case .rating: return reference.rating
    }
  }
}
