import DatesAndConventions
import Instruments
import MarketData
import PostgresStore
import Pricing
import RiskAnalytics
import RunRecords

/// Positions in a portfolio tree of 200 books, one run of them, and what its tasks have to store.
struct Book {
  static let bookCount = 200
  static let valuationDate = CivilDate(iso: "2023-03-31")!

  let vectors: Int
  let scenarioCount: Int
  let scenarioIDs: [String]
  let positions: PositionSnapshotRecord
  let request: RunRequest

  /// Writes the snapshots that a run needs.
  init(_ arguments: Arguments, _ connection: PostgresConnection) throws {
    vectors = arguments.vectors
    scenarioCount = arguments.scenarios
    let scenarios = (0..<arguments.scenarios).map { number in
      number == 0
        ? Scenario.base
        : Scenario(
          id: "UP_\(number)", shifts: [.rates(RateShift(shape: .parallel(basisPoints: Double(number))))])
    }
    scenarioIDs = scenarios.map(\.id)
    let market = try MarketSnapshotStore(connection).put(
      MarketSnapshot(
        valuationDate: Book.valuationDate, source: "benchmark", builtAt: "2023-04-01T00:00:00Z", curves: [],
        discountCurves: [:], fxRates: ["USD": 1.0875], fxBase: .eur)
    ).record
    try PortfolioStore(connection).ensure(paths: (0..<Book.bookCount).map(Book.path))
    try InstrumentStore(connection).put(
      (0..<1_000).map { number in
        InstrumentRecord(
          id: "I\(number)", name: "Instrument \(number)",
          terms: .unsupported(
            UnsupportedInstrument(productType: .fixedBond, description: "benchmark", currency: .usd)))
      })
    let book = (0..<arguments.vectors).map { number in
      Position(
        id: Book.id(number), portfolio: Book.path(number % Book.bookCount),
        instrumentID: "I\(number % 1_000)",
        quantity: 1_000_000)
    }
    positions = try PositionSnapshotStore(connection).put(
      asOf: Book.valuationDate, source: "benchmark", positions: book,
      instruments: try InstrumentStore(connection).current()
    ).record
    request = RunRequest(
      marketSnapshotID: market.id, positionSnapshotID: positions.id, scenarios: scenarios,
      pricing: PricingRequest(measures: [.presentValue], reportingCurrency: .usd),
      bucketCount: PositionBucket.standardCount(positions: arguments.vectors), codeVersion: "benchmark")
  }

  /// Ascending with the number, so that numbers in the snapshot are the same.
  static func id(_ number: Int) -> String {
    let digits = String(number)
    return "P" + String(repeating: "0", count: 9 - digits.count) + digits
  }

  static func path(_ book: Int) -> String { "FUND/DESK \(book % 20)/BOOK \(book)" }

  /// A value with all its bits in use.
  static func value(_ position: Int32, _ scenario: Int) -> Double {
    let mixed = (UInt64(UInt32(bitPattern: position)) << 32 | UInt64(scenario)) &* 0x9E37_79B9_7F4A_7C15
    return Double(mixed >> 11) * 1e-9
  }

  /// What each task will store, by bucket: made before the clock starts.
  func parts(threads: Int) throws -> [Part] {
    var numbers = [[Int32]](repeating: [], count: request.bucketCount)
    for number in 0..<vectors {
      let bucket = PositionBucket.bucket(ofNumber: Int32(number), bucketCount: request.bucketCount)
      numbers[bucket].append(Int32(number))
    }
    let (shares, scenarioCount) = (numbers, scenarioCount)
    let made = try onThreads(threads) { thread in
      stride(from: thread, to: shares.count, by: threads).map { Part(shares[$0], scenarioCount) }
    }
    return shares.indices.map { made[$0 % threads][$0 / threads] }
  }
}

/// What one task stores.
struct Part: Sendable {
  let block: ResultBlock
  let rollUp: RollUp

  init(_ numbers: [Int32], _ scenarioCount: Int) {
    var block = ResultBlock(scenarioCount: scenarioCount)
    for number in numbers {
      block.append(
        ResultBlock.Row(positionNumber: number, measure: .presentValue),
        values: (0..<scenarioCount).map { Book.value(number, $0) })
    }
    var rollUp = RollUp(scenarioCount: scenarioCount)
    rollUp.add(block) { number in
      RollUp.Holding(
        portfolio: Book.path(Int(number) % Book.bookCount), productType: .fixedBond, currency: .usd)
    }
    self.block = block
    self.rollUp = rollUp
  }
}

/// Nothing is converted: the whole book is in the reporting currency.
struct OneCurrency: ScenarioMarketSource {
  let valuationDate = Book.valuationDate
  let scenarioCount: Int
  var rowStride: Int { scenarioCount + 1 }

  func discountTable(currency: Currency, spreadCurve: String?, years: [Double]) throws(MissingMarketData)
    -> [Double]
  {
    throw MissingMarketData("curves")
  }

  func fxRates(base: Currency, quote: Currency) throws(MissingMarketData) -> [Double] {
    guard base == quote else { throw MissingMarketData("FX rate \(base)/\(quote)") }
    return [Double](repeating: 1, count: rowStride)
  }

  func parYields(currency: Currency, years: Double, frequency: Frequency) throws(MissingMarketData)
    -> [Double]
  {
    throw MissingMarketData("curves")
  }
}
