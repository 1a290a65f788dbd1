import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// What time brings: against sums over flows, and against the market of the later day.
struct TimeMeasureTests {
  private static let date = QuoteMarket.date

  /// A steep curve whose pillars are numbers of days, so that it is the same by tenor on any date.
  private static func market(_ date: CivilDate) -> MarketSnapshot {
    func curve(_ id: String, _ currency: Currency, _ rates: [Double]) -> CurveQuotes {
      CurveQuotes(
        id: id, currency: currency, kind: .zero(.continuous), interpolation: .linearZero,
        points: zip([180, 730, 3_650, 10_950], rates).map { CurvePoint(tenor: Tenor($0, .days), rate: $1) },
        source: "test")
    }
    return MarketSnapshot(
      valuationDate: date, source: "test", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        curve("EUR", .eur, [0.01, 0.02, 0.035, 0.04]), curve("EURIBOR", .eur, [0.015, 0.024, 0.037, 0.041]),
        curve("USD", .usd, [0.05, 0.045, 0.04, 0.035]),
      ],
      spreadCurves: [
        SpreadQuotes(
          id: "BBB", currency: .eur,
          points: [
            SpreadPoint(tenor: Tenor(365, .days), basisPoints: 80),
            SpreadPoint(tenor: Tenor(3_650, .days), basisPoints: 180),
          ], source: "test")
      ],
      discountCurves: ["EUR": "EUR", "USD": "USD"], fxRates: ["USD": 1.1], fxBase: .eur,
      indexCurves: ["EUR-EURIBOR-6M": "EURIBOR"])
  }

  private static func price(_ date: CivilDate, _ measures: [Measure], _ book: [PositionToPrice]) throws
    -> [[Measure: Cell]]
  {
    cells(
      try QuoteMarket.pricer(market(date), measures).price(book).results, positions: book.count)
  }

  /// Contracts without a payment or fixing in the next month.
  private static func book() throws -> [PositionToPrice] {
    let bond = try Fixtures.bond(
      dated: "2022-09-15", maturity: "2031-09-15", currency: .eur, convention: .eurobond, frequency: .annual)
    return [
      Fixtures.position(bond, number: 0, quantity: 100, spread: 75),
      Fixtures.position(bond, number: 1, quantity: 100, spread: 20, spreadCurve: "BBB"),
      Fixtures.position(
        .derivative(
          .forwardRate(
            try ForwardRateAgreement(
              currency: .eur, notional: 1e6, rate: 0.03, index: .eurEuribor6M,
              start: CivilDate(iso: "2024-03-15")!))), number: 2),
      Fixtures.position(
        .fxForward(
          try FXForward(
            buyCurrency: .eur, buyAmount: 1000, sellCurrency: .usd, sellAmount: 1_090,
            settlementDate: CivilDate(iso: "2025-06-30")!, valueCurrency: .usd)), number: 3),
      Fixtures.position(
        .floatingNote(
          try FloatingNote(
            currency: .eur, datedDate: CivilDate(iso: "2023-06-15")!, maturity: CivilDate(iso: "2028-06-15")!,
            coupon: FloatingRate(index: .eurEuribor6M, spread: 0.01))), number: 4, quantity: 500, spread: 40),
    ]
  }

  /// Carry and roll-down together are what the position is worth 30 days later on curves that are the same by tenor, less what it
  /// is worth today.
  @Test func carryAndRollDownAreTheChangeUnderAnUnchangedCurve() throws {
    let book = try Self.book()
    let now = try Self.price(Self.date, [.presentValue, .carry, .rollDown], book)
    let later = try Self.price(Self.date.adding(days: 30), [.presentValue], book)
    for position in book.indices {
      let value = try #require(now[position][.presentValue]?.value)
      let carry = try #require(now[position][.carry]?.value)
      let roll = try #require(now[position][.rollDown]?.value)
      let change = try #require(later[position][.presentValue]?.value) - value
      #expect(
        abs(carry + roll - change) <= 1e-9 * max(abs(value), 1),
        "\(position): \(carry) + \(roll), not \(change)")
      #expect(abs(roll) > 1e-6 * abs(value))
    }
  }

  /// If forwards come true a value grows at the rate to the day and at its spread, whatever is paid when.
  @Test func forwardsThatComeTrueEarnTheRateToTheDay() throws {
    let bond = try Fixtures.bond(
      dated: "2022-04-20", maturity: "2027-04-20", currency: .eur, convention: .eurobond, frequency: .annual)
    let position = Fixtures.position(bond, quantity: 1000, mark: 96)
    let pricer = try QuoteMarket.pricer(Self.market(Self.date), [.presentValue, .theta, .carry])
    let row = cells(pricer.price([position]).results, positions: 1)[0]
    let value = try #require(row[.presentValue]?.value)
    let flows = try pricer.flowValues(position, scenario: 0).get()
    let spread = flows.issueSpread / 10_000
    // The curve is flat at 1% before its first pillar.
    for (measure, days) in [(Measure.theta, 1.0), (.carry, 30)] {
      // Every flow is worth more by the rate and the spread, those paid meanwhile having earned them since.
      let expected = flows.flows.reduce(0) {
        $0 + $1.amount * $1.discountFactor * expm1((0.01 + spread) * days / 365)
      }
      let found = try #require(row[measure]?.value)
      #expect(abs(found - expected) <= 1e-11 * value, "\(measure): \(found), not \(expected)")
    }
  }

  /// Gains of a future are paid daily: forwards that come true bring it nothing.
  @Test func aFutureEarnsItsRollDownAlone() throws {
    let future = try BondFuture(
      currency: .eur, face: 100_000, delivery: CivilDate(iso: "2023-06-12")!, convention: .germanBund,
      basket: [DeliverableBond(coupon: 0.02, maturity: CivilDate(iso: "2032-02-15")!)])
    let measures: [Measure] = [.cleanPrice, .theta, .carry, .rollDown]
    let row = try Self.price(Self.date, measures, [Fixtures.position(.derivative(.bondFuture(future)))])[0]
    #expect(row[.theta] == .value(0) && row[.carry] == .value(0))
    #expect(abs(try #require(row[.rollDown]?.value)) > 1)
  }
}
