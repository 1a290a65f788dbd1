import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import MarketData
import Pricing
import Testing

@Suite struct LinkedBondTests {
  /// CPI-U, November 2022 to February 2023, and swap rates near those of the end of March 2023.
  static let cpi = InflationQuotes(
    published: [297.711, 296.797, 299.170, 300.840].enumerated().map {
      PublishedIndex(month: YearMonth(year: 2022, month: 11).adding(months: $0), value: $1)
    },
    breakevens: [(1, 0.0285), (2, 0.026), (5, 0.0251), (10, 0.0248), (30, 0.0243)].map {
      CurvePoint(tenor: Tenor($0, .years), rate: $1)
    })

  /// The note of January 2033, whose base is the reference index of its dated date.
  static func note(base: Double = 296.95, maturity: String = "2033-01-15", hasFloor: Bool? = nil) throws
    -> Instrument
  {
    .linkedBond(
      try InflationLinkedBond(
        bond: FixedBond(
          currency: .usd, datedDate: date("2023-01-15"), maturity: date(maturity), coupon: 0.01125,
          frequency: .semiannual, convention: .usTreasury),
        index: .usCPIU, base: .value(base), hasDeflationFloor: hasFloor))
  }

  static func moved(_ basisPoints: Double, rates: Double = 0) -> Scenario {
    Scenario(
      id: "I\(basisPoints)R\(rates)",
      shifts: [
        .inflation(InflationShift(basisPoints: basisPoints)),
        .rates(RateShift(shape: .parallel(basisPoints: rates))),
      ])
  }

  private static func priced(
    _ terms: Instrument, mark: Double? = nil, spread: Double? = nil, curve: String? = nil,
    _ scenarios: [Scenario] = [.base], quotes: InflationQuotes = cpi
  ) throws -> [Measure: [Cell]] {
    let block = try LinkedMarket.pricer(.usd, .usCPIU, quotes, scenarios: scenarios)
      .price([Fixtures.position(terms, quantity: 1e6, mark: mark, spread: spread, spreadCurve: curve)])
      .results
    var rows: [Measure: [Cell]] = [:]
    for (row, content) in block.rows.enumerated() where rows[content.measure] == nil {
      rows[content.measure] = scenarios.indices.map { cell(block, row: row, scenario: $0) }
    }
    return rows
  }

  /// Marked at a real price: the cash is the real dirty price times the index ratio of the settlement day, and the real yield is
  /// that of the price alone.
  @Test func marksAreRealPrices() throws {
    let cells = try Self.priced(try Self.note(), mark: 99.25)
    let settlement = date("2023-04-03")
    guard case .linkedBond(let linked) = try Self.note() else { return }
    let yield = try #require(BondYield(linked.bond, settlement: settlement))
    // 299.17 + 2/30 · 1.67, over the base, rounded twice each.
    let ratio = 1.00785
    let cash = (99.25 + yield.accrued) / 100 * ratio * 1e6
    // Discounted from settlement with the spread that the mark implies.
    let spread = try #require(cells[.zSpread]?[0].value) / 1e4
    let value = cash * exp(-(0.035 + spread) * 3 / 365)
    #expect(abs(try #require(cells[.presentValue]?[0].value) - value) < 1e-6 * value)
    #expect(abs(try #require(cells[.cleanPrice]?[0].value) - 99.25) < 1e-9)
    let accrued = 0.5625 * 78 / 181
    #expect(abs(try #require(cells[.accrued]?[0].value) - accrued) < 1e-12)
    let real = try #require(yield.yield(cleanPrice: 99.25))
    #expect(abs(try #require(cells[.yield]?[0].value) - real) < 1e-10)
    let duration = yield.sensitivity(yield: real).modifiedDuration
    #expect(abs(try #require(cells[.modifiedDuration]?[0].value) - duration) < 1e-8)
    #expect(cells[.gSpread]?[0].reason?.code == .notApplicable)
  }

