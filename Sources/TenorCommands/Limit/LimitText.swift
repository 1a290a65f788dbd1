import Pricing
import RunRecords

/// Limits as a person reads them.
enum LimitText {
  /// Such as `DV01 under BASE`.
  static func figure(_ figure: LimitFigure) -> String {
    switch figure {
    case .measure(let measure, let factor, let scenario):
      "\(measure.rawValue)\(factor.isEmpty ? "" : " \(factor)") under \(scenario)"
    case .profit(let scenario, let isRelative): "profit under \(scenario)\(isRelative ? ", relative" : "")"
    case .concentration(let attribute, .largest(let count)):
      "share of \(count) largest by \(attribute.rawValue)"
    case .concentration(let attribute, .herfindahl): "Herfindahl index by \(attribute.rawValue)"
    }
  }

  /// Such as `-100,000 to 0 USD`; a side without a bound is open.
  static func bounds(_ definition: LimitDefinition) -> String {
    let (bounds, figure) = (definition.bounds, definition.figure)
    let sides =
      switch (bounds.minimum, bounds.maximum) {
      case (let minimum?, let maximum?): "\(value(minimum, figure)) to \(value(maximum, figure))"
      case (let minimum?, nil): "at least \(value(minimum, figure))"
      case (nil, let maximum?): "at most \(value(maximum, figure))"
      case (nil, nil): ""
      }
    return sides + (definition.currency.map { " \($0)" } ?? "")
  }

  static func value(_ value: Double, _ figure: LimitFigure) -> String {
    switch figure {
    case .measure(let measure, _, _):
      switch measure.display.unit {
      case .rate: NumberText.percent(value, decimals: measure.display.decimals)
      case .amount, .per100, .basisPoints, .years, .yearsSquared, .none:
        NumberText.grouped(value, decimals: measure.display.decimals)
      }
    case .profit(_, let isRelative):
      isRelative ? NumberText.percent(value, decimals: 2) : NumberText.grouped(value)
    case .concentration(_, .largest): NumberText.percent(value, decimals: 2)
    case .concentration(_, .herfindahl): NumberText.fixed(value, decimals: 4)
    }
  }

  static func node(_ path: String) -> String { path.isEmpty ? "everything" : path }

  /// What waits, such as `CHANGE by ann (proposal 3)`.
  static func proposal(_ proposal: LimitProposal?) -> String {
    proposal.map { "\($0.change.rawValue) by \($0.proposedBy) (proposal \($0.number))" } ?? ""
  }

  /// What became of a proposal, and what is in force now.
  ///
  /// - Parameter word: What was done with it, such as `approved`.
  static func outcome(_ word: String, _ limit: LimitRecord) -> [String] {
    var lines = ["\(word): limit \(limit.name) is \(limit.state.rawValue), version \(limit.version)"]
    if limit.state == .active, let definition = limit.definition {
      lines.append("  \(figure(definition.figure)) of \(node(definition.node)), \(bounds(definition))")
    }
    return lines
  }
}
