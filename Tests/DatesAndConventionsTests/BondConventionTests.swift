import DatesAndConventions
import Testing

@Suite struct BondConventionTests {
  @Test(arguments: BondConventionID.allCases)
  func `every convention has a usable row`(_ id: BondConventionID) {
    let row = BondConvention.of(id)
    #expect(row.id == id)
    #expect(row.frequency != .once)
    #expect((1...2).contains(row.settlementDays))
  }

  @Test func `the treatments that tell markets apart`() {
    #expect(
      BondConvention.of(.usTreasury).yieldRule
        == .compounded(.ofCoupons, firstPeriod: .simple, lastPeriod: .simple))
    #expect(
      BondConvention.of(.usStreet).yieldRule
        == .compounded(.ofCoupons, firstPeriod: .compound, lastPeriod: .simple))
    #expect(
      BondConvention.of(.isma).yieldRule
        == .compounded(.fixed(.annual), firstPeriod: .compound, lastPeriod: .compound))
    #expect(BondConvention.of(.japaneseGovernment).yieldRule == .japaneseSimple)
    #expect(BondConvention.of(.usMunicipal).dayCount == .thirty360BondBasis)
    #expect(BondConvention.of(.usCorporate).dayCount == .thirty360US)
  }

  /// Bloomberg print in QuantLib test-suite/bonds.cpp for the 8% gilt of 7 June 2021: settlement on 29 May 2013 earns
  /// the coupon of 7 June, settlement on 30 May does not.
  @Test func `a gilt settles without its coupon from six business days before`() {
    let row = BondConvention.of(.ukGilt)
    let exDate = row.exCoupon.exCouponDate(
      couponDate: day("2013-06-07"), calendar: BusinessCalendar(row.calendar))
    #expect(exDate == day("2013-05-30"))
    #expect(
      ExCouponRule.none.exCouponDate(couponDate: day("2013-06-07"), calendar: BusinessCalendar(.target))
        == nil)
    #expect(
      ExCouponRule.calendarDays(7).exCouponDate(
        couponDate: day("2013-02-15"), calendar: BusinessCalendar(.target))
        == day("2013-02-08"))
  }
}
