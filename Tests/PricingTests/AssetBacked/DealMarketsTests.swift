import CashFlows
import Collateral
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import StructuredDeals
import Testing

/// What a market gives a deal, by the months of the deal's payments.
struct DealMarketsTests {
  /// Of 2023-04-03; payments of the packages are for months that end on the first.
  private static func markets(_ scenarios: [Scenario] = [.base]) throws -> ScenarioMarkets {
    func point(_ tenor: String, _ rate: Double) -> CurvePoint {
      CurvePoint(tenor: Tenor(tenor)!, rate: rate)
    }
    return try ScenarioMarkets(
      snapshot: MarketSnapshot(
        valuationDate: CivilDate(iso: "2023-04-03")!, source: "test", builtAt: "2023-04-03T21:00:00Z",
        curves: [
          CurveQuotes(
            id: "USD", currency: .usd, kind: .zero(.continuous), interpolation: .monotoneCubicDiscount,
            points: [point("1Y", 0.047), point("5Y", 0.036), point("10Y", 0.034), point("30Y", 0.037)],
            source: "test")
        ],
        discountCurves: ["USD": "USD"], fxBase: .usd,
        indexCurves: ["USD-SOFR": "USD", "USD-FED-FUNDS": "USD"], collateral: SimulatedPoolTests.collateral()),
      scenarios: scenarios, reportingCurrency: .usd)
  }

  private static func package(_ parts: SimulatedDealTests.Parts, _ series: DealSeries) throws -> DealPackage {
    let made = try SimulatedDealTests.package(parts)
    return try DealPackage(
      dealID: made.dealID, asOf: made.asOf, currency: .usd, deal: made.deal, collateral: made.collateral,
      assumptions: made.assumptions, series: ["SOFR": series], delayDays: made.delayDays,
      isUndercollateralised: true)
  }

  /// Growth of the index's curve over the days of the tenor, by actual/360.
  private static func rate(
    _ first: CivilDate, _ tenor: Tenor, _ markets: ScenarioMarkets, column: Int = 0
  ) throws -> Double {
    let last = tenor.date(after: first)
    let years = [first, last].map { Double($0 - markets.valuationDate) / 365 }
    let table = try markets.indexTable(.usdSOFR, years: years)
    return (table[column] / table[markets.rowStride + column] - 1) * 360 / Double(last - first)
  }

  /// A rate is of its tenor from the first of its month on, the first of the day itself; tolerance: logarithms of discount factors are
  /// rounded at 1e-16, and divided by a month.
  @Test func ratesAreOfTheDealsMonths() throws {
    let markets = try Self.markets([Fixtures.parallel(100)])
    for tenor in [Tenor("1M")!, Tenor("3M")!] {
      let package = try Self.package(
        SimulatedDealTests.floaters, DealSeries(index: .usdSOFR, tenor: tenor))
      let deal = try DealMarkets(DealMarketNeeds(package), in: markets)
      for column in 0...1 {
        let rates = try #require(deal.terms(column: column).rates["SOFR"])
        #expect(rates.count == SimulatedDealTests.term + 121)
        for month in [0, 1, 2, 10, 11, rates.count - 1] {
          let first =
            month == 0
            ? markets.valuationDate : CivilDate(iso: "2023-05-01")!.adding(months: month - 1)
          let expected = try Self.rate(first, tenor, markets, column: column)
          #expect(abs(rates[month] - expected) < 1e-13, "\(tenor) \(column) \(month)")
        }
      }
    }
  }

