import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Hazard rates of default swaps.
@Suite struct HazardRateTests {
  private typealias Swaps = CreditDefaultSwapTests

  /// The constant rate gives the probability, under every scenario.
  @Test func theyAreAnotherNameOfTheProbability() throws {
    let batch = try Swaps.price(
      Swaps.swaps, [.base, Swaps.rates("UP", 100), Swaps.spreads("WIDER", 80)],
      measures: [.defaultProbability, .hazardRate], quantity: -2)
    for (position, swap) in Swaps.swaps.enumerated() {
      let years = Double(swap.maturity - Swaps.day) / 365
      for scenario in 0..<3 {
        let probability = try Swaps.number(
          batch, .defaultProbability, position: position, scenario: scenario)
        let hazard = try Swaps.number(batch, .hazardRate, position: position, scenario: scenario)
        #expect(hazard > 0 && abs(1 - exp(-hazard * years) - probability) <= 1e-15)
      }
      let wider = try Swaps.number(batch, .hazardRate, position: position, scenario: 2)
      #expect(try wider > Swaps.number(batch, .hazardRate, position: position))
    }
  }

  /// A curve quoted as one hazard rate gives it back; one of two is averaged over time.
  @Test func theyAreTheQuotesOfTheCurve() throws {
    func hazard(_ points: [(String, Double)]) throws -> Double {
      let full = Swaps.market()
      let market = MarketSnapshot(
        valuationDate: Swaps.day, source: "test", builtAt: full.builtAt, curves: full.curves,
        discountCurves: full.discountCurves, fxRates: full.fxRates, fxBase: .eur,
        creditCurves: [
          CreditQuotes(
            id: "ACME", currency: .usd, recovery: 0.4, kind: .hazardRate,
            points: points.map { CreditPoint(tenor: Tenor($0.0)!, quote: $0.1) }, source: "test")
        ])
      return try Swaps.number(
        Swaps.price([Swaps.swap(maturity: "2033-06-20")], market: market, measures: [.hazardRate]),
        .hazardRate)
    }
    #expect(abs(try hazard([("5Y", 0.021)]) - 0.021) <= 1e-16)
    let end = try #require(CreditSwapSchedule.maturity(of: Tenor(5, .years), tradedOn: Swaps.day))
    let first = Double(end - Swaps.day)
    let whole = Double(CivilDate(iso: "2033-06-20")! - Swaps.day)
    let average = (0.01 * first + 0.03 * (whole - first)) / whole
    #expect(abs(try hazard([("5Y", 0.01), ("10Y", 0.03)]) - average) <= 1e-16)
  }

  /// On Sunday the 20th protection is over, and the premium of Monday is still owed.
  @Test func withoutProtectionThereIsNone() throws {
    let day = CivilDate(iso: "2027-06-20")!
    let batch = try Swaps.price(
      [try Swaps.swap(maturity: "2027-06-20")], market: Swaps.market(on: day),
      measures: [.defaultProbability, .hazardRate])
    #expect(try Swaps.number(batch, .defaultProbability) == 0)
    #expect(batch.results.gaps.map(\.reason) == [Reason(.notApplicable, "no protection is left")])
  }

  /// A spread is no credit curve.
  @Test func aBondWithASpreadHasNone() throws {
    let block = try Fixtures.pricer([.base], [.hazardRate]).price([
      Fixtures.position(try Fixtures.bond(), spread: 200)
    ]).results
    #expect(block.gaps.map(\.reason) == [Reason(.notApplicable, "a fixed bond has no HAZARD_RATE")])
  }
}
