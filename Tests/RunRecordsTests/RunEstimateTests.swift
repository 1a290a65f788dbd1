import DatesAndConventions
import Instruments
import MarketData
import Pricing
import RunRecords
import Testing

@Suite("What a run will take")
struct RunEstimateTests {
  private static let asOf = CivilDate(iso: "2023-03-31")!
  private static let market = MarketSnapshot(
    valuationDate: asOf, source: "test", builtAt: "2023-04-01T00:00:00Z",
    curves: [], discountCurves: ["USD": "USD.TREASURY", "EUR": "EUR.AAA"], fxBase: .eur)

  private static func bond(_ id: String, _ currency: Currency = .usd, maturity: String = "2033-05-15") throws
    -> InstrumentRecord
  {
    InstrumentRecord(
      id: id, name: id,
      terms: .fixedBond(
        try FixedBond(
          currency: currency, datedDate: CivilDate(iso: "2023-01-15")!, maturity: CivilDate(iso: maturity)!,
          coupon: 0.04, frequency: .semiannual, convention: .usStreet)))
  }

  private static func forward() throws -> InstrumentRecord {
    InstrumentRecord(
      id: "F", name: "F",
      terms: .fxForward(
        try FXForward(
          buyCurrency: .eur, buyAmount: 1, sellCurrency: .usd, sellAmount: 1.1,
          settlementDate: CivilDate(iso: "2023-06-30")!, valueCurrency: .usd)))
  }

  private static let pool = InstrumentRecord(
    id: "M", name: "M",
    terms: .unsupported(
      UnsupportedInstrument(productType: .mortgageAssetBacked, description: "pool", currency: .usd)))

  private static func book(_ bonds: [InstrumentRecord], bondCount: Int) throws -> BookShape {
    func holding(_ type: ProductType, _ count: Int) -> BookShape.Holding {
      BookShape.Holding(
        portfolio: "FUND/RATES", productType: type, currency: "USD", positionCount: count)
    }
    return BookShape(
      holdings: [
        holding(.fixedBond, bondCount), holding(.fxForward, 4), holding(.mortgageAssetBacked, 2),
      ],
      samples: [.fixedBond: bonds, .fxForward: [try forward()], .mortgageAssetBacked: [pool]])
  }

  private static let scenarios = ["BASE", "UP", "DOWN"].map { Scenario(id: $0, shifts: []) }

  private func request(
    _ measures: [Measure], baseOnly: [Measure] = [], buckets: Int = 3
  ) -> RunRequest {
    RunRequest(
      marketSnapshotID: RunRequestTests.market, positionSnapshotID: RunRequestTests.positions,
      scenarios: Self.scenarios,
      pricing: PricingRequest(measures: measures, baseOnlyMeasures: baseOnly, reportingCurrency: .usd),
      bucketCount: buckets, codeVersion: "test")
  }

