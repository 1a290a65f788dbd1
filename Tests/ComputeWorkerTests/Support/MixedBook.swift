import DatesAndConventions
import Instruments
import MarketData
import PostgresStore
import Pricing
import RunRecords
import TestSupport

@testable import ComputeWorker

/// A book of every kind of contract in several currencies, one of which has no curve, and runs of it by a real worker.
struct MixedBook {
  static let day = CivilDate(iso: "2023-03-31")!
  static let books = ["A/CREDIT/US", "A/CREDIT/EU", "A/CREDIT", "A/RATES", "B"]
  static let scenarios = [
    Scenario.base,
    Scenario(id: "UP", shifts: [.rates(RateShift(shape: .parallel(basisPoints: 100)))]),
    Scenario(id: "DOLLAR", shifts: [.foreignExchange(FXShift(fraction: -0.05))]),
  ]

  let settings: PostgresSettings
  let connection: PostgresConnection
  private let market: String

  init() throws {
    settings = try TestCluster.makeDatabase()
    connection = try PostgresConnection(settings)
    market = try MarketSnapshotStore(connection).put(Self.market()).record.id
    try InstrumentStore(connection).put(try (0..<40).map(Self.instrument))
  }

  private static func market() -> MarketSnapshot {
    func curve(_ currency: Currency, _ rates: [Double]) -> CurveQuotes {
      CurveQuotes(
        id: currency.code, currency: currency, kind: .zero(.continuous), interpolation: .linearZero,
        points: zip([1, 5, 30], rates).map { CurvePoint(tenor: Tenor($0, .years), rate: $1) }, source: "test")
    }
    return MarketSnapshot(
      valuationDate: day, source: "test", builtAt: "2023-04-01T00:00:00Z",
      curves: [curve(.usd, [0.046, 0.036, 0.037]), curve(.eur, [0.031, 0.024, 0.022])],
      discountCurves: ["EUR": "EUR", "USD": "USD"], fxRates: ["USD": 1.0875, "JPY": 144.8], fxBase: .eur,
      creditCurves: [
        CreditQuotes(
          id: "ACME", currency: .usd, recovery: 0.4, kind: .parSpread,
          points: [CreditPoint(tenor: Tenor(5, .years), quote: 0.0142)], source: "test")
      ])
  }

  static func instrument(_ number: Int) throws -> InstrumentRecord {
    let currency: Currency = number % 3 == 0 ? .eur : .usd
    let end = day.adding(days: 400 + 137 * number)
    let terms: Instrument =
      switch number % 5 {
      case 0, 1:
        .fixedBond(
          try FixedBond(
            currency: currency, datedDate: CivilDate(iso: "2022-01-15")!, maturity: end,
            coupon: 0.01 * Double(number % 7),
            frequency: .semiannual, convention: .usCorporate))
      case 2:
        .amortisingLoan(
          try AmortisingLoan(
            currency: currency, balance: 1_234_567.89 / Double(1 + number),
            balanceDate: CivilDate(iso: "2023-03-15")!,
            firstPaymentDate: CivilDate(iso: "2023-04-15")!, maturity: CivilDate(iso: "2031-03-15")!,
            rate: 0.055,
            amortisation: .levelPay(payment: nil, periods: nil), prepaymentRate: 0.06))
      case 3:
        .fxForward(
          try FXForward(
            buyCurrency: number % 2 == 0 ? .jpy : .eur, buyAmount: 100_000, sellCurrency: .usd,
            sellAmount: 109_000,
            settlementDate: end, valueCurrency: .usd))
      case 4 where number % 2 == 0:
        .derivative(
          .creditDefaultSwap(
            try CreditDefaultSwap(
              currency: currency, creditCurve: "ACME", protection: .bought, notional: 5e6, coupon: 0.01,
              maturity: CivilDate(iso: "2028-06-20")!)))
      default:
        .unsupported(
          UnsupportedInstrument(productType: .derivatives, description: "a swap", currency: currency))
      }
    return InstrumentRecord(
      id: "I\(number)", name: "Instrument \(number)", issuer: number % 4 == 0 ? nil : "ISSUER \(number % 3)",
      rating: number % 7 == 0 ? nil : ["AA", "B"][number % 2], terms: terms)
  }

  static func position(_ number: Int, quantity: Double? = nil, in book: String? = nil) -> Position {
    let isBond = number % 5 < 2
    return Position(
      id: "P\(1_000 + number)", portfolio: book ?? books[number % books.count],
      instrumentID: "I\(number % 40)",
      quantity: quantity ?? (isBond ? 1e6 / 3 : 1) * Double(number % 4 - 1),
      markCleanPrice: isBond && number % 2 == 0 ? 91.37 : nil,
      spreadBasisPoints: isBond && number % 2 == 1 ? 33 : nil)
  }

  static let positions = (0..<97).map { position($0) }

  /// A finished run of these positions.
  func run(_ id: String, of positions: [Position]) throws -> RunID {
    let id = RunID(id)!
    let snapshot = try PositionSnapshotStore(connection).put(
      asOf: Self.day, source: "test", positions: positions,
      instruments: try InstrumentStore(connection).current())
    let request = RunRequest(
      marketSnapshotID: market, positionSnapshotID: snapshot.record.id, scenarios: Self.scenarios,
      pricing: PricingRequest(
        measures: Measure.allCases, baseOnlyMeasures: [.keyRateDV01, .yield], reportingCurrency: .usd),
      bucketCount: 2, codeVersion: "test")
    _ = try RunStore(connection).create(request, id: id, by: "test")
    _ = try Worker(settings, options: WorkerOptions(name: "w", untilIdle: true), stop: StopFlag()) { _ in }
      .run()
    return id
  }
}
