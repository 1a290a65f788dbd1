import Pricing
import RiskAnalytics
public import RunRecords

/// Works out the figures of limits on one run.
public struct LimitFigures<Source: LimitFigureSource> {
  private let source: Source
  /// Many limits are on one concentration.
  private var concentrations: [String: Concentration] = [:]

  public init(_ source: Source) { self.source = source }

  /// How the run stands against a limit.
  public mutating func finding(_ definition: LimitDefinition) throws -> LimitEvaluation.Finding {
    do {
      if let currency = definition.currency, currency != source.currency {
        throw CellGap(
          Reason(.missingData, "the run reports in \(source.currency), the limit is in \(currency)"))
      }
      guard try source.hasNode(definition.node) else {
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
    guard let ordinal = source.ordinal(of: scenario) else {
      throw CellGap(Reason(.missingData, "the run has no scenario '\(scenario)'"))
    }
    guard source.measures.contains(measure) else {
      throw CellGap(Reason(.missingData, "the run does not have \(measure.rawValue)"))
    }
    guard
      let row = try source.totals(node: node, measure: measure).first(where: {
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
    guard source.measures.contains(.presentValue) else {
      throw CellGap(Reason(.missingData, "the run does not have PV"))
    }
    let found = try source.concentration(
      node: node, by: attribute, limit: ConcentrationStatistic.counts.upperBound)
    concentrations[key] = found
    return found
  }
}
