import CashFlows
import Collateral
import DatesAndConventions
import Dispatch
import Foundation
import Instruments
import MarketData
import Pricing
import StructuredDeals
import Synchronization
import Testing

/// Bonds of deals whose cash rates move, on simulated paths. Loans are short, so that 1,024 paths are quick without optimisation.
struct SimulatedDealTests {
  static let term = 36

  /// What a package is made of, in place of the usual.
  struct Parts {
    var firstPayment = "2023-05-25"
    var asOf = "2023-04-01"
    var months = 1
    var bonds: String
    var interestTo: String
    var principal: String
    var fee = "0"
    var series = false
    var prepayment = PoolAssumptions.Prepayment.model("S-CURVE")
    var underlying = ""
    /// In place of the pool.
    var collateral: String?
    var group = "pool"
  }

  static func package(_ parts: Parts) throws -> DealPackage {
    let pool =
      parts.collateral ?? "{\"name\": \"pool\", \"interestTo\": \"interest\", \"principalTo\": \"principal\"}"
    let deal = """
      {"name": "small", "firstPayment": "\(parts.firstPayment)", "monthsPerPeriod": \(parts.months),
        "collateral": [\(pool)], "underlying": [\(parts.underlying)],
        "bonds": [\(parts.bonds)],
        "accounts": [{"name": "interest"}, {"name": "principal"}],
        "fees": [{"name": "trustee", "amount": "\(parts.fee)"}],
        "waterfall": [
          {"step": "PAY_FEES", "fees": ["trustee"], "from": "interest"},
          {"step": "PAY_INTEREST", "bonds": \(parts.interestTo), "order": "PRO_RATA", "from": "interest"},
          {"step": "PAY_PRINCIPAL", "from": "principal", "pay": \(parts.principal)},
          {"step": "TRANSFER", "from": "principal", "to": "interest"},
          {"step": "RELEASE", "from": "interest", "to": "R"}]}
      """
    return try DealPackage(
      dealID: "SMALL", asOf: CivilDate(iso: parts.asOf)!, currency: .usd,
      deal: JSONDecoder().decode(Deal.self, from: Data(deal.utf8)),
      collateral: [parts.group: [try loan()]],
      assumptions: ["*": PoolAssumptions(prepayment: parts.prepayment)],
      series: parts.series ? ["SOFR": DealSeries(index: .usdSOFR, tenor: Tenor("1M")!)] : [:], delayDays: 24,
      isUndercollateralised: true)
  }

  /// 6.05% less a fee that leaves 5.1%.
  static func loan() throws -> PoolLoan {
    let factor = AmortisedBalance.factor(annualRate: 0.0605, remaining: term, original: term + 30)
    return try PoolLoan(
      id: "1", balance: 1_000_000, originalBalance: 1_000_000 / factor, noteRate: 0.0605,
      servicingFee: 0.0095, age: 30, remainingTerm: term)
  }

  /// The same loan as an agency pool whose coupon leaves out the deal's fee.
  static func pool() throws -> Instrument {
    .assetBacked(
      .agencyPool(
        try AgencyPool(
          program: .fannieMae, coupon: 0.05, loans: PoolLoans(noteRate: 0.0605, remainingTerm: term, age: 30),
          factor: 1, factorMonth: YearMonth("2023-04")!, prepayment: .model("S-CURVE"))))
  }

  /// Principal alone, its interest alone, and a residual that is there for its notional.
  static let strips = Parts(
    bonds: """
      {"name": "PO", "balance": 1000000},
      {"name": "IO", "balance": 0, "coupon": "4%", "notional": "PO.balance"},
      {"name": "R", "balance": 0, "coupon": "0%", "notional": "PO.balance"}
      """, interestTo: "[\"IO\"]", principal: "\"PO\"", fee: "0.1% * pool.opening_balance * year_fraction")

  /// A floater and its inverse, which together pay 5%.
  static let floaters = Parts(
    bonds: """
      {"name": "F", "balance": 600000, "coupon": "max(0, min(series.SOFR + 0.5%, 8%))"},
      {"name": "I", "balance": 400000, "coupon": "12.5% - 1.5 * max(0, min(series.SOFR + 0.5%, 8%))"},
      {"name": "R", "balance": 0}
      """, interestTo: "[\"F\", \"I\"]", principal: "{\"proRata\": [\"F\", \"I\"]}", series: true)

