import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

/// Values against QuantLib 1.44: 240 bonds, 80 loans, 40 forwards.
///
/// Tolerance 1e-10 of notional: both sides discount the same flows with the same formula; what differs is the order of
/// additions and how zero rates are interpolated between pillars, both of order 1e-15 per flow.
@Suite struct GoldenPricingTests {
  private func price(_ golden: PricingGolden, measures: [Measure]) throws -> [[Measure: Cell]] {
    let markets = try ScenarioMarkets(
      snapshot: try golden.snapshot(), scenarios: [.base], reportingCurrency: .usd)
    let pricer = BatchPricer(
      markets: markets, request: PricingRequest(measures: measures, reportingCurrency: .usd))
    let positions = try golden.cases.enumerated().map { index, item in
      PositionToPrice(
        number: Int32(index),
        position: Position(
          id: "\(index)", portfolio: "P", instrumentID: "\(index)", quantity: item.kind == "bond" ? 100 : 1,
          spreadBasisPoints: item.spreadBp),
        instrument: InstrumentRecord(id: "\(index)", name: "", terms: try item.terms()))
    }
    return cells(pricer.price(positions).results, positions: golden.cases.count)
  }

  @Test func presentValuesEqualQuantLib() throws {
    let golden = try PricingGolden.load()
    #expect(golden.cases.count >= 300)
    for (item, cells) in zip(golden.cases, try price(golden, measures: [.presentValue])) {
      let value = try #require(cells[.presentValue]?.value, "\(item)")
      #expect(abs(value - item.value) <= 1e-10 * item.notional, "\(item)")
    }
  }

  @Test func parallelDollarDurationsEqualQuantLib() throws {
    let golden = try PricingGolden.load()
    for (item, cells) in zip(golden.cases, try price(golden, measures: [.dv01])) {
      guard let expected = item.dollarDuration else { continue }
      let value = try #require(cells[.dv01]?.value)
      #expect(abs(value + expected * 1e-4) <= 1e-10 * item.notional, "\(item)")
    }
  }

  @Test func cleanPricesAndAccruedEqualQuantLib() throws {
    let golden = try PricingGolden.load()
    for (item, cells) in zip(golden.cases, try price(golden, measures: [.cleanPrice, .accrued])) {
      guard let clean = item.clean, let accrued = item.accrued else { continue }
      #expect(try abs(#require(cells[.cleanPrice]?.value, "\(item)") - clean) <= 1e-8, "\(item)")
      #expect(try abs(#require(cells[.accrued]?.value) - accrued) <= 1e-10, "\(item)")
    }
  }
}
