import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing

/// A case of the file written by `Tools/goldens/variable_loans.py`.
struct VariableLoanGolden: Decodable {
  struct Reset: Decodable {
    let index: RateIndexID
    let margin: Double
    let floor: Double
    let first: CivilDate
    let months: Int
    let lookback: Int?
    let step: Double?
    let direction: String?
    let firstCap: Double?
    let periodicCap: Double?
    let cap: Double?
  }

  struct PaymentReset: Decodable {
    let first: CivilDate
    let months: Int
    let cap: Double?
  }

  struct Commitment: Decodable {
    let amount: Double
    let revolving: Bool
    let fee: Double
    let utilisation: Double
    let threshold: Double
  }

  /// A day and an amount.
  struct Dated: Decodable {
    let date: CivilDate
    let amounts: [Double]

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      date = try container.decode(CivilDate.self)
      var amounts: [Double] = []
      while !container.isAtEnd { amounts.append(try container.decode(Double.self)) }
      self.amounts = amounts
    }
  }

  let name: String
  let currency: Currency
  let frequency: Frequency
  let balance: Double
  let rate: Double
  let dayCount: DayCount
  let calendar: CalendarID
  let balanceDate: CivilDate
  let amortisation: String
  let first: CivilDate
  let maturity: CivilDate
  let reset: Reset?
  let paymentReset: PaymentReset?
  let payment: Double?
  let periods: Int?
  let io: Int?
  let limit: Double?
  let cpr: Double?
  let penalties: [Dated]?
  let servicingFee: Double?
  let commitment: Commitment?
  let drawdowns: [Dated]?
  let repayments: [Dated]?
  let value: Double
  let valueUp: Double
  let dv01: Double?
  /// Day; interest with fees, principal, prepayment, balance.
  let payments: [Dated]
  /// Which of all payments to come those are.
  let places: [Int]
  let count: Int

  static func load() throws -> [VariableLoanGolden] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Goldens/variable_loans.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([VariableLoanGolden].self, from: Data(contentsOf: file))
  }

  func terms(farCaps: Bool = false) throws -> VariableLoan {
    let amortisation: Amortisation
    switch self.amortisation {
    case "level_pay": amortisation = .levelPay(payment: payment, periods: periods)
    case "io": amortisation = .interestOnlyThenLevelPay(interestOnlyPeriods: io ?? 0, periods: periods)
    case "linear": amortisation = .linear(principal: payment, periods: periods)
    default: amortisation = .bullet
    }
    func payments(_ dated: [Dated]?) -> [PrincipalPayment] {
      (dated ?? []).map { PrincipalPayment(date: $0.date, amount: $0.amounts[0]) }
    }
    return try VariableLoan(
      loan: AmortisingLoan(
        currency: currency, balance: balance, balanceDate: balanceDate, firstPaymentDate: first,
        maturity: maturity, rate: rate, frequency: frequency, dayCount: dayCount,
        amortisation: amortisation, servicingFee: servicingFee ?? 0, prepaymentRate: cpr ?? 0,
        calendar: calendar, paymentConvention: calendar == .weekendsOnly ? .unadjusted : .following),
      rateReset: reset.map { reset in
        LoanRateReset(
          index: reset.index, margin: reset.margin, first: reset.first, months: reset.months,
          lookbackDays: reset.lookback,
          rounding: reset.step.map {
            RateRounding(step: $0, direction: RateRounding.Direction(rawValue: reset.direction!)!)
          },
          firstCap: farCaps ? 1 : reset.firstCap, periodicCap: farCaps ? 1 : reset.periodicCap,
          cap: farCaps ? 1 : reset.cap, floor: farCaps ? 0 : reset.floor)
      },
      paymentReset: paymentReset.map { LoanPaymentReset(first: $0.first, months: $0.months, cap: $0.cap) },
      balanceLimit: limit,
      commitment: commitment.map {
        LoanCommitment(
          amount: $0.amount, isRevolving: $0.revolving, fee: $0.fee, utilisationFee: $0.utilisation,
          utilisationThreshold: $0.threshold)
      },
      drawdowns: payments(drawdowns), repayments: payments(repayments),
      prepaymentPenalties: (penalties ?? []).map { PrepaymentPenalty(through: $0.date, rate: $0.amounts[0]) })
  }
}

/// The market of `FloatingMarket` with an average of overnight rates and a Treasury yield.
enum VariableLoanMarket {
  static let snapshot: MarketSnapshot = {
    let full = FloatingMarket.snapshot()
    let days = (1...800).reversed().map { FloatingMarket.valuationDate.adding(days: -$0) }
    func fixings(_ index: RateIndexID) -> [IndexFixing] {
      let calendar = BusinessCalendar(RateIndex.of(index).calendar)
      return days.filter(calendar.isBusinessDay).map {
        IndexFixing(
          date: $0, rate: 0.0474 + 1e-5 * Double((FloatingMarket.valuationDate - $0) % 41))
      }
    }
    return MarketSnapshot(
      valuationDate: full.valuationDate, source: "golden", builtAt: full.builtAt, curves: full.curves,
      spreadCurves: [
        SpreadQuotes(
          id: "USD.LOANS", currency: .usd,
          points: [SpreadPoint(tenor: Tenor(5, .years), basisPoints: 120)], source: "test")
      ],
      discountCurves: full.discountCurves, fxRates: full.fxRates, fxBase: .eur,
      indexCurves: full.indexCurves.merging(
        ["USD-SOFR-AVERAGE-30D": "USD-SOFR.PROJECTION", "USD-TREASURY-1Y": "USD"]) { $1 },
      fixings: full.fixings.merging(
        [
          "USD-SOFR-AVERAGE-30D": fixings(.usdSOFRAverage30D), "USD-TREASURY-1Y": fixings(.usdTreasury1Y),
        ]) { $1 })
  }()

  static func pricer(
    _ measures: [Measure], _ scenarios: [Scenario] = [.base], snapshot: MarketSnapshot = snapshot
  ) throws -> BatchPricer {
    try FloatingMarket.pricer(measures, scenarios, snapshot: snapshot, reporting: .usd)
  }
}