  static func markets(
    volatility: Double? = 0.012, _ scenarios: [Scenario] = [.base], collateral: CollateralMarket? = nil
  ) throws -> ScenarioMarkets {
    func point(_ tenor: String, _ rate: Double) -> CurvePoint {
      CurvePoint(tenor: Tenor(tenor)!, rate: rate)
    }
    return try ScenarioMarkets(
      snapshot: MarketSnapshot(
        valuationDate: CivilDate(iso: "2023-04-03")!, source: "test", builtAt: "2023-04-03T21:00:00Z",
        curves: [
          CurveQuotes(
            id: "USD", currency: .usd, kind: .zero(.continuous), interpolation: .monotoneCubicDiscount,
            points: [point("1Y", 0.037), point("5Y", 0.031), point("10Y", 0.03), point("30Y", 0.033)],
            source: "test")
        ],
        discountCurves: ["USD": "USD"], fxBase: .usd,
        shortRateModels: volatility.map { ["USD": ShortRateModel(meanReversion: 0.03, volatility: $0)] }
          ?? [:],
        indexCurves: ["USD-SOFR": "USD"], collateral: collateral ?? SimulatedPoolTests.collateral()),
      scenarios: scenarios, reportingCurrency: .usd)
  }

  /// Positions on a deal's bonds, or on the pool where there is no name.
  static func price(
    _ bonds: [String?], _ package: DealPackage, _ markets: ScenarioMarkets, measures: [Measure],
    marks: [Double?]? = nil, spread: Double? = nil, keyRates: [Tenor] = PricingRequest.standardKeyRates
  ) throws -> [[Measure: Double]] {
    let positions = try bonds.enumerated().map { number, bond in
      Fixtures.position(
        try bond.map { try DealTrancheTests.tranche($0) } ?? pool(), number: Int32(number), quantity: 1e6,
        mark: marks?[number], spread: spread)
    }
    let batch = BatchPricer(
      markets: markets,
      request: PricingRequest(measures: measures, reportingCurrency: .usd, keyRateTenors: keyRates),
      deals: [package.dealID: package]
    ).price(positions)
    var numbers = [[Measure: Double]](repeating: [:], count: bonds.count)
    for (row, content) in batch.results.rows.enumerated() {
      let cell = cell(batch.results, row: row, scenario: 0)
      let value = try #require(
        cell.value, "\(bonds[Int(content.positionNumber)] ?? "pool") \(content.measure): \(cell)")
      numbers[Int(content.positionNumber)][content.measure, default: 0] += value
    }
    return numbers
  }

  /// Bonds, residual and fee are the pool on every path, in value and in what moves it; strips move against each other.
  @Test func stripsAreThePool() throws {
    let measures: [Measure] = [.presentValue, .dv01, .cs01, .vega, .effectiveDuration]
    let found = try Self.price(
      ["PO", "IO", "R", nil], Self.package(Self.strips), Self.markets(), measures: measures, spread: 40)
    for measure in measures.dropLast() {
      let sum = try found[0...2].reduce(0) { $0 + (try #require($1[measure])) }
      let pool = try #require(found[3][measure])
      #expect(abs(sum / pool - 1) < 1e-9, "\(measure): \(sum) \(pool)")
    }
    let durations = try found.map { try #require($0[.effectiveDuration]) }
    #expect(durations[0] > durations[3] && durations[1] < 0)
  }

  /// Paths without volatility are the forward rates, on which the run's flows are.
  @Test(arguments: [Self.strips, Self.floaters, Self.older, Self.quarterly, Self.twoFloors])
  func withoutVolatilityItIsTheForwardCash(parts: Parts) throws {
    let package = try Self.package(parts)
    let markets = try Self.markets(volatility: 0)
    let bond = package.deal.bonds[0].name
    let batch = BatchPricer(
      markets: markets,
      request: PricingRequest(
        measures: [.presentValue, .zSpread, .optionAdjustedSpread, .simulationError], reportingCurrency: .usd),
      deals: ["SMALL": package]
    ).price([Fixtures.position(try DealTrancheTests.tranche(bond), quantity: 1e6, spread: 40)])
    let flows = batch.cashFlows
    var value = 0.0
    for flow in 0..<flows.flowCount {
      let years = Double(flows.payDays[flow] - CivilDate(iso: "2023-04-03")!.dayNumber) / 365
      let factor = try markets.discountTable(currency: .usd, spreadCurve: nil, years: [years])[0]
      value += 1e6 * flows.total(flow) * factor * exp(-0.004 * years)
    }
    let found = try DealTrancheTests.number(batch, .presentValue)
    #expect(abs(found / value - 1) < 1e-9, "\(bond): \(found) \(value)")
    #expect(try DealTrancheTests.number(batch, .simulationError) < 1e-9 * value)
    #expect(abs(try DealTrancheTests.number(batch, .zSpread) - 40) < 1e-5)
    #expect(abs(try DealTrancheTests.number(batch, .optionAdjustedSpread) - 40) < 1e-9)
  }

  /// Two payments are over on the valuation date, and three months of mortgage rates since the cut-off are history.
  static var older: Parts {
    var parts = strips
    (parts.asOf, parts.firstPayment) = ("2023-01-31", "2023-03-25")
    return parts
  }

  /// In the middle of a quarter.
  static var quarterly: Parts {
    var parts = floaters
    (parts.asOf, parts.firstPayment, parts.months) = ("2023-02-28", "2023-05-25", 3)
    return parts
  }

  /// A deal that holds the floater of another.
  static var twoFloors: Parts {
    var lower = """
      {"name": "lower", "firstPayment": "2023-05-25",
        "collateral": [{"name": "pool", "interestTo": "interest", "principalTo": "principal"}],
        "bonds": [\(floaters.bonds)], "accounts": [{"name": "interest"}, {"name": "principal"}],
        "waterfall": [
          {"step": "PAY_INTEREST", "bonds": ["F", "I"], "order": "PRO_RATA", "from": "interest"},
          {"step": "PAY_PRINCIPAL", "from": "principal", "pay": {"proRata": ["F", "I"]}},
          {"step": "RELEASE", "from": "interest", "to": "R"},
          {"step": "RELEASE", "from": "principal", "to": "R"}]}
      """
    lower.removeAll { $0 == "\n" }
    return Parts(
      bonds: "{\"name\": \"T\", \"balance\": 600000, \"coupon\": \"4%\"}, {\"name\": \"R\", \"balance\": 0}",
      interestTo: "[\"T\"]", principal: "\"T\"", series: true, underlying: lower,
      collateral: """
        {"name": "held", "interestTo": "interest", "principalTo": "principal",
          "bonds": [{"deal": "lower", "bond": "F", "share": 1}]}
        """, group: "lower.pool")
  }

  /// A floater and its inverse are the bond of which they are cut; rates hardly move the one, and the other about as much as both.
  @Test func floaterAndInverseAreTheirParent() throws {
    var whole = Self.floaters
    whole.bonds =
      "{\"name\": \"P\", \"balance\": 1000000, \"coupon\": \"5%\"}, {\"name\": \"R\", \"balance\": 0}"
    (whole.interestTo, whole.principal, whole.series) = ("[\"P\"]", "\"P\"", false)
    let measures: [Measure] = [.presentValue, .dv01, .vega]
    let markets = try Self.markets()
    let parent = try Self.price(["P"], Self.package(whole), markets, measures: measures, spread: 20)[0]
    let parts = try Self.price(
      ["F", "I"], Self.package(Self.floaters), markets, measures: measures, spread: 20)
    for measure in measures {
      let sum = 0.6 * (try #require(parts[0][measure])) + 0.4 * (try #require(parts[1][measure]))
      #expect(abs(sum / (try #require(parent[measure])) - 1) < 1e-9, "\(measure)")
    }
    #expect(abs(try #require(parts[0][.dv01])) < 0.3 * abs(try #require(parent[.dv01])))
  }

  /// Borrowers' option takes from the holder of a bond above par: its spread over forward-rate cash is more than the option-adjusted one.
  @Test func theOptionCostsTheHolder() throws {
    var parts = Self.strips
    parts.bonds =
      "{\"name\": \"A\", \"balance\": 1000000, \"coupon\": \"5%\"}, {\"name\": \"R\", \"balance\": 0}"
    parts.interestTo = "[\"A\"]"
    parts.principal = "\"A\""
    parts.fee = "0"
    let package = try Self.package(parts)
    let found = try Self.price(
      ["A"], package, Self.markets(),
      measures: [
        .cleanPrice, .optionAdjustedSpread, .zSpread, .simulationError, .presentValue, .cs01, .keyRateDV01,
        .dv01,
      ], marks: [102], keyRates: [Tenor(1, .years), Tenor(3, .years)])[0]
    func number(_ measure: Measure) throws -> Double { try #require(found[measure]) }
    #expect(abs(try number(.cleanPrice) - 102) < 1e-8)
    // A standard error in basis points of spread.
    let error = try number(.simulationError) / abs(try number(.cs01))
    #expect(error > 0 && error < 1)
    #expect(try number(.zSpread) - number(.optionAdjustedSpread) > 3 * error)
    // Tents add up to the parallel move nearly, as borrowers answer to each of its own.
    #expect(abs(try number(.keyRateDV01) / number(.dv01) - 1) < 0.01)
  }

  /// Neither the batch, nor its order, nor threads, nor memory that is kept is in the bits of a value.
  @Test func theBatchIsNotInTheBits() throws {
    let package = try Self.package(Self.floaters)
    let markets = try Self.markets([.base, Fixtures.parallel(30)])
    let positions = try ["F", "I", "F"].enumerated().map {
      Fixtures.position(try DealTrancheTests.tranche($1), number: Int32($0), quantity: 1e6, spread: 20)
    }
    func pricer(_ memory: Int) -> BatchPricer {
      BatchPricer(
        markets: markets,
        request: PricingRequest(measures: [.presentValue, .simulationError], reportingCurrency: .usd),
        deals: ["SMALL": package], kept: KeptMemory(capacity: memory))
    }
    let together = pricer(512 << 20).price(positions).results.values
    let shared = pricer(512 << 20)
    let found = Mutex([[Double]](repeating: [], count: positions.count))
    DispatchQueue.concurrentPerform(iterations: positions.count) { number in
      let place = positions.count - 1 - number
      let values = shared.price([positions[place]]).results.values
      found.withLock { $0[place] = values }
    }
    #expect(found.withLock { $0.flatMap { $0 } } == together)
    #expect(pricer(0).price(positions).results.values == together)
  }

  /// What is handed to markets of later days is the spread that values are made with.
  @Test func issueSpreadsAreOptionAdjusted() throws {
    let package = try Self.package(Self.strips)
    let pricer = BatchPricer(
      markets: try Self.markets(),
      request: PricingRequest(measures: [.optionAdjustedSpread], reportingCurrency: .usd),
      deals: ["SMALL": package])
    let positions = [
      Fixtures.position(try Self.pool(), number: 0, quantity: 1e6, mark: 101),
      Fixtures.position(try DealTrancheTests.tranche("PO"), number: 1, quantity: 1e6, mark: 92),
    ]
    let values = pricer.price(positions).results.values
    for (spread, value) in zip(pricer.issueSpreads(positions), values) {
      #expect(abs((try #require(spread)) - value) < 1e-9)
    }
  }

  /// Speeds that a scenario multiplies are those of a package that has them; nothing is simulated where no rate matters.
  @Test func scenariosMultiplySpeeds() throws {
    let twice = Scenario(
      id: "TWICE", shifts: [], economy: EconomyScenario(multipliers: SpeedMultipliers(prepayment: 2)))
    func batch(_ smm: Double, _ scenarios: [Scenario]) throws -> PricedBatch {
      var parts = Self.strips
      parts.prepayment = .speed(.smm(smm))
      return DealTrancheTests.price(
        try DealTrancheTests.tranche("IO"), try Self.package(parts),
        try Self.markets(volatility: nil, scenarios), spread: 40,
        measures: [.presentValue, .dv01, .simulationError, .vega])
    }
    let (slow, fast) = (try batch(0.01, [.base, twice]), try batch(0.02, [.base]))
    let (a, b) = (
      try DealTrancheTests.number(slow, .presentValue, scenario: 1),
      try DealTrancheTests.number(fast, .presentValue)
    )
    #expect(abs(a / b - 1) < 1e-12)
    // A difference over 25 bp here, exact there.
    #expect(
      abs(
        try DealTrancheTests.number(slow, .dv01, scenario: 1) / DealTrancheTests.number(fast, .dv01) - 1)
        < 1e-4)
    for measure in [Measure.simulationError, .vega] {
      #expect(
        cells(slow.results, positions: 1)[0][measure]?.reason
          == Reason(.notApplicable, "nothing is simulated"))
    }
  }

  @Test func whatIsMissingIsNamed() throws {
    let collateral = SimulatedPoolTests.collateral
    for (markets, name) in [
      (try Self.markets(volatility: nil), "short-rate model for USD"),
      (try Self.markets(collateral: collateral(true, false)), "prepayment model S-CURVE"),
      (try Self.markets(collateral: collateral(false, true)), "mortgage rate model"),
    ] {
      let batch = DealTrancheTests.price(
        try DealTrancheTests.tranche("PO"), try Self.package(Self.strips), markets, measures: [.presentValue])
      #expect(cells(batch.results, positions: 1)[0][.presentValue]?.reason == Reason(.missingData, name))
    }
  }
}
