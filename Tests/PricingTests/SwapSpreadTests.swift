import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Spreads over swaps: what they are defined to make equal.
struct SwapSpreadTests {
  /// A bond of a whole number of years from settlement, so that its swap has no broken period.
  private static let settlement = CivilDate(iso: "2023-04-04")!

  private static func bond(coupon: Double) throws -> Instrument {
    .fixedBond(
      try FixedBond(
        currency: .eur, datedDate: CivilDate(iso: "2022-04-04")!, maturity: CivilDate(iso: "2030-04-04")!,
        coupon: coupon, frequency: .annual, convention: .eurobond))
  }

  private static func row(_ position: PositionToPrice, _ measures: [Measure]) throws -> [Measure: Cell] {
    cells(
      try QuoteMarket.pricer(QuoteMarket.snapshot, measures).price([position]).results, positions: 1)[0]
  }

  /// Bought at par with the swap, the bond's coupons pay the floating rate and the spread, which are worth par on the swap curve.
  @Test(arguments: [88.0, 101.5]) func anAssetSwapIsWorthItsPrice(mark: Double) throws {
    let position = Fixtures.position(try Self.bond(coupon: 0.035), quantity: 100, mark: mark)
    let flows = try QuoteMarket.pricer(QuoteMarket.snapshot, [.presentValue])
      .flowValues(position, scenario: 0).get().flows.filter { $0.payDate > Self.settlement }
    let row = try Self.row(position, [.dirtyPrice, .assetSwapSpread])
    let spread = try #require(row[.assetSwapSpread]?.value) / 10_000
    let dirty = try #require(row[.dirtyPrice]?.value)
    let curve = try #require(try QuoteMarket.snapshot.zeroCurves()["EUR.ESTR"])
    func discount(_ day: CivilDate) -> Double {
      curve.discountFactor(at: Double(day - QuoteMarket.date) / 365)
        / curve.discountFactor(at: Double(Self.settlement - QuoteMarket.date) / 365)
    }
    // Per 100 of face.
    let bond = flows.reduce(0) { $0 + $1.amount * discount($1.payDate) }
    var paid = 0.0
    for year in 2024...2030 {
      let (start, end) = (CivilDate(iso: "\(year - 1)-04-04")!, CivilDate(iso: "\(year)-04-04")!)
      paid += spread * 100 * Double(end - start) / 360 * discount(end)
    }
    // Dirty price + value of the spread = value of the bond's payments.
    #expect(abs(dirty + paid - bond) <= 1e-9, "\(dirty) + \(paid), not \(bond)")
  }

  /// The yield less the rate of a swap whose coupons are paid when the bond's are.
  @Test func theISpreadIsOverTheSwapRate() throws {
    let maturity = CivilDate(iso: "2030-03-31")!
    let terms = Instrument.fixedBond(
      try FixedBond(
        currency: .eur, datedDate: CivilDate(iso: "2022-03-31")!, maturity: maturity, coupon: 0.035,
        frequency: .annual, convention: .eurobond))
    let row = try Self.row(Fixtures.position(terms, quantity: 100, mark: 97), [.yield, .iSpread])
    let curve = try #require(try QuoteMarket.snapshot.zeroCurves()["EUR.ESTR"])
    let factors = (2024...2030).map {
      curve.discountFactor(at: Double(CivilDate(iso: "\($0)-03-31")! - QuoteMarket.date) / 365)
    }
    let swap = (1 - factors[6]) / factors.reduce(0, +)
    let yield = try #require(row[.yield]?.value)
    let spread = try #require(row[.iSpread]?.value)
    #expect(abs(spread - (yield - swap) * 10_000) <= 1e-8)
  }

  /// Without a curve of swaps the reason names the currency.
  @Test func withoutSwapsThereIsNoSpread() throws {
    let bond = try Fixtures.bond(currency: .gbp, convention: .ukGilt)
    let row = try Self.row(Fixtures.position(bond, quantity: 100), [.iSpread, .assetSwapSpread])
    for measure in [Measure.iSpread, .assetSwapSpread] {
      #expect(row[measure]?.reason == Reason(.missingData, "index curve for swaps in GBP"))
    }
  }

  /// At the yield to the first call the payments until then and its price are worth the dirty price.
  @Test func theYieldToCallIsThatOfTheBondUntilItsFirstCall() throws {
    func terms(_ maturity: String, _ redemption: Double) throws -> FixedBond {
      try FixedBond(
        currency: .eur, datedDate: CivilDate(iso: "2022-04-04")!, maturity: CivilDate(iso: maturity)!,
        coupon: 0.05, frequency: .annual, convention: .eurobond, redemption: redemption)
    }
    let callable = Instrument.callableBond(
      try CallableBond(
        bond: terms("2033-04-04", 100),
        calls: [
          ExercisePrice(date: CivilDate(iso: "2026-04-04")!, price: 102),
          ExercisePrice(date: CivilDate(iso: "2028-04-04")!, price: 100),
        ]))
    let snapshot = QuoteMarket.snapshot
    let market = MarketSnapshot(
      valuationDate: snapshot.valuationDate, source: "test", builtAt: snapshot.builtAt,
      curves: snapshot.curves, discountCurves: snapshot.discountCurves, fxRates: snapshot.fxRates,
      fxBase: snapshot.fxBase,
      shortRateModels: ["EUR": ShortRateModel(meanReversion: 0.03, volatility: 0.01)],
      indexCurves: snapshot.indexCurves)
    func row(_ terms: Instrument, _ measures: [Measure]) throws -> [Measure: Cell] {
      cells(
        try QuoteMarket.pricer(market, measures).price([Fixtures.position(terms, quantity: 100, mark: 104)])
          .results, positions: 1)[0]
    }
    let toCall = try #require(try row(callable, [.yieldToCall])[.yieldToCall]?.value)
    let ended = try #require(try row(.fixedBond(try terms("2026-04-04", 102)), [.yield])[.yield]?.value)
    #expect(abs(toCall - ended) <= 1e-10)
    let putable = Instrument.callableBond(
      try CallableBond(
        bond: terms("2033-04-04", 100), puts: [ExercisePrice(date: CivilDate(iso: "2028-04-04")!, price: 100)]
      ))
    #expect(
      try row(putable, [.yieldToCall])[.yieldToCall]?.reason
        == Reason(.notApplicable, "no call after settlement"))
  }
}
