import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

/// Marked positions reprice to their mark, and edge cases give a value or a reason, never a non-number.
@Suite struct MarkTests {
  @Test(arguments: [0.5, 5.0, 42.0, 96.5, 100.0, 131.25, 300.0])
  func theBaseCleanPriceIsTheMark(mark: Double) throws {
    let pricer = try Fixtures.pricer([.base], [.cleanPrice, .zSpread, .presentValue])
    for curve in [nil, "USD.CORPORATE"] {
      let block = pricer.price([
        Fixtures.position(try Fixtures.bond(), quantity: 1_000_000, mark: mark, spreadCurve: curve)
      ]).results
      let row = try #require(cells(block, positions: 1).first)
      // 1e-9 per 100: the solver stops within 1e-15 of spread, times a duration of at most 10 years.
      #expect(try abs(#require(row[.cleanPrice]?.value) - mark) <= 1e-9)
      #expect(try #require(row[.zSpread]?.value).isFinite)
    }
  }

  @Test func zSpreadRepricesTheValueOnTheCurveAlone() throws {
    let pricer = try Fixtures.pricer([.base, Fixtures.parallel(80)], [.presentValue, .zSpread])
    let marked = pricer.price([
      Fixtures.position(try Fixtures.bond(), quantity: 100, mark: 88, spreadCurve: "USD.CORPORATE")
    ]).results
    for scenario in 0..<2 {
      let spread = marked.values[2 + scenario]
      let again = pricer.price([Fixtures.position(try Fixtures.bond(), quantity: 100, spread: spread)])
        .results
      #expect(abs(again.values[scenario] - marked.values[scenario]) <= 1e-10 * 100)
    }
  }

  @Test func aMarkNoSpreadCanReachHasAReason() throws {
    let pricer = try Fixtures.pricer([.base], [.presentValue])
    let block = pricer.price([
      Fixtures.position(try Fixtures.bond(maturity: "2023-06-15"), quantity: 1, mark: 900)
    ]).results
    #expect(cell(block, row: 0, scenario: 0).reason?.code == .didNotConverge)
  }

  @Test func aMaturedBondIsWorthNothingAndHasNoYield() throws {
    let pricer = try Fixtures.pricer([.base], Measure.allCases)
    let row = cells(
      pricer.price([Fixtures.position(try Fixtures.bond(maturity: "2023-03-15"), quantity: 1e6)]).results,
      positions: 1)[0]
    #expect(row[.presentValue]?.value == 0)
    #expect(row[.dv01]?.value == 0)
    #expect(row[.yield]?.reason?.code == .notApplicable)
  }

  @Test func aBondThatMaturesBeforeSettlementKeepsItsValueWithoutAQuote() throws {
    let pricer = try Fixtures.pricer([.base], [.presentValue, .cleanPrice])
    let terms = try Fixtures.bond(maturity: "2023-04-03")
    let row = cells(pricer.price([Fixtures.position(terms, quantity: 100)]).results, positions: 1)[0]
    #expect(try #require(row[.presentValue]?.value) > 100)
    #expect(row[.cleanPrice]?.reason?.code == .notApplicable)
  }

  @Test func zeroQuantityIsWorthZeroAndStillQuoted() throws {
    let pricer = try Fixtures.pricer([.base], [.presentValue, .cleanPrice])
    let row = cells(
      pricer.price([Fixtures.position(try Fixtures.bond(), quantity: 0, mark: 97)]).results, positions: 1)[0]
    #expect(row[.presentValue]?.value == 0)
    #expect(try abs(#require(row[.cleanPrice]?.value) - 97) < 1e-9)
  }

  @Test func aMissingCurveIsNamed() throws {
    let pricer = try Fixtures.pricer([.base], [.presentValue, .yield])
    let terms = try Fixtures.bond(currency: Currency("KRW")!)
    let row = cells(pricer.price([Fixtures.position(terms)]).results, positions: 1)[0]
    #expect(row[.presentValue]?.reason?.code == .missingData)
    #expect(row[.presentValue]?.reason?.detail.contains("KRW") == true)
  }

  @Test func unsupportedContractsSaySo() throws {
    let pricer = try Fixtures.pricer([.base], [.presentValue])
    let pool = UnsupportedInstrument(
      productType: .mortgageAssetBacked, description: "agency pool", currency: .usd)
    let row = cells(pricer.price([Fixtures.position(.unsupported(pool))]).results, positions: 1)[0]
    #expect(row[.presentValue]?.reason == Reason(.unsupported, "ABS_MBS: agency pool"))
  }

  @Test func noStoredNumberIsEverNonFinite() throws {
    let pricer = try Fixtures.pricer(
      [.base, Fixtures.parallel(3_000), Fixtures.parallel(-3_000)], Measure.allCases)
    let terms =
      try BondConventionID.allCases.map { try Fixtures.bond(currency: .jpy, convention: $0) } + [
        try Fixtures.bond(coupon: 0), try Fixtures.bond(maturity: "2023-04-04"),
        try Fixtures.bond(maturity: "2073-05-15"),
        try Fixtures.loan(prepaymentRate: 1), try Fixtures.loan(), try Fixtures.forward(),
      ]
    for spread in [-10_000, 0, 100_000] as [Double] {
      for quantity in [1e9, 1e308] {
        let positions = terms.enumerated().map {
          Fixtures.position($1, number: Int32($0), quantity: quantity, spread: spread)
        }
        let block = pricer.price(positions).results
        #expect(block.values.allSatisfy { $0.isFinite })
        #expect(block.rows.indices.map { block.range(ofRow: $0).count }.reduce(0, +) == block.values.count)
      }
    }
  }
}
