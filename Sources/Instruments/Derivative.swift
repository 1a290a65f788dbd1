public import DatesAndConventions

/// Contracts of the product type DERIVATIVES, told apart by the field `contract`.
public enum Derivative: Sendable, Hashable {
  case fxSwap(FXSwap)
  case creditDefaultSwap(CreditDefaultSwap)
  case inflationSwap(InflationSwap)
  case repo(Repo)
  case bondFuture(BondFuture)
  case swap(InterestRateSwap)
  case forwardRate(ForwardRateAgreement)
  case fxOption(FXOption)
  case nonDeliverableForward(NonDeliverableForward)
  case capFloor(CapFloor)
  case swaption(Swaption)

  /// Raw values are the names in files.
  public enum Contract: String, Sendable, Codable, CaseIterable, Hashable {
    case fxSwap = "FX_SWAP"
    case creditDefaultSwap = "CREDIT_DEFAULT_SWAP"
    case inflationSwap = "INFLATION_SWAP"
    case repo = "REPO"
    case bondFuture = "BOND_FUTURE"
    case swap = "SWAP"
    case forwardRate = "FRA"
    case fxOption = "FX_OPTION"
    case nonDeliverableForward = "NDF"
    case cap = "CAP"
    case floor = "FLOOR"
    case swaption = "SWAPTION"
  }

  public var contract: Contract {
    switch self {
    case .fxSwap: .fxSwap
    case .creditDefaultSwap: .creditDefaultSwap
    case .inflationSwap: .inflationSwap
    case .repo: .repo
    case .bondFuture: .bondFuture
    case .swap: .swap
    case .forwardRate: .forwardRate
    case .fxOption: .fxOption
    case .nonDeliverableForward: .nonDeliverableForward
    case .capFloor(let option): option.kind == .cap ? .cap : .floor
    case .swaption: .swaption
    }
  }

  /// The currency in which values of the contract are stated.
  public var currency: Currency {
    switch self {
    case .fxSwap(let swap): swap.near.valueCurrency
    case .creditDefaultSwap(let swap): swap.currency
    case .inflationSwap(let swap): swap.currency
    case .repo(let repo): repo.currency
    case .bondFuture(let future): future.currency
    case .swap(let swap): swap.valueCurrency
    case .forwardRate(let agreement): agreement.currency
    case .fxOption(let option): option.exchange.valueCurrency
    case .nonDeliverableForward(let forward): forward.exchange.valueCurrency
    case .capFloor(let option): option.leg.currency
    case .swaption(let option): option.swap.valueCurrency
    }
  }

  /// The day of the contract's last payment by its terms; `nil` where they give none.
  public var maturity: CivilDate? {
    switch self {
    case .fxSwap(let swap): return swap.far.settlementDate
    case .creditDefaultSwap(let swap): return swap.maturity
    case .inflationSwap(let swap): return swap.maturity
    case .repo(let repo):
      guard case .until(let end) = repo.term else { return nil }
      return end
    case .bondFuture(let future): return future.delivery
    case .swap(let swap): return swap.maturity
    case .forwardRate(let agreement): return agreement.start
    case .fxOption(let option): return option.exchange.settlementDate
    case .nonDeliverableForward(let forward): return forward.exchange.settlementDate
    case .capFloor(let option): return option.leg.maturity
    case .swaption(let option): return option.swap.maturity
    }
  }
}