  @Test("vectors, cells, flows and tasks are counted by hand")
  func counts() throws {
    let book = try Self.book([try Self.bond("A"), try Self.bond("B", .eur)], bondCount: 10)
    let measures: [Measure] = [.presentValue, .dv01, .keyRateDV01, .fxDelta, .cashFlows]
    let estimate = RunEstimate(request(measures), book: book, market: Self.market, workers: 2)
    #expect(estimate.positions == 16 && estimate.scenarios == 3 && estimate.measures == 5)
    // Bonds and pools: value, DV01, five key rates, FX delta. Forwards: ten key rates, one foreign currency.
    #expect(estimate.vectors == 10 * 8 + 4 * 13 + 2 * 8)
    #expect(estimate.cells == 3 * estimate.vectors)
    // Half-yearly from May 2023 to May 2033, the last coupon with the principal; both sides of a forward.
    #expect(estimate.cashFlows == 10 * 21 + 4 * 2)
    #expect(estimate.tasks == 3 + 3 + 2 + 1)
    #expect(
      estimate.bytes.total >= estimate.bytes.vectors + estimate.bytes.vectorKey + estimate.bytes.cashFlows)
  }

  @Test("a sample stands for all positions of its product")
  func samples() throws {
    let matured = try Self.bond("A", maturity: "2023-03-15")
    let book = try Self.book([matured, try Self.bond("B")], bondCount: 1_000)
    let estimate = RunEstimate(
      request([.cashFlows, .presentValue]), book: book, market: Self.market, workers: 1)
    #expect(estimate.cashFlows == 500 * 21 + 4 * 2)
    #expect(estimate.vectors == 1_006)
  }

  @Test("a measure on BASE alone has one value in each vector")
  func baseOnly() throws {
    let book = try Self.book([try Self.bond("A")], bondCount: 10)
    let estimate = RunEstimate(
      request([.presentValue, .yield], baseOnly: [.yield]), book: book, market: Self.market, workers: 1)
    #expect(estimate.vectors == 2 * 16 && estimate.cells == 16 * 3 + 16)
  }

  @Test("a book without positions takes a roll-up and nothing else")
  func empty() {
    let book = BookShape(holdings: [], samples: [:])
    let estimate = RunEstimate(request([.presentValue]), book: book, market: Self.market, workers: 8)
    #expect(estimate.cells == 0 && estimate.tasks == 1 && estimate.seconds == 0)
    #expect(estimate.bytes.total < 1_000_000)
    #expect(estimate.workerBytes > 0)
  }

  @Test("seconds follow the finished runs, of which one odd one changes nothing; short runs do not tell")
  func history() throws {
    let book = try Self.book([try Self.bond("A")], bondCount: 100_000)
    let asked = request([.presentValue, .yield], buckets: 50)
    func estimate(_ history: [FinishedRun], workers: Int = 2) -> RunEstimate {
      RunEstimate(asked, book: book, market: Self.market, history: history, workers: workers)
    }
    func run(_ elapsed: Double, positions: Int = 100_000) -> FinishedRun {
      FinishedRun(
        request: asked, positionCounts: [.fixedBond: positions], elapsedSeconds: elapsed, workers: 2)
    }
    let standard = estimate([])
    #expect(standard.finishedRuns == 0 && standard.seconds > 0)
    #expect(abs(estimate([], workers: 4).seconds * 2 - standard.seconds) < 1e-9)
    let calibrated = estimate([run(10), run(12), run(900)])
    #expect(calibrated.finishedRuns == 3)
    // All but six of the positions are bonds, so the estimate is about the median run's time.
    #expect(abs(calibrated.seconds - 12) < 0.1)
    #expect(estimate([run(50, positions: 10)]) == standard)
    // A run of products that this book lacks says nothing about it.
    let other = FinishedRun(
      request: asked, positionCounts: [.derivatives: 1_000_000], elapsedSeconds: 1, workers: 1)
    #expect(estimate([other]) == standard)
  }

  @Test("limits name what is exceeded")
  func limits() throws {
    let book = try Self.book([try Self.bond("A")], bondCount: 1_000)
    let estimate = RunEstimate(request([.presentValue]), book: book, market: Self.market, workers: 1)
    var limits = RunLimits.standard
    #expect(limits.excesses(of: estimate).isEmpty)
    limits[.cells] = 3 * 1_006
    limits[.scenarios] = 3
    #expect(limits.excesses(of: estimate).isEmpty)
    limits[.cells] = 3 * 1_006 - 1
    #expect(
      limits.excesses(of: estimate).map { [$0.estimated, $0.most] } == [[3 * 1_006, 3 * 1_006 - 1]])
    limits[.scenarios] = 2
    limits[.bytes] = 1
    #expect(limits.excesses(of: estimate).map(\.quantity) == [.scenarios, .cells, .bytes])
  }

  @Test("a tenth of the disk and a gibibyte stay free")
  func disk() {
    let gibibyte = 1 << 30
    let large = DiskSpace(freeBytes: 15 * gibibyte, totalBytes: 100 * gibibyte)
    #expect(large.holds(5 * gibibyte) && !large.holds(5 * gibibyte + 1))
    let small = DiskSpace(freeBytes: 2 * gibibyte, totalBytes: 4 * gibibyte)
    #expect(small.holds(gibibyte) && !small.holds(gibibyte + 1))
    #expect(!DiskSpace(freeBytes: 0, totalBytes: gibibyte).holds(0))
  }
}
