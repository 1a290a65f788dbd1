import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import MarketData
import Pricing
import Testing

@Suite struct BondFutureTests {
  private static let delivery = date("2023-06-30")

  private static func future(_ bonds: [DeliverableBond], settled: Double? = nil) throws -> Instrument {
    .derivative(
      .bondFuture(
        try BondFuture(
          currency: .usd, face: 100_000, delivery: delivery, convention: .usTreasury, basket: bonds,
          settledPrice: settled)))
  }

  private static let basket = [
    DeliverableBond(coupon: 0.035, maturity: date("2033-02-15")),
    DeliverableBond(coupon: 0.0275, maturity: date("2030-05-15")),
  ]

  private static func priced(
    _ terms: Instrument, quantity: Double = 1, mark: Double? = nil, rate: Double = 0.035,
    _ scenarios: [Scenario] = [.base], _ measures: [Measure] = Measure.allCases
  ) throws -> ResultBlock {
    try LinkedMarket.pricer(
      .usd, rate: rate, .usCPIU, LinkedBondTests.cpi, scenarios: scenarios, measures: measures
    ).price([Fixtures.position(terms, quantity: quantity, mark: mark)]).results
  }

  /// The forward of a bond whose value the pricer of bonds gives: no coupon falls between valuation and delivery of the first, one
  /// of the second does, which is taken out.
  @Test(arguments: [0, 1])
  func thePriceIsTheForwardOverTheFactor(place: Int) throws {
    let deliverable = Self.basket[place]
    let bond = try deliverable.fixedBond(.usd, .usTreasury)
    let block = try Self.priced(.fixedBond(bond), quantity: 100, [.base], [.presentValue])
    let coupon = place == 0 ? 0 : 1.375 * exp(-0.035 * 45 / 365)
    let schedule = FixedBondSchedule(bond)
    let forward =
      (block.values[0] - coupon) * exp(0.035 * 91 / 365) - schedule.accruedInterest(at: Self.delivery)
    let factor = ConversionFactor.cme(
      coupon: deliverable.coupon, maturity: deliverable.maturity, delivery: Self.delivery, inQuarters: true)
    let price = try Self.priced(try Self.future([deliverable]), [.base], [.cleanPrice]).values[0]
    #expect(abs(price - forward / factor) < 1e-9)
  }

  /// Below the notional coupon the shortest bond is cheapest to deliver, above it the longest.
  @Test func theCheapestChangesWithTheLevelOfRates() throws {
    for (rate, place) in [(0.02, 1), (0.1, 0)] {
      func price(_ bonds: [DeliverableBond]) throws -> Double {
        try Self.priced(try Self.future(bonds), rate: rate, [.base], [.cleanPrice]).values[0]
      }
      #expect(try price(Self.basket) == price([Self.basket[place]]))
      #expect(try price(Self.basket) < price([Self.basket[1 - place]]))
    }
    // In one run, each scenario has its own.
    let block = try Self.priced(
      try Self.future(Self.basket), [.base, Fixtures.parallel(500)], [.cleanPrice])
    let long = try Self.priced(
      try Self.future([Self.basket[0]]), [.base, Fixtures.parallel(500)], [.cleanPrice])
    #expect(block.values[0] < long.values[0] && block.values[1] == long.values[1])
  }

