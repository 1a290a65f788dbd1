public import DatesAndConventions

/// The terms of one contract: what was agreed, nothing about its value.
///
/// A closed sum: every layer switches over it exhaustively, so adding a case makes the compiler list the work.
public enum Instrument: Sendable, Hashable {
  case fixedBond(FixedBond)
  /// A bond with calls, puts or both.
  /// A fixed bond whose payments grow with a price index.
  case linkedBond(InflationLinkedBond)
  case callableBond(CallableBond)
  /// A bond without maturity.
  case perpetualBond(PerpetualBond)
  case floatingNote(FloatingNote)
  /// A floating note without maturity.
  case perpetualFloater(PerpetualFloater)
  case structuredNote(StructuredNote)
  case amortisingLoan(AmortisingLoan)
  /// A loan whose rate or balance moves.
  case variableLoan(VariableLoan)
  case fxForward(FXForward)
  case derivative(Derivative)
  /// Pools of mortgages and bonds of securitisations.
  case assetBacked(AssetBackedSecurity)
  /// A contract that Tenor records and counts but cannot value; its results carry the reason `unsupported`.
  case unsupported(UnsupportedInstrument)

  public var productType: ProductType {
    switch self {
    case .fixedBond: return .fixedBond
    case .linkedBond, .perpetualBond: return .fixedBond
    case .callableBond(let bond): return bond.calls.isEmpty ? .putableBond : .callableBond
    case .floatingNote, .perpetualFloater: return .floatingRate
    case .structuredNote: return .structured
    case .amortisingLoan, .variableLoan: return .amortisingLoan
    case .fxForward: return .fxForward
    case .derivative: return .derivatives
    case .assetBacked: return .mortgageAssetBacked
    case .unsupported(let contract): return contract.productType
    }
  }

  /// The currency in which values of the contract are stated.
  public var currency: Currency {
    switch self {
    case .fixedBond(let bond): return bond.currency
    case .linkedBond(let bond): return bond.bond.currency
    case .callableBond(let bond): return bond.bond.currency
    case .perpetualBond(let bond): return bond.currency
    case .floatingNote(let note): return note.leg.currency
    case .perpetualFloater(let note): return note.leg.currency
    case .structuredNote(let note): return note.leg.currency
    case .amortisingLoan(let loan): return loan.currency
    case .variableLoan(let loan): return loan.loan.currency
    case .fxForward(let forward): return forward.valueCurrency
    case .derivative(let derivative): return derivative.currency
    case .assetBacked(let security): return security.currency
    case .unsupported(let contract): return contract.currency
    }
  }
}