  /// Analytic sensitivities are those of moved markets.
  @Test(arguments: [nil, "SPREAD"] as [String?])
  func sensitivitiesAreDifferences(curve: String?) throws {
    let cells = try Self.priced(
      try Self.note(), mark: 99.25, curve: curve,
      [.base, Self.moved(0.01), Self.moved(-0.01), Self.moved(0, rates: 0.01), Self.moved(0, rates: -0.01)])
    let value = try #require(cells[.presentValue]).map { $0.value! }
    let inflation = (value[1] - value[2]) / 0.02
    let rates = (value[3] - value[4]) / 0.02
    #expect(abs(try #require(cells[.inflationDV01]?[0].value) - inflation) < 1e-4 * abs(inflation))
    #expect(abs(try #require(cells[.dv01]?[0].value) - rates) < 1e-4 * abs(rates))
    #expect(inflation > 0 && rates < 0)
    // Breakevens and nominal rates up together leave the real rate: what is left is convexity and compounding.
    #expect(abs(inflation + rates) < 0.06 * inflation)
    // The z-spread is that of the same payments in every market.
    let spreads = try #require(cells[.zSpread]).map { $0.value! }
    #expect(abs(spreads[1] - spreads[0]) < 1e-2)
  }

  @Test func keyRatesAddUp() throws {
    let block = try LinkedMarket.pricer(.usd, .usCPIU, Self.cpi, measures: [.dv01, .keyRateDV01])
      .price([Fixtures.position(try Self.note(), quantity: 1e6)]).results
    let dv01 = block.values[0]
    #expect(abs(block.values.dropFirst().reduce(0, +) - dv01) < 1e-9 * abs(dv01))
  }

