public import DatesAndConventions

extension Instrument {
  /// The day of the contract's last payment by its terms; `nil` where there is none or it is not known.
  public var maturity: CivilDate? {
    switch self {
    case .fixedBond(let bond): return bond.maturity
    case .linkedBond(let bond): return bond.bond.maturity
    case .callableBond(let bond): return bond.bond.maturity
    case .floatingNote(let note): return note.leg.maturity
    case .structuredNote(let note): return note.leg.maturity
    case .amortisingLoan(let loan): return loan.maturity
    case .variableLoan(let loan): return loan.loan.maturity
    case .fxForward(let forward): return forward.settlementDate
    case .derivative(let derivative): return derivative.maturity
    case .assetBacked(let security): return security.maturity
    case .perpetualBond, .perpetualFloater, .unsupported: return nil
    }
  }
}
