import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Testing

@testable import Pricing

/// The flows behind a value add up to it, and each is its amount times what 1 paid that day is worth.
@Suite struct FlowValueTests {
  private static let scenarios = [
    Scenario.base, Fixtures.parallel(75),
    Scenario(
      id: "ALL",
      shifts: [
        .rates(RateShift(shape: .parallel(basisPoints: -40))),
        .spread(SpreadShift(move: .absolute(basisPoints: 60))), .foreignExchange(FXShift(fraction: 0.05)),
      ]),
  ]

  private static func positions() throws -> [PositionToPrice] {
    [
      Fixtures.position(
        try Fixtures.bond(), number: 0, quantity: 1e6, mark: 96.5, spreadCurve: "USD.CORPORATE"),
      Fixtures.position(try Fixtures.bond(coupon: 0.0125), number: 1, quantity: -2.5e5, spread: 85),
      Fixtures.position(try Fixtures.loan(prepaymentRate: 0.08), number: 2, quantity: 0.4, spread: 150),
      Fixtures.position(try Fixtures.forward(), number: 3, quantity: -3),
      Fixtures.position(try Fixtures.forward(buy: .usd, sell: .eur), number: 4, quantity: 1),
      Fixtures.position(try Fixtures.bond(maturity: "2023-03-15"), number: 5, quantity: 1e6),
    ]
  }

  @Test(arguments: 0..<3)
  func presentValuesOfFlowsAddUpToTheValue(scenario: Int) throws {
    let pricer = try Fixtures.pricer(Self.scenarios, [.presentValue])
    let positions = try Self.positions()
    let block = pricer.price(positions).results
    for (index, position) in positions.enumerated() {
      let values = try pricer.flowValues(position, scenario: scenario).get()
      let stored = block.values[block.range(ofRow: index)][block.range(ofRow: index).lowerBound + scenario]
      // The same terms in another order: a few units in the last place of the largest.
      let scale = values.flows.reduce(0) { $0 + abs($1.presentValue) }
      #expect(abs(values.flows.reduce(0) { $0 + $1.presentValue } - stored) <= 1e-13 * scale)
      #expect(values.currency == position.instrument.terms.currency)
    }
  }

  @Test func aFactorIsTheCurveTimesTheIssueSpread() throws {
    let pricer = try Fixtures.pricer([.base], [.presentValue])
    let position = Fixtures.position(try Fixtures.bond(), quantity: 100, spread: 120)
    let values = try pricer.flowValues(position, scenario: 0).get()
    let market = try Fixtures.snapshot()
    let id = try #require(market.discountCurves["USD"])
    let curve = try #require(try market.zeroCurves()[id])
    #expect(abs(values.issueSpread - 120) <= 1e-12)
    for flow in values.flows {
      let years = Double(flow.payDate - Fixtures.valuationDate) / 365
      let expected = curve.discountFactor(at: years) * exp(-0.012 * years)
      #expect(abs(flow.discountFactor - expected) <= 1e-14)
      #expect(flow.fxRate == 1 && flow.isOwned)
    }
  }

  @Test func issueSpreadsGiveTheMarkBack() throws {
    let pricer = try Fixtures.pricer([.base], [.presentValue])
    let positions = try Self.positions()
    let spreads = pricer.issueSpreads(positions)
    #expect(spreads[3] == nil && spreads[4] == nil && spreads[5] == nil)
    let unmarked = Fixtures.position(
      try Fixtures.bond(), quantity: 1e6, spread: spreads[0], spreadCurve: "USD.CORPORATE")
    let values = [positions[0], unmarked].map { pricer.price([$0]).results.values[0] }
    #expect(abs(values[0] - values[1]) <= 1e-12 * abs(values[0]))
  }

  @Test func issueSpreadsOfFloatingNotesGiveTheMarkBack() throws {
    let note = try QuoteMarket.book()[8].instrument.terms
    let pricer = try QuoteMarket.pricer(QuoteMarket.snapshot, [.presentValue])
    let marked = Fixtures.position(note, quantity: 1e6, mark: 98)
    let spread = try #require(pricer.issueSpreads([marked])[0])
    let unmarked = Fixtures.position(note, quantity: 1e6, spread: spread)
    let values = [marked, unmarked].map { pricer.price([$0]).results.values[0] }
    #expect(spread > 10 && abs(values[0] - values[1]) <= 1e-12 * abs(values[0]))
  }

  @Test func whatHasNoValueHasItsReason() throws {
    let pricer = try Fixtures.pricer([.base], [.presentValue])
    let krw = try #require(Currency("KRW"))
    let unpriced = pricer.flowValues(
      Fixtures.position(try Fixtures.bond(currency: krw), quantity: 1), scenario: 0)
    #expect(throws: CellGap(Reason(.missingData, "discount curve for KRW"))) { try unpriced.get() }
  }
}