  /// A marked future is worth what its price has moved since it was settled; sensitivities are differences.
  @Test func valueAndSensitivities() throws {
    let terms = try Self.future(Self.basket, settled: 112)
    let scenarios = [Scenario.base, Fixtures.parallel(0.01), Fixtures.parallel(-0.01)]
    let value = try Self.priced(terms, quantity: -3, mark: 112.5, scenarios, [.presentValue]).values
    #expect(abs(value[0] + 3 * 500) < 1e-9)
    let row = cells(try Self.priced(terms, quantity: -3, mark: 112.5), positions: 1)[0]
    let slope = try #require(row[.dv01]?.value)
    #expect(slope > 0 && abs((value[1] - value[2]) / 0.02 - slope) < 1e-5 * slope)
    #expect(abs(try #require(row[.cleanPrice]?.value) - 112.5) < 1e-12)
    #expect(row[.fxDelta]?.reason?.code == .notApplicable && row[.accrued]?.reason?.code == .notApplicable)
    let keys = try Self.priced(terms, quantity: -3, mark: 112.5, [.base], [.keyRateDV01]).values
    #expect(abs(keys.reduce(0, +) - slope) < 1e-9 * slope)
    // Without a price of its own it has just been settled.
    let fresh = try Self.priced(try Self.future(Self.basket), scenarios, [.presentValue]).values
    #expect(fresh[0] == 0 && fresh[1] < 0)
  }

  @Test func afterDeliveryNothingIsLeft() throws {
    let future = try BondFuture(
      currency: .usd, face: 100_000, delivery: date("2023-03-31"), convention: .usTreasury,
      basket: Self.basket)
    let row = cells(try Self.priced(.derivative(.bondFuture(future))), positions: 1)[0]
    #expect(row[.presentValue]?.value == 0)
    #expect(row[.cleanPrice]?.reason == Reason(.notApplicable, "settled on 2023-03-31"))
  }

  /// Financed at the implied repo rate, buying and delivering neither gains nor loses; a coupon falls between.
  @Test func basisAndImpliedRepo() throws {
    let bond = FixedBondSchedule(try Self.basket[1].fixedBond(.usd, .usTreasury))
    func figures(_ repo: Double) throws -> DeliveryFigures {
      try #require(
        DeliveryFigures(
          bond, conversionFactor: 0.8291, cleanPrice: 95.25, futuresPrice: 115,
          settlement: date("2023-04-03"),
          delivery: Self.delivery, repoRate: repo))
    }
    let found = try figures(0.045)
    #expect(abs(found.grossBasis - (95.25 - 115 * 0.8291)) < 1e-12)
    // 139 of 181 days since November and 46 of 184 since May.
    let (bought, delivered) = (95.25 + 1.375 * 139 / 181, 115 * 0.8291 + 1.375 * 46 / 184)
    #expect(abs(found.invoicePrice - delivered) < 1e-12)
    let implied = (delivered + 1.375 - bought) / (bought * 88 / 360 - 1.375 * 46 / 360)
    #expect(abs(found.impliedRepo - implied) < 1e-12)
    let net = bought * (1 + 0.045 * 88 / 360) - 1.375 * (1 + 0.045 * 46 / 360) - delivered
    #expect(abs(found.netBasis - net) < 1e-12)
    #expect(abs(try figures(found.impliedRepo).netBasis) < 1e-12)
    #expect(
      DeliveryFigures(
        bond, conversionFactor: 1, cleanPrice: 100, futuresPrice: 100, settlement: Self.delivery,
        delivery: Self.delivery, repoRate: 0) == nil)
  }

  @Test func wrongTermsAreRefused() {
    func fault(
      _ bonds: [DeliverableBond], _ convention: BondConventionID = .usTreasury, settled: Double? = nil
    ) -> String? {
      do throws(TermsError) {
        _ = try BondFuture(
          currency: .usd, face: 1, delivery: Self.delivery, convention: convention, basket: bonds,
          settledPrice: settled)
        return nil
      } catch {
        return error.field
      }
    }
    #expect(fault(Self.basket) == nil && fault([]) == "deliverables")
    #expect(fault(Self.basket, .japaneseGovernment) == "deliverables")
    #expect(fault([DeliverableBond(coupon: 3.5, maturity: date("2033-02-15"))]) == "deliverables")
    #expect(fault([DeliverableBond(coupon: 0.03, maturity: date("2023-12-15"))]) == "deliverables")
    #expect(fault(Self.basket, settled: 0) == "futures_price")
  }
}
