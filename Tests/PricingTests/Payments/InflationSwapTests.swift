import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import MarketData
import Pricing
import Testing

@Suite struct InflationSwapTests {
  private static let quotes = LinkedBondTests.cpi

  private static func swap(
    _ rate: Double, years: Int, start: CivilDate = LinkedMarket.valuation,
    kind: InflationSwap.Kind = .zeroCoupon,
    index: InflationIndexID = .usCPIU, currency: Currency = .usd, base: Double? = nil
  ) throws -> Instrument {
    .derivative(
      .inflationSwap(
        try InflationSwap(
          currency: currency, index: index, notional: 1e6, rate: rate, start: start,
          maturity: start.adding(months: 12 * years), kind: kind, baseIndex: base)))
  }

  private static func values(
    _ terms: Instrument, _ measure: Measure, _ scenarios: [Scenario] = [.base],
    index: InflationIndexID = .usCPIU, currency: Currency = .usd
  ) throws -> [Double] {
    try LinkedMarket.pricer(currency, index, quotes, scenarios: scenarios, measures: [measure])
      .price([Fixtures.position(terms)]).results.values
  }

  /// Swaps that start today at the quoted rates are worth nothing, whichever way the index is compared.
  @Test(
    arguments: [
      (.usCPIU, .usd), (.ukRPI, .gbp), (.euHICPXT, .eur), (.frCPIXT, .eur), (.caCPI, .cad),
    ] as [(InflationIndexID, Currency)])
  func quotedSwapsAreWorthNothing(index: InflationIndexID, currency: Currency) throws {
    for point in Self.quotes.breakevens {
      let terms = try Self.swap(point.rate, years: point.tenor.count, index: index, currency: currency)
      let value = try Self.values(terms, .presentValue, index: index, currency: currency)[0]
      #expect(abs(value) < 1e-7, "\(point.tenor)")
    }
  }

  /// One part in ten thousand above the quoted rate costs T · (1 + rate)^(T − 1) · 1 bp at maturity, and a move of the quotes gains as much.
  @Test func aBasisPointIsWorthItsGrowth() throws {
    let forgone = 1e6 * (pow(1.0249, 10) - pow(1.0248, 10)) * exp(-0.035 * 3653 / 365)
    let paid = try Self.values(try Self.swap(0.0249, years: 10), .presentValue)[0]
    #expect(abs(paid + forgone) < 1e-6)
    let gained = try Self.values(
      try Self.swap(0.0248, years: 10), .presentValue, [LinkedBondTests.moved(1)])[0]
    #expect(abs(gained - forgone) < 1e-6)
    let slope = try Self.values(try Self.swap(0.0248, years: 10), .inflationDV01)[0]
    let hand = 1e6 * 10 * pow(1.0248, 9) * 1e-4 * exp(-0.035 * 3653 / 365)
    #expect(abs(slope - hand) < 1e-6)
  }

  /// A swap under way has a base, and sensitivities that are differences.
  @Test(arguments: [InflationSwap.Kind.zeroCoupon, .yearOnYear])
  func sensitivitiesAreDifferences(kind: InflationSwap.Kind) throws {
    let start = date("2022-12-31")
    let terms = try Self.swap(
      0.02, years: 7, start: start, kind: kind, base: kind == .zeroCoupon ? 297.8 : nil)
    // A year on year swap of the year under way needs the index of its start.
    let quotes = InflationQuotes(
      published: [296.171, 296.808, 298.012].enumerated().map {
        PublishedIndex(month: YearMonth(year: 2022, month: 8).adding(months: $0), value: $1)
      } + Self.quotes.published, breakevens: Self.quotes.breakevens)
    func values(_ measure: Measure, _ scenarios: [Scenario]) throws -> [Double] {
      try LinkedMarket.pricer(.usd, .usCPIU, quotes, scenarios: scenarios, measures: [measure])
        .price([Fixtures.position(terms)]).results.values
    }
    let moves = [(0.01, 0.0), (-0.01, 0.0), (0.0, 0.01), (0.0, -0.01)].map {
      LinkedBondTests.moved($0, rates: $1)
    }
    let moved = try values(.presentValue, moves)
    let inflation = try values(.inflationDV01, [.base])[0]
    #expect(abs((moved[0] - moved[1]) / 0.02 - inflation) < 1e-4 * abs(inflation))
    let rates = try values(.dv01, [.base])[0]
    #expect(abs((moved[2] - moved[3]) / 0.02 - rates) < 1e-3 * abs(rates) + 1e-6)
    let keys = try values(.keyRateDV01, [.base])
    #expect(abs(keys.reduce(0, +) - rates) < 1e-9 * max(1, abs(rates)))
  }

  /// Growth of each year against the rate: the expected growth compounds to the zero-coupon swap's.
  @Test func yearsOnYearCompoundToTheWhole() throws {
    let pricer = try LinkedMarket.pricer(.usd, .usCPIU, Self.quotes, measures: [.cashFlows])
    let yearly = pricer.price([
      Fixtures.position(try Self.swap(0, years: 5, kind: .yearOnYear))
    ]).cashFlows
    let growth = (0..<5).reduce(1.0) { $0 * (1 + yearly.total($1) / 1e6) }
    #expect(abs(growth - pow(1.0251, 5)) < 1e-12)
  }

  @Test func wrongTermsAreRefused() throws {
    func fault(_ maturity: String, notional: Double = 1, rate: Double = 0.02, base: Double? = nil) -> String?
    {
      do throws(TermsError) {
        _ = try InflationSwap(
          currency: .usd, index: .usCPIU, notional: notional, rate: rate, start: date("2023-03-31"),
          maturity: date(maturity), kind: base == nil ? .zeroCoupon : .yearOnYear, baseIndex: base)
        return nil
      } catch {
        return error.field
      }
    }
    #expect(fault("2028-03-31") == nil)
    #expect(fault("2028-04-30") == "maturity" && fault("2023-03-31") == "maturity")
    #expect(fault("2028-03-31", notional: 0) == "notional" && fault("2028-03-31", rate: 2.5) == "rate")
    #expect(fault("2028-03-31", base: 300) == "base_index")
  }
}
