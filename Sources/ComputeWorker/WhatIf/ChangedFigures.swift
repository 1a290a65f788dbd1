import DatesAndConventions
import PostgresStore
import Pricing
import RiskAnalytics
import RunRecords

/// The figures of a run as changes of its book would make them: totals of nodes that changed from the outcome, all others
/// as they are stored, and concentrations with the changed positions taken out of their groups and put into others.
struct ChangedFigures: LimitFigureSource {
  private let stored: StoredFigures
  private let after: [String: [NodeTotal]]
  private let holdings: [ChangedHolding]

  init(_ stored: StoredFigures, _ outcome: WhatIfOutcome) {
    self.stored = stored
    after = Dictionary(grouping: outcome.after.filter { $0.productType == nil }, by: \.node)
    holdings = outcome.holdings
  }

  var currency: Currency { stored.currency }
  var measures: [Measure] { stored.measures }

  func ordinal(of scenario: String) -> Int? { stored.ordinal(of: scenario) }

  func hasNode(_ node: String) throws -> Bool {
    guard let totals = after[node], !node.isEmpty else { return try stored.hasNode(node) }
    return totals.contains { $0.positionCount > 0 }
  }

  func totals(node: String, measure: Measure) throws -> [NodeResult] {
    guard let totals = after[node] else { return try stored.totals(node: node, measure: measure) }
    // A run without any position of a measure has no total of it.
    return totals.filter { $0.measure == measure && $0.positionCount > 0 }.map { NodeResult($0) }
  }

  func concentration(node: String, by attribute: RiskAttribute, limit: Int) throws -> Concentration {
    let concerned = holdings.filter { $0.isUnder(node) }
    guard !concerned.isEmpty else {
      return try stored.concentration(node: node, by: attribute, limit: limit)
    }
    let whole = try stored.concentration(node: node, by: attribute, limit: Int(Int32.max))
    var groups = Dictionary(uniqueKeysWithValues: whole.largest.map { ($0.key, $0) })
    var gapCount = whole.gapCount
    for holding in concerned {
      let sign = holding.side == .before ? -1 : 1
      let key = holding.key(attribute, under: node)
      let group = groups[key] ?? Concentration.Group(key: key, amount: 0, positionCount: 0)
      groups[key] = Concentration.Group(
        key: key, amount: group.amount + Double(sign) * (holding.amount ?? 0),
        positionCount: group.positionCount + sign)
      if attribute.isRolledUp ? holding.hasGap : holding.amount == nil { gapCount += sign }
    }
    return Concentration(
      groups: groups.values.filter { $0.positionCount > 0 }, limit: limit, gapCount: gapCount)
  }
}

extension RiskAttribute {
  /// Whether the run's totals tell its groups; these count a position as a gap that lacks a value under any scenario.
  fileprivate var isRolledUp: Bool {
    switch self {
    case .currency, .productType, .node: true
    case .instrument, .issuer, .country, .sector, .rating: false
    }
  }
}
