public import DatesAndConventions

/// Contracts of the product type DERIVATIVES, told apart by the field `contract`.
public enum Derivative: Sendable, Hashable {
  case fxSwap(FXSwap)
  case creditDefaultSwap(CreditDefaultSwap)

  /// Raw values are the names in files.
  public enum Contract: String, Sendable, Codable, CaseIterable, Hashable {
    case fxSwap = "FX_SWAP"
    case creditDefaultSwap = "CREDIT_DEFAULT_SWAP"
  }

  public var contract: Contract {
    switch self {
    case .fxSwap: .fxSwap
    case .creditDefaultSwap: .creditDefaultSwap
    }
  }

  /// The currency in which values of the contract are stated.
  public var currency: Currency {
    switch self {
    case .fxSwap(let swap): swap.near.valueCurrency
    case .creditDefaultSwap(let swap): swap.currency
    }
  }

  /// The day of the contract's last payment by its terms.
  public var maturity: CivilDate {
    switch self {
    case .fxSwap(let swap): swap.far.settlementDate
    case .creditDefaultSwap(let swap): swap.maturity
    }
  }
}