  /// With prices falling by 4% a year the principal is repaid at par and no more depends on the index but the coupons.
  @Test func theFloorHoldsThePrincipal() throws {
    let fall = [Self.moved(-650)]
    func value(_ hasFloor: Bool, _ measure: Measure) throws -> Double {
      try #require(
        Self.priced(try Self.note(maturity: "2030-01-15", hasFloor: hasFloor), fall)[measure]?[0].value)
    }
    let coupons = try value(true, .inflationDV01)
    let all = try value(false, .inflationDV01)
    #expect(coupons > 0 && coupons < 0.1 * all)
    let index = pow(0.9601, 6.8)
    let gained = 1e6 * (1 - index) * exp(-0.035 * 6.8)
    let worth = try value(true, .presentValue) - value(false, .presentValue)
    #expect(abs(worth - gained) < 0.05 * gained)
  }

  /// A bond whose base is told by its date has the base that the market published.
  @Test func theBaseMayBeADate() throws {
    func value(_ base: InflationLinkedBond.Base) throws -> Double? {
      let bond = try InflationLinkedBond(
        bond: FixedBond(
          currency: .usd, datedDate: date("2023-03-15"), maturity: date("2028-03-15"), coupon: 0.01,
          frequency: .semiannual, convention: .usTreasury), index: .usCPIU, base: base)
      return try Self.priced(.linkedBond(bond))[.presentValue]?[0].value
    }
    // 296.797 + 14/31 · 2.373
    #expect(try value(.date(date("2023-03-15"))) == value(.value(297.86868)))
    let early = try InflationLinkedBond(
      bond: FixedBond(
        currency: .usd, datedDate: date("2013-03-15"), maturity: date("2028-03-15"), coupon: 0.01,
        frequency: .semiannual, convention: .usTreasury), index: .usCPIU)
    #expect(
      try Self.priced(.linkedBond(early))[.presentValue]?[0].reason
        == Reason(.missingData, "US-CPI-U published for 2012-12"))
  }

  @Test func whatTheMarketLacksIsNamed() throws {
    let cells = try Self.priced(try Self.note(), quotes: InflationQuotes(published: Self.cpi.published))
    for cell in cells.values {
      #expect(cell[0].reason == Reason(.missingData, "expected inflation (breakevens) of US-CPI-U"))
    }
  }

  @Test func flowsCarryTheIndexation() throws {
    let pricer = try LinkedMarket.pricer(.usd, .usCPIU, Self.cpi, scenarios: [.base, Self.moved(100)])
    let position = Fixtures.position(try Self.note(), quantity: 1e6)
    for scenario in 0..<2 {
      let flows = try pricer.flowValues(position, scenario: scenario).get()
      let total = flows.flows.reduce(0) { $0 + $1.amount * $1.discountFactor }
      let block = pricer.price([position]).results
      #expect(abs(total - block.values[scenario]) < 1e-9 * total)
    }
    let flows = pricer.price([position]).cashFlows
    // 75 days at 2.4% a year beyond 300.84, of 1 May; nearly ten years at 2.5% to January 2033.
    #expect(flows.flowCount == 20)
    #expect(abs(flows.interest[0] - 0.005625 * 1.0182) < 0.005625 * 0.001)
    #expect(abs(flows.principal[19] - 1.28) < 0.02)
  }

  /// A gilt with eight months' lag: the next coupon is known, accrues by the days, and prices are cash.
  @Test func giltsWithEightMonthsLagAreQuotedInCash() throws {
    // RPI of June 2022 to February 2023 (ONS, CHAW); 4⅛% index-linked 2030, base 135.1.
    let rpi = InflationQuotes(
      published: [340.0, 343.2, 345.2, 347.6, 356.2, 358.3, 360.4, 360.3, 364.5].enumerated().map {
        PublishedIndex(month: YearMonth(year: 2022, month: 6).adding(months: $0), value: $1)
      }, breakevens: [CurvePoint(tenor: Tenor(10, .years), rate: 0.0361)])
    let bond = try InflationLinkedBond(
      bond: FixedBond(
        currency: .gbp, datedDate: date("1992-07-22"), maturity: date("2030-07-22"), coupon: 0.04125,
        frequency: .semiannual, convention: .ukGilt),
      index: .ukRPI, indexation: .eightMonths, base: .value(135.1))
    #expect(!bond.hasDeflationFloor)
    let pricer = try LinkedMarket.pricer(.gbp, .ukRPI, rpi)
    let priced = pricer.price([Fixtures.position(.linkedBond(bond), quantity: 100, mark: 345)])
    let row = cells(priced.results, positions: 1)[0]
    // November 2022 over the base, for the coupon of 24 July 2023.
    #expect(abs(priced.cashFlows.interest[0] - 0.04125 / 2 * 358.3 / 135.1) < 1e-12)
    // From 22 January to 3 April 2023, the settlement day.
    let accrued = 2.0625 * 358.3 / 135.1 * 71 / 181
    #expect(abs(try #require(row[.accrued]?.value) - accrued) < 1e-9)
    #expect(abs(try #require(row[.cleanPrice]?.value) - 345) < 1e-9)

    // The yield by hand: payments with 3% a year after February 2023, discounted at (1 + ρ/2)·√1.03 a half year.
    let real = try #require(row[.yield]?.value)
    let step = (1 + real / 2) * 1.03.squareRoot()
    var price = 0.0
    for period in 0..<15 {
      let months = Double(6 * period - 3)
      let index = period == 0 ? 358.3 : 364.5 * pow(1.03, months / 12)
      let amount = period == 14 ? 102.0625 : 2.0625
      price += amount * index / 135.1 * pow(step, -(Double(period) + 110.0 / 181))
    }
    #expect(abs(price - 345 - accrued) < 1e-8)
    #expect(try #require(row[.modifiedDuration]?.value) > 5)
  }

  @Test func wrongTermsAreRefused() throws {
    let bond = try FixedBond(
      currency: .usd, datedDate: date("2023-01-15"), maturity: date("2033-01-15"), coupon: 0.01125,
      frequency: .semiannual, convention: .usTreasury)
    #expect(throws: TermsError.self) { try InflationLinkedBond(bond: bond, index: .ukRPI) }
    #expect(throws: TermsError.self) { try InflationLinkedBond(bond: bond, index: .usCPIU, base: .value(0)) }
  }
}
