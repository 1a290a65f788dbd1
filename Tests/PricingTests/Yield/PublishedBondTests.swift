import DatesAndConventions
import Instruments
import Pricing
import Testing

/// Prices and yields that others have published.
@Suite struct PublishedBondTests {
  private func bond(
    _ convention: BondConventionID, _ coupon: Double, _ dated: String, _ maturity: String,
    first: String? = nil,
    frequency: Frequency = .semiannual, endOfMonth: Bool = true
  ) throws -> FixedBond {
    try FixedBond(
      currency: .usd, datedDate: date(dated), maturity: date(maturity), coupon: coupon, frequency: frequency,
      convention: convention, firstCouponDate: first.map { date($0) }, endOfMonth: endOfMonth)
  }

  private func yield(_ bond: FixedBond, _ settlement: String) throws -> BondYield {
    try #require(BondYield(bond, settlement: date(settlement)))
  }

  struct Appendix: Sendable, CustomTestStringConvertible {
    let name: String
    let coupon: Double
    let dated: String
    let maturity: String
    let first: String
    let settlement: String
    let yield: Double
    let accrued: Double
    let price: Double
    var testDescription: String { name }
  }

  /// 31 CFR 356 Appendix B, section II. Published to six places.
  @Test(arguments: [
    Appendix(
      name: "A regular", coupon: 8.75, dated: "1990-05-15", maturity: "2020-05-15", first: "1990-11-15",
      settlement: "1990-05-15", yield: 0.0884, accrued: 0, price: 99.057893),
    Appendix(
      name: "B short first", coupon: 8.5, dated: "1990-04-02", maturity: "1992-03-31", first: "1990-09-30",
      settlement: "1990-04-02", yield: 0.0859, accrued: 0, price: 99.838183),
    Appendix(
      name: "C long first", coupon: 8.5, dated: "1990-03-01", maturity: "1995-05-15", first: "1990-11-15",
      settlement: "1990-03-01", yield: 0.0853, accrued: 0, price: 99.805118),
    Appendix(
      name: "D reopened, regular", coupon: 9.5, dated: "1985-11-15", maturity: "1995-11-15",
      first: "1986-05-15",
      settlement: "1985-11-29", yield: 0.0954, accrued: 0.367403, price: 99.730918),
    Appendix(
      name: "E reopened, regular part of long first", coupon: 10.75, dated: "1985-07-02",
      maturity: "2005-08-15",
      first: "1986-02-15", settlement: "1985-11-04", yield: 0.1047, accrued: 3.672798, price: 102.214586),
    Appendix(
      name: "F reopened, short first", coupon: 10.5, dated: "1983-05-16", maturity: "1991-05-15",
      first: "1983-11-15", settlement: "1983-08-15", yield: 0.1053, accrued: 2.596467, price: 99.777074),
    Appendix(
      name: "G reopened, fractional part of long first", coupon: 9.75, dated: "1988-10-15",
      maturity: "1994-12-15", first: "1989-06-15", settlement: "1988-11-15", yield: 0.0979, accrued: 0.825820,
      price: 99.738045),
  ])
  func treasuryRegulation(example: Appendix) throws {
    let bond = try bond(
      .usTreasury, example.coupon / 100, example.dated, example.maturity, first: example.first)
    let yield = try yield(bond, example.settlement)
    #expect(abs(yield.accrued - example.accrued) <= 5.1e-7)
    #expect(abs(try #require(yield.cleanPrice(yield: example.yield)) - example.price) <= 1.1e-6)
    #expect(abs(try #require(yield.yield(cleanPrice: example.price)) - example.yield) <= 1e-7)
  }

  /// QuantLib `bonds.cpp` testExCouponGilt, verified there with Bloomberg: 8% Treasury 2021 at 103.
  @Test(arguments: [
    ("2013-05-29", 3.8021978, 0.0749518, 5.6760445, 42.1531486),
    ("2013-05-30", -0.1758242, 0.0749618, 5.8928163, 43.7562186),
    ("2013-05-31", -0.1538462, 0.0749599, 5.8901860, 43.7239438),
  ])
  func giltAroundItsExCouponDate(
    settlement: String, accrued: Double, rate: Double, duration: Double, convexity: Double
  ) throws {
    let gilt = try bond(.ukGilt, 0.08, "1996-02-29", "2021-06-07", first: "1996-06-07")
    let yield = try yield(gilt, settlement)
    #expect(abs(yield.accrued - accrued) <= 5.1e-8)
    let solved = try #require(yield.yield(cleanPrice: 103))
    #expect(abs(solved - rate) <= 5.1e-8)
    #expect(abs(yield.modifiedDuration(yield: solved) - duration) <= 1e-6)
    #expect(abs(yield.convexity(yield: solved) - convexity) <= 1e-6)
  }

