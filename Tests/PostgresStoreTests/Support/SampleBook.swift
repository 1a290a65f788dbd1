import DatesAndConventions
import Instruments
import MarketData
import Pricing
import RunRecords
import TestSupport

@testable import PostgresStore

/// A small book on contracts that need no terms, and a run of it.
struct SampleBook {
  static let asOf = CivilDate(iso: "2023-03-31")!
  static let paths = ["FUND/CREDIT/US", "FUND/CREDIT", "FUND/CREDITOR", "FUND/RATES/EUR/BOOK 1"]
  static let types: [ProductType] = [.fixedBond, .amortisingLoan, .fxForward]

  let settings: PostgresSettings
  let connection: PostgresConnection
  let market: MarketSnapshotRecord
  let positions: PositionSnapshotRecord

  static func instrument(_ number: Int) -> InstrumentRecord {
    InstrumentRecord(
      id: "I\(number)", name: "Instrument \(number)",
      terms: .unsupported(
        UnsupportedInstrument(
          productType: types[number % types.count], description: "a contract",
          currency: number % 4 == 0 ? .eur : .usd)))
  }

  /// In ascending id.
  static func positions(_ count: Int) -> [Position] {
    (0..<count).map { number in
      let digits = String(number)
      return Position(
        id: "P" + String(repeating: "0", count: 5 - digits.count) + digits,
        portfolio: paths[number % paths.count], instrumentID: "I\(number % 50)", quantity: Double(number) - 3,
        markCleanPrice: number % 3 == 0 ? 99.5 : nil, spreadBasisPoints: number % 3 == 1 ? 12.25 : nil,
        reportedValue: number % 2 == 0 ? 1e6 / 3 : nil)
    }
  }

  static let snapshot = MarketSnapshot(
    valuationDate: asOf, source: "test", builtAt: "2023-04-01T00:00:00Z", curves: [], discountCurves: [:],
    fxRates: ["USD": 1.0875], fxBase: .eur)

  /// The snapshots that a database holds already.
  init(_ settings: PostgresSettings) throws {
    self.settings = settings
    connection = try PostgresConnection(settings)
    market = try MarketSnapshotStore(connection).list(limit: 1)[0]
    positions = try PositionSnapshotStore(connection).list(limit: 1)[0]
  }

  init(count: Int) throws {
    settings = try TestCluster.makeDatabase()
    connection = try PostgresConnection(settings)
    market = try MarketSnapshotStore(connection).put(SampleBook.snapshot).record
    try PortfolioStore(connection).ensure(paths: SampleBook.paths)
    try InstrumentStore(connection).put((0..<50).map(SampleBook.instrument))
    positions = try PositionSnapshotStore(connection).put(
      asOf: SampleBook.asOf, source: "test", positions: SampleBook.positions(count),
      instruments: try InstrumentStore(connection).current()
    ).record
  }

  func request(buckets: Int, scenarios: [Scenario] = SampleBook.scenarios) -> RunRequest {
    RunRequest(
      marketSnapshotID: market.id, positionSnapshotID: positions.id, scenarios: scenarios,
      pricing: PricingRequest(measures: [.presentValue, .yield], reportingCurrency: .usd),
      bucketCount: buckets,
      codeVersion: "test")
  }

  static let scenarios = [
    Scenario.base, Scenario(id: "UP", shifts: [.rates(RateShift(shape: .parallel(basisPoints: 100)))]),
    Scenario(id: "DOWN", shifts: [.rates(RateShift(shape: .parallel(basisPoints: -100)))]),
  ]

  func makeRun(_ id: String = "R1", buckets: Int = 2) throws -> RunRecord {
    try RunStore(connection).create(request(buckets: buckets), id: RunID(id)!, by: "tester")
  }

  /// The results that a task would have: PV of every position, and a yield with gaps.
  static func block(_ numbers: some Sequence<Int32>) -> ResultBlock {
    var block = ResultBlock(scenarioCount: scenarios.count)
    for number in numbers {
      block.append(
        ResultBlock.Row(positionNumber: number, measure: .presentValue),
        values: [Double(number), Double(number) / 3, -Double(number)])
      let row = ResultBlock.Row(positionNumber: number, measure: .yield)
      switch number % 3 {
      case 0: block.append(row, reason: Reason(.notApplicable, "matured \"here\""))
      case 1:
        block.append(
          row,
          cells: [.success(0.03), .failure(CellGap(Reason(.didNotConverge, "yield"))), .success(0.04)])
      default: block.append(row, values: [0.01, 0.02, 0.03])
      }
    }
    return block
  }

  /// Runs every task to its end, as one worker would.
  func work(_ queue: TaskQueue) throws {
    while true {
      let claims = try queue.claim(worker: "w", limit: 10)
      if claims.isEmpty { return }
      for claim in claims { try finish(claim, queue) }
    }
  }

  func finish(_ claim: TaskClaim, _ queue: TaskQueue) throws {
    let numbers = try PositionReader(connection).positions(of: claim).map(\.number)
    try queue.complete(claim) { writer in
      try writer.write(SampleBook.block(numbers))
      try writer.write(
        numbers.map { number in
          CashFlowRow(
            positionNumber: number, periodNumber: 1, payDate: SampleBook.asOf.adding(days: 30),
            currency: .usd,
            interest: 1.5, principal: Double(number), prepayment: 0.25, balance: 7)
        })
    }
  }
}
