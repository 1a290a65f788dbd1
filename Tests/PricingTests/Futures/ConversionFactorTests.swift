import DatesAndConventions
import Instruments
import Pricing
import Testing

/// Factors as exchanges have published them.
@Suite struct ConversionFactorTests {
  /// Federal bonds; the second pays its first coupon after 13 months.
  @Test func eurex() {
    func factor(
      _ coupon: Double, _ maturity: String, _ delivery: String, _ notional: Double = 0.06,
      firstPeriod: (start: CivilDate, end: CivilDate)? = nil
    ) -> Double {
      ConversionFactor.eurex(
        coupon: coupon, maturity: date(maturity), delivery: date(delivery), notionalCoupon: notional,
        firstPeriod: firstPeriod)
    }
    #expect(factor(0, "2031-08-15", "2022-09-12") == 0.59455)
    let long = (start: date("2022-07-08"), end: date("2023-08-15"))
    #expect(factor(0.017, "2032-08-15", "2022-09-12", firstPeriod: long) == 0.685182)
    #expect(factor(0, "2032-02-15", "2023-03-10") == 0.594076)
    #expect(factor(0.005, "2028-02-15", "2022-09-12") == 0.751436)
    #expect(factor(0.0125, "2048-08-15", "2023-03-10", 0.04) == 0.565991)
  }

  @Test func cme() {
    func factor(_ coupon: Double, _ maturity: String, _ delivery: String, inQuarters: Bool) -> Double {
      ConversionFactor.cme(
        coupon: coupon, maturity: date(maturity), delivery: date(delivery), inQuarters: inQuarters)
    }
    #expect(factor(0.015, "2010-10-31", "2008-12-01", inQuarters: false) == 0.9229)
    #expect(factor(0.01125, "2012-01-15", "2009-03-01", inQuarters: false) == 0.8747)
    #expect(factor(0.0275, "2013-10-31", "2008-12-01", inQuarters: false) == 0.8653)
    #expect(factor(0.0375, "2018-11-15", "2008-12-01", inQuarters: true) == 0.8357)
    #expect(factor(0.045, "2038-05-15", "2008-12-01", inQuarters: true) == 0.7943)
    // The basket of five-year notes of September 2011.
    let notes = [
      (0.01375, "2015-11-30", 0.8317), (0.02125, "2015-12-31", 0.8565), (0.02, "2016-01-31", 0.8493),
      (0.02125, "2016-02-29", 0.8516), (0.0225, "2016-03-31", 0.8540), (0.02, "2016-04-30", 0.8417),
      (0.0175, "2016-05-31", 0.8292),
    ]
    for (coupon, maturity, published) in notes {
      #expect(factor(coupon, maturity, "2011-09-30", inQuarters: false) == published, "\(maturity)")
    }
  }

  @Test func ice() throws {
    func factor(_ coupon: Double, _ maturity: String, _ delivery: String, _ notional: Double) throws -> Double
    {
      try ConversionFactor.ice(
        coupon: coupon, maturity: date(maturity), delivery: date(delivery), notionalCoupon: notional)
    }
    #expect(try factor(0.01, "2024-04-22", "2022-09-01", 0.03) == 0.9682306)
    #expect(try factor(0.0125, "2027-07-22", "2022-12-01", 0.04) == 0.8845462)
    #expect(try factor(0.045, "2034-09-07", "2022-12-01", 0.04) == 1.0465032)
    #expect(try factor(0.00625, "2050-10-22", "2022-09-01", 0.04) == 0.4330701)
  }

  /// Months are counted in quarters where no bond of the basket is short.
  @Test func basketsTellTheRule() throws {
    func factors(_ maturities: [String]) throws -> [Double] {
      try BondFuture(
        currency: .usd, face: 100_000, delivery: date("2008-12-31"), convention: .usTreasury,
        basket: maturities.map { DeliverableBond(coupon: 0.0375, maturity: date($0)) }
      ).conversionFactors()
    }
    #expect(try factors(["2018-11-15"]) == [0.8357])
    #expect(try factors(["2018-11-15", "2013-10-31"])[0] != 0.8357)
  }
}
