import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

/// Forwards of which only the difference is paid, on the curves of yen and dollars.
@Suite struct NonDeliverableForwardTests {
  private static let measures: [Measure] = [.presentValue, .dv01, .keyRateDV01, .fxDelta, .vega]
  private static let scenarios = [Scenario.base, Fixtures.parallel(50)]

  private static func terms(
    fixing: String, rate: Double? = nil, settlement: String = "2023-06-30", buysYen: Bool = true
  ) throws -> NonDeliverableForward {
    let (yen, dollars) = ((Currency.jpy, 130e6), (Currency.usd, 1e6))
    let (buy, sell) = buysYen ? (yen, dollars) : (dollars, yen)
    return try NonDeliverableForward(
      exchange: FXForward(
        buyCurrency: buy.0, buyAmount: buy.1, sellCurrency: sell.0, sellAmount: sell.1,
        settlementDate: CivilDate(iso: settlement)!, valueCurrency: .usd),
      fixingDate: CivilDate(iso: fixing)!, fixingRate: rate)
  }

  private static func priced(_ terms: Instrument) throws -> PricedBatch {
    try Fixtures.pricer(scenarios, measures).price([Fixtures.position(terms, quantity: 2)])
  }

  private static func priced(_ forward: NonDeliverableForward) throws -> PricedBatch {
    try priced(.derivative(.nonDeliverableForward(forward)))
  }

  /// Until the rate is known it is worth what the exchange is worth, whoever delivers; a rate published later changes nothing.
  @Test(arguments: [("2023-06-28", Double?.none), ("2023-06-28", 125), ("2023-03-31", nil)])
  func beforeTheFixingItIsAForward(fixing: String, rate: Double?) throws {
    let forward = try Self.terms(fixing: fixing, rate: rate)
    let open = try Self.priced(forward)
    let deliverable = try Self.priced(.fxForward(forward.exchange))
    #expect(open.results.rows == deliverable.results.rows)
    #expect(open.results.values == deliverable.results.values)
    #expect(open.cashFlows.payDays.isEmpty)
    let position = Fixtures.position(.derivative(.nonDeliverableForward(forward)), quantity: 2)
    let flows = try Fixtures.pricer(Self.scenarios, Self.measures).flowValues(position, scenario: 1).get()
    #expect(flows.flows.map(\.currency) == [.usd])
    #expect(abs(flows.flows[0].presentValue - open.results.values[1]) <= 1e-12 * abs(open.results.values[1]))
  }

  /// Once fixed it is one payment of dollars: 130 million yen at 125 are 1.04 million, less the million.
  @Test(arguments: [true, false])
  func afterTheFixingThePaymentIsKnown(buysYen: Bool) throws {
    let forward = try Self.terms(
      fixing: "2023-03-30", rate: 125, settlement: "2023-04-03", buysYen: buysYen)
    let amount = buysYen ? 40_000.0 : -40_000
    let fixed = try Self.priced(forward)
    #expect(fixed.cashFlows.currencies == [.usd])
    #expect(abs(fixed.cashFlows.principal[0] - amount) <= 1e-9)
    let market = try Fixtures.snapshot()
    let id = try #require(market.discountCurves["USD"])
    let curve = try #require(try market.zeroCurves()[id])
    let expected = 2 * amount * curve.discountFactor(at: 3.0 / 365)
    #expect(abs(fixed.results.values[0] - expected) <= 1e-9)
    #expect(
      fixed.results.rows.map(\.measure)
        == [.presentValue, .dv01] + Array(repeating: .keyRateDV01, count: 5) + [.fxDelta, .vega])
    #expect(fixed.results.gaps.map(\.reason.code) == [.notApplicable, .notApplicable])
  }

  @Test func aRateThatShouldBeKnownIsAskedFor() throws {
    let block = try Self.priced(Self.terms(fixing: "2023-03-30", settlement: "2023-04-03")).results
    #expect(block.gaps.count == block.rows.count)
    #expect(block.gaps[0].reason == Reason(.missingData, "fixing_rate of 2023-03-30"))
    let settled = try Self.priced(Self.terms(fixing: "2023-03-28", settlement: "2023-03-30")).results
    #expect(settled.values.allSatisfy { $0 == 0 })
    #expect(settled.gaps.allSatisfy { $0.reason == Reason(.notApplicable, "settled on 2023-03-30") })
  }

  @Test func termsAreChecked() {
    let late = #expect(throws: TermsError.self) { try Self.terms(fixing: "2023-07-03") }
    #expect(late?.field == "fixing_date")
    let turned = #expect(throws: TermsError.self) { try Self.terms(fixing: "2023-06-28", rate: 1 / 130.0) }
    #expect(turned?.field == "fixing_rate" && turned?.message.contains("JPY for one USD") == true)
  }
}
