import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// QuantLib `test-suite/bonds.cpp`: clean prices on a flat curve of 3%, continuous, Act/360, at 22 November 2004.
///
/// On a flat curve a price depends on the settlement date alone, so each is asked for on a valuation date that settles
/// when QuantLib's bond does. Tolerance 1e-6 per 100, the digits published.
@Suite struct FlatCurveBondTests {
  private static let rate = 0.03

  /// The curve seen from `valuation`, as zero rates by Act/365F.
  private func pricer(valuedOn valuation: String) throws -> BatchPricer {
    let snapshot = MarketSnapshot(
      valuationDate: date(valuation), source: "flat", builtAt: "2004-11-22T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "USD.FLAT", currency: .usd, kind: .zero(.continuous), interpolation: .linearZero,
          points: [CurvePoint(tenor: Tenor(1, .years), rate: Self.rate * 365 / 360)], source: "flat")
      ],
      discountCurves: ["USD": "USD.FLAT"], fxBase: .usd)
    return BatchPricer(
      markets: try ScenarioMarkets(snapshot: snapshot, scenarios: [.base], reportingCurrency: .usd),
      request: PricingRequest(measures: [.cleanPrice, .accrued], reportingCurrency: .usd))
  }

  private func cleanPrice(_ terms: Instrument, valuedOn valuation: String) throws -> Double {
    let block = try pricer(valuedOn: valuation).price([Fixtures.position(terms, quantity: 1)]).results
    return try #require(cells(block, positions: 1)[0][.cleanPrice]?.value)
  }

  /// testCachedZero, where 30 November 2007 and 2006 are business days.
  @Test(arguments: [("2007-11-30", 91.278949), ("2006-11-30", 94.098006)])
  func zeroCouponBonds(maturity: String, price: Double) throws {
    let bond = try Fixtures.bond(
      dated: "2004-11-30", maturity: maturity, coupon: 0, convention: .usStreet, frequency: .once)
    #expect(abs(try cleanPrice(bond, valuedOn: "2004-11-29") - price) <= 1e-6)
  }

  /// testCachedZero and testCachedFixed pay what falls on Sunday 30 November 2008 on the Friday before. Loans state
  /// their own rule for that; bonds pay on the following day.
  @Test(arguments: [(0, 88.551726), (0.02875, 99.298100)])
  func paymentsOfModifiedFollowing(coupon: Double, price: Double) throws {
    let loan = try AmortisingLoan(
      currency: .usd, balance: 100, balanceDate: date("2004-11-30"), firstPaymentDate: date("2005-05-30"),
      maturity: date("2008-11-30"), rate: coupon, frequency: .semiannual, amortisation: .bullet,
      calendar: .usGovernmentBond, paymentConvention: .modifiedFollowing)
    #expect(abs(try cleanPrice(.amortisingLoan(loan), valuedOn: "2004-11-30") - price) <= 1e-6)
  }

  /// testCached, where coupons are paid on their dates, holidays or not: 2½% October 2006 and 3½% November 2009.
  @Test(arguments: [
    (0.025, "2004-10-31", "2006-10-31", 98.943393), (0.035, "2004-11-15", "2009-11-15", 101.986794),
  ])
  func notesPaidOnTheirCouponDates(coupon: Double, dated: String, maturity: String, price: Double) throws {
    let settlement = date("2004-11-23")
    let bond = try FixedBond(
      currency: .usd, datedDate: date(dated), maturity: date(maturity), coupon: coupon,
      frequency: .semiannual, convention: .usStreet)
    let schedule = FixedBondSchedule(bond, after: settlement)
    let dirty = schedule.periods.reduce(0) { sum, period in
      sum + (period.coupon + period.principal)
        * exp(-Self.rate * Double(period.accrualEnd - settlement) / 360)
    }
    #expect(abs(dirty - schedule.accruedInterest(at: settlement) - price) <= 1e-6)
  }
}
