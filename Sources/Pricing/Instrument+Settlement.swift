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
    case .floatingNote(let note):
      return note.leg.settlementDate(tradedOn: date, days: note.settlementDays)
    case .perpetualFloater(let note):
      return note.leg.settlementDate(tradedOn: date, days: note.settlementDays)
    case .structuredNote(let note):
      return note.leg.settlementDate(tradedOn: date, days: note.settlementDays)
    case .assetBacked(.agencyPool(let pool)):
      return BusinessCalendar(.usGovernmentBond).advance(date, businessDays: pool.settlementDays)
    case .assetBacked(.toBeAnnounced(let trade)): return max(date, trade.settlementDate)
    case .assetBacked(.dealTranche(let tranche)):
      return BusinessCalendar(.usGovernmentBond).advance(date, businessDays: tranche.settlementDays)
    case .amortisingLoan, .variableLoan, .fxForward, .derivative, .unsupported: return date
    }
  }
}

extension CouponLeg {
  fileprivate func settlementDate(tradedOn date: CivilDate, days: Int) -> CivilDate {
    max(BusinessCalendar(calendar).advance(date, businessDays: days), start)
  }
}

extension FixedBond {
  fileprivate func settlementDate(tradedOn date: CivilDate) -> CivilDate {
    let convention = BondConvention.of(convention)
    let usual = BusinessCalendar(convention.calendar).advance(date, businessDays: convention.settlementDays)
    return max(usual, datedDate)
  }
}