  /// QuantLib `bonds.cpp` testCached: settlement 23 November 2004.
  @Test func notesOf2004() throws {
    let first = try yield(try bond(.usStreet, 0.025, "2004-10-31", "2006-10-31"), "2004-11-23")
    let solved = try #require(first.yield(cleanPrice: 99.203125))
    #expect(abs(solved - 0.029257) <= 1e-6)
    #expect(
      abs(Compounding.continuous.rate(discountFactor: 1 / (1 + solved / 2), years: 0.5) - 0.029045) <= 1e-6)
    let second = try yield(try bond(.usStreet, 0.035, "2004-11-15", "2009-11-15"), "2004-11-23")
    #expect(abs(try #require(second.yield(cleanPrice: 99.6875)) - 0.035689) <= 1e-6)
  }

  /// QuantLib `bonds.cpp` testThirty360BondWithSettlementOn31st, data from Bloomberg: agency 1.5% August 2018 at par.
  @Test func agencyNoteSettlingOnThe31st() throws {
    let yield = try yield(try bond(.usAgency, 0.015, "2014-02-13", "2018-08-13"), "2017-07-31")
    #expect(abs(yield.accrued - 0.7) <= 1e-12)
    let solved = try #require(yield.yield(cleanPrice: 100))
    #expect(abs(solved - 0.015) <= 1e-4)
    #expect(abs(yield.macaulayDuration(yield: solved) - 1.022) <= 1e-3)
  }

  /// FinancePy `test_bloomberg_us_treasury_example`, Bloomberg print for UST 2⅜% May 2027 settling 21 July 2017.
  ///
  /// Its dirty price and sensitivities take the yield by the Treasury's rule and discount by the street's.
  @Test func treasuryNoteOf2027() throws {
    let street = try yield(try bond(.usStreet, 0.02375, "2010-05-15", "2027-05-15"), "2017-07-21")
    let treasury = try yield(try bond(.usTreasury, 0.02375, "2010-05-15", "2027-05-15"), "2017-07-21")
    #expect(abs(street.accrued - 2.375 / 2 * 67 / 184) <= 1e-13)
    let rate = try #require(treasury.yield(cleanPrice: 99.7808417))
    #expect(abs(rate - 0.0240) <= 5e-5)
    #expect(abs(try #require(street.yield(cleanPrice: 99.7808417)) - 0.0240) <= 5e-5)
    #expect(abs(try #require(street.dirtyPrice(yield: rate)) - 100.2149) <= 5e-5)
    let sensitivity = street.sensitivity(yield: rate)
    #expect(abs(sensitivity.modifiedDuration - 8.6723) <= 5e-5)
    #expect(abs(sensitivity.convexity / 100 - 0.8517) <= 5e-5)
  }

  /// Strata `DiscountingFixedCouponBondProductPricerTest`, all at 4%: prices to 1e-12 of face.
  @Test func strataUSStreet() throws {
    let note = try bond(.usStreet, 0.04625, "2006-11-15", "2016-11-15")
    let early = try yield(note, "2011-08-23")
    #expect(abs(try #require(early.dirtyPrice(yield: 0.04)) - 104.17352500524246) <= 1e-10)
    #expect(abs(early.macaulayDuration(yield: 0.04) - 4.6575232098896215) <= 1e-12)
    let last = try yield(note, "2016-06-08")
    #expect(abs(try #require(last.dirtyPrice(yield: 0.04)) - 100.5635683760684) <= 1e-10)
    #expect(abs(last.macaulayDuration(yield: 0.04) - 0.43478260869565216) <= 1e-12)
  }

  @Test func strataGilt() throws {
    let gilt = try bond(.ukGilt, 0.05, "2002-09-07", "2014-09-07")
    // In the ex-coupon period of the coupon of 7 September.
    let early = try yield(gilt, "2011-09-05")
    #expect(abs(try #require(early.dirtyPrice(yield: 0.04)) - 102.77859038905428) <= 1e-10)
    #expect(abs(early.macaulayDuration(yield: 0.04) - 2.8312260658609163) <= 1e-12)
    let last = try yield(gilt, "2014-06-04")
    #expect(abs(try #require(last.dirtyPrice(yield: 0.04)) - 101.45736043763598) <= 1e-10)
    #expect(abs(last.macaulayDuration(yield: 0.04) - 0.25815217391304346) <= 1e-12)
  }

  @Test func strataBund() throws {
    let bund = try bond(.germanBund, 0.05, "2002-09-07", "2014-09-07", frequency: .annual)
    let early = try yield(bund, "2011-09-07")
    #expect(abs(try #require(early.dirtyPrice(yield: 0.04)) - 102.7750910332271) <= 1e-10)
    #expect(abs(early.macaulayDuration(yield: 0.04) - 2.861462874541554) <= 1e-12)
    let last = try yield(bund, "2014-06-06")
    #expect(abs(try #require(last.dirtyPrice(yield: 0.04)) - 103.9406595790844) <= 1e-10)
  }
}
