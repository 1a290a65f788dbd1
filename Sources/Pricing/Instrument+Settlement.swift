public import DatesAndConventions
public import Instruments

extension Instrument {
  /// The day on which a trade made on `date` settles: the market's lag in business days for bonds, but not before a
  /// new bond's dated date; the same day for loans, forwards and derivatives, whose values are stated without a lag.
  public func settlementDate(tradedOn date: CivilDate) -> CivilDate {
    switch self {
    case .fixedBond(let bond): return bond.settlementDate(tradedOn: date)
    case .linkedBond(let bond): return bond.bond.settlementDate(tradedOn: date)
    case .callableBond(let bond): return bond.bond.settlementDate(tradedOn: date)
    case .perpetualBond(let bond): return bond.listedBond(seenFrom: date).settlementDate(tradedOn: date)
    case .floatingNote(let note): return note.settlementDate(tradedOn: date)
    case .amortisingLoan, .variableLoan, .fxForward, .derivative, .unsupported: return date
    }
  }
}

extension FloatingNote {
  fileprivate func settlementDate(tradedOn date: CivilDate) -> CivilDate {
    max(BusinessCalendar(leg.calendar).advance(date, businessDays: settlementDays), leg.start)
  }
}

extension FixedBond {
  fileprivate func settlementDate(tradedOn date: CivilDate) -> CivilDate {
    let convention = BondConvention.of(convention)
    let usual = BusinessCalendar(convention.calendar).advance(date, businessDays: convention.settlementDays)
    return max(usual, datedDate)
  }
}