  /// Two months are over: they have the first rate to come, and mortgage rates that were published.
  @Test func monthsThatAreOver() throws {
    let markets = try Self.markets()
    var parts = SimulatedDealTests.floaters
    (parts.asOf, parts.firstPayment) = ("2023-01-31", "2023-03-25")
    let package = try Self.package(parts, DealSeries(index: .usdSOFR))
    let terms = try DealMarkets(DealMarketNeeds(package), in: markets).terms()
    let rates = try #require(terms.rates["SOFR"])
    let month = Tenor("1M")!
    #expect(rates[0] == rates[2] && rates[1] == rates[2])
    #expect(abs(try rates[2] - Self.rate(markets.valuationDate, month, markets)) < 1e-13)
    #expect(abs(try rates[3] - Self.rate(CivilDate(iso: "2023-05-01")!, month, markets)) < 1e-13)
    let economy = try #require(terms.economy)
    #expect(economy.firstMonth == YearMonth("2023-02"))
    #expect((0...1).allSatisfy { economy.mortgageRates.value($0) == 0.064 })
    let curve = try markets.discountTable(currency: .usd, spreadCurve: nil, years: [2, 10])
    // Zero rates of 2 and 10 years, as the model weighs them.
    let today = 0.02 - 0.2 * log(curve[0]) / 2 - 0.8 * log(curve[markets.rowStride]) / 10
    #expect(abs(economy.mortgageRates.value(2) - today) < 1e-12)
    #expect(economy.mortgageRates.value(3) != economy.mortgageRates.value(2))
  }

  /// Banks set prime three points above federal funds.
  @Test func administeredRatesHaveTheirSpread() throws {
    let markets = try Self.markets()
    func rates(_ index: RateIndexID) throws -> [Double] {
      let package = try Self.package(
        SimulatedDealTests.floaters, DealSeries(index: index, tenor: Tenor("1M")!))
      return try #require(DealMarkets(DealMarketNeeds(package), in: markets).terms().rates["SOFR"])
    }
    for (prime, funds) in zip(try rates(.usdPrime), try rates(.usdFedFunds)) {
      #expect(abs(prime - funds - 0.03) < 1e-15)
    }
  }

  @Test func whatThereIsNotIsNamed() throws {
    let markets = try Self.markets()
    let series = try Self.package(SimulatedDealTests.floaters, DealSeries(index: .usdTermSOFR3M))
    #expect(throws: DealMarketError.missing("index curve for USD-TERM-SOFR-3M")) {
      try DealMarkets(DealMarketNeeds(series), in: markets)
    }
    var parts = SimulatedDealTests.floaters
    parts.prepayment = .model("OTHER")
    let model = try SimulatedDealTests.package(parts)
    #expect(throws: DealMarketError.missing("prepayment model OTHER")) {
      try DealMarkets(DealMarketNeeds(model), in: markets)
    }
    // Nobody asks for what is replaced.
    let replaced = DealMarketNeeds(model, assumptions: ["*": PoolAssumptions()])
    #expect(try DealMarkets(replaced, in: markets).terms().economy == nil)
    (parts.asOf, parts.firstPayment) = ("2023-04-30", "2023-05-25")
    let later = try SimulatedDealTests.package(parts)
    #expect(
      throws: DealMarketError.laterDeal(asOf: later.asOf, valuationDate: CivilDate(iso: "2023-04-03")!)
    ) {
      try DealMarkets(DealMarketNeeds(later), in: markets)
    }
  }

  /// The flows of a run are, to the bit, those of the package on what its market gives it.
  @Test(arguments: [SimulatedDealTests.floaters, SimulatedDealTests.older, SimulatedDealTests.quarterly])
  func aRunHasTheSameCash(parts: SimulatedDealTests.Parts) throws {
    let package = try SimulatedDealTests.package(parts)
    let markets = try SimulatedDealTests.markets(volatility: 0)
    let terms = try DealMarkets(DealMarketNeeds(package), in: markets).terms()
    let run = try package.project(rates: terms.rates, models: terms.models, economy: terms.economy)
    var projection = DealProjection(package)
    projection.take(terms)
    let projected = try projection.run().run
    let bond = run.bonds[0]
    #expect(projected.bonds[0].interest == bond.interest && projected.bonds[0].principal == bond.principal)
    let flows = DealTrancheTests.price(
      try DealTrancheTests.tranche(bond.name), package, markets, measures: [.weightedAverageLife]
    ).cashFlows
    #expect(flows.flowCount > 10)
    for flow in 0..<flows.flowCount {
      let period = try #require(run.dates.firstIndex { $0.dayNumber == flows.payDays[flow] })
      #expect(flows.interest[flow] == bond.interest[period] / bond.openingBalance[0])
      #expect(flows.principal[flow] == bond.principal[period] / bond.openingBalance[0])
    }
  }
}
