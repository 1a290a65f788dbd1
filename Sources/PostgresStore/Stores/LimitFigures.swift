import Pricing
import RiskAnalytics
import RunRecords

/// Works out the figures of limits on one run.
struct LimitFigures {
  private let store: RiskStore
  private let book: RiskStore.Book
  /// Many limits are on one concentration.
  private var concentrations: [String: Concentration] = [:]

  init(_ store: RiskStore, _ book: RiskStore.Book) {
    self.store = store
    self.book = book
  }

  mutating func finding(_ definition: LimitDefinition) throws -> LimitEvaluation.Finding {
    do {
      if let currency = definition.currency, currency != book.currency {
        throw CellGap(
          Reason(.missingData, "the run reports in \(book.currency), the limit is in \(currency)"))
      }
      guard try store.hasNode(book, definition.node) else {
        throw CellGap(Reason(.missingData, "the run has no portfolio '\(definition.node)'"))
      }
      let (value, positions, gaps) = try figure(definition)
      return LimitEvaluation.Finding(
        status: definition.bounds.status(of: value), value: value, reason: nil, positionCount: positions,
        gapCount: gaps)
    } catch let gap as CellGap {
      return LimitEvaluation.Finding(status: .cannotTell, value: nil, reason: gap.reason)
    }
  }

  private mutating func figure(_ definition: LimitDefinition) throws -> (Double, positions: Int, gaps: Int) {
    switch definition.figure {
    case .measure(let measure, let factor, let scenario):
      return try total(definition.node, measure, factor, scenario)
    case .profit(let scenario, let isRelative):
      let after = try total(definition.node, .presentValue, "", scenario)
      let before = try total(definition.node, .presentValue, "", "BASE")
      let profit = after.0 - before.0
      guard isRelative else { return (profit, after.positions, after.gaps) }
      guard before.0 > 0 else {
        throw CellGap(Reason(.notApplicable, "the value under BASE, to divide by, is not positive"))
      }
      return (profit / before.0, after.positions, after.gaps)
    case .concentration(let attribute, let statistic):
      let found = try concentration(definition.node, attribute)
      let value: Double? =
        switch statistic {
        case .largest(let count): found.shareOfLargest(count)
        case .herfindahl: found.herfindahl
        }
      guard let value else {
        throw CellGap(Reason(.missingData, "none of \(found.positionCount) positions has a value"))
      }
      return (value, found.positionCount, found.gapCount)
    }
  }

  /// A node's total under a scenario, and its positions with those left out.
  private func total(
    _ node: String, _ measure: Measure, _ factor: String, _ scenario: String
  ) throws -> (Double, positions: Int, gaps: Int) {
    guard let ordinal = book.ordinal(of: scenario) else {
      throw CellGap(Reason(.missingData, "the run has no scenario '\(scenario)'"))
    }
    guard book.request.pricing.measures.contains(measure) else {
      throw CellGap(Reason(.missingData, "the run does not have \(measure.rawValue)"))
    }
    guard
      let row = try store.totals(book, node: node, measures: [measure]).first(where: {
        $0.key.factor == factor
      })
    else {
      let what = factor.isEmpty ? measure.rawValue : "\(measure.rawValue) \(factor)"
      throw CellGap(Reason(.missingData, "no position has \(what)"))
    }
    let value = try row.total(ordinal, scenarioID: scenario).get()
    return (value, row.positionCount, row.gapCount)
  }

  private mutating func concentration(_ node: String, _ attribute: RiskAttribute) throws -> Concentration {
    let key = "\(attribute.rawValue) \(node)"
    if let known = concentrations[key] { return known }
    guard book.request.pricing.measures.contains(.presentValue) else {
      throw CellGap(Reason(.missingData, "the run does not have PV"))
    }
    let found = try store.concentration(
      book, node: node, by: attribute, quantity: .presentValue, scenario: 0,
      limit: ConcentrationStatistic.counts.upperBound)
    concentrations[key] = found
    return found
  }
}
