public import Collateral
import JSONDocuments

/// A model of pools of loans, of whichever kind its file holds.
public enum CollateralModel: Sendable, Hashable {
  case prepayment(PrepaymentModel)
  case `default`(DefaultModel)
  case severity(SeverityModel)
  case mortgageRate(MortgageRateModel)

  enum Kind: Hashable {
    case prepayment, `default`, severity, mortgageRate

    /// By members that only one kind has; `nil` where there is none.
    init?(_ document: JSONValue) {
      guard case .object(let object) = document else { return nil }
      for member in object.members {
        switch member.name {
        case "richard_roll", "turnover_and_refinancing": self = .prepayment
        case "hazard", "roll_rates": self = .default
        case "sale_discount": self = .severity
        case "intercept": self = .mortgageRate
        default: continue
        }
        return
      }
      return nil
    }
  }

  /// What there is one of in a market.
  struct Identity: Hashable {
    let kind: Kind
    let name: String
  }

  var identity: Identity {
    switch self {
    case .prepayment(let model): return Identity(kind: .prepayment, name: model.name)
    case .default(let model): return Identity(kind: .default, name: model.name)
    case .severity(let model): return Identity(kind: .severity, name: model.name)
    case .mortgageRate: return Identity(kind: .mortgageRate, name: "a model of mortgage rates")
    }
  }
}
