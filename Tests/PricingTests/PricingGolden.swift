import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing

/// The file written by `Tools/goldens/pricing.py`.
struct PricingGolden: Decodable {
  struct Point: Decodable {
    let tenor: String
    let rate: Double
  }

  struct Case: Decodable {
    let kind: String
    let value: Double
    let dollarDuration: Double?
    let spreadBp: Double?
    // Bonds.
    let currency: Currency?
    let convention: BondConventionID?
    let dated: CivilDate?
    let maturity: CivilDate?
    let coupon: Double?
    let frequency: Frequency?
    let endOfMonth: Bool?
    let settlement: CivilDate?
    let clean: Double?
    let accrued: Double?
    // Loans.
    let style: String?
    let balance: Double?
    let balanceDate: CivilDate?
    let firstPayment: CivilDate?
    let rate: Double?
    let periods: Int?
    let interestOnly: Int?
    // Forwards.
    let buy: Currency?
    let sell: Currency?
    let buyAmount: Double?
    let sellAmount: Double?
    let valueCurrency: Currency?
  }

  let valuationDate: CivilDate
  let curves: [String: [Point]]
  let fxPerEur: [String: Double]
  let cases: [Case]

  static func load() throws -> PricingGolden {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/pricing.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(PricingGolden.self, from: Data(contentsOf: file))
  }

  /// The script's curves as a snapshot: linear in continuously compounded zero rates, pillars at tenor dates.
  func snapshot() throws -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: valuationDate, source: "golden", builtAt: "2023-03-31T00:00:00Z",
      curves: curves.map { code, points in
        CurveQuotes(
          id: "\(code).ZERO", currency: Currency(code)!, kind: .zero(.continuous), interpolation: .linearZero,
          points: points.map { CurvePoint(tenor: Tenor($0.tenor)!, rate: $0.rate) }, source: "golden")
      },
      spreadCurves: [
        SpreadQuotes(
          id: "USD.CORPORATE", currency: .usd,
          points: [
            SpreadPoint(tenor: Tenor("1Y")!, basisPoints: 50),
            SpreadPoint(tenor: Tenor("10Y")!, basisPoints: 150),
          ], source: "golden")
      ],
      discountCurves: Dictionary(uniqueKeysWithValues: curves.keys.map { ($0, "\($0).ZERO") }),
      fxRates: fxPerEur, fxBase: .eur)
  }
}

extension PricingGolden.Case {
  func terms() throws -> Instrument {
    switch kind {
    case "bond":
      return .fixedBond(
        try FixedBond(
          currency: currency!, datedDate: dated!, maturity: maturity!, coupon: coupon!, frequency: frequency!,
          convention: convention!, endOfMonth: endOfMonth!))
    case "loan":
      let amortisation: Amortisation
      switch style! {
      case "level": amortisation = .levelPay(payment: nil, periods: nil)
      case "balloon": amortisation = .levelPay(payment: nil, periods: periods)
      case "linear": amortisation = .linear(periods: nil)
      case "bullet": amortisation = .bullet
      default: amortisation = .interestOnlyThenLevelPay(interestOnlyPeriods: interestOnly!, periods: nil)
      }
      return .amortisingLoan(
        try AmortisingLoan(
          currency: currency!, balance: balance!, balanceDate: balanceDate!, firstPaymentDate: firstPayment!,
          maturity: maturity!, rate: rate!, amortisation: amortisation))
    default:
      return .fxForward(
        try FXForward(
          buyCurrency: buy!, buyAmount: buyAmount!, sellCurrency: sell!, sellAmount: sellAmount!,
          settlementDate: settlement!, valueCurrency: valueCurrency!))
    }
  }

  /// Currency units of face, balance or bought amount behind one unit of quantity, for tolerances.
  var notional: Double {
    switch kind {
    case "bond": return 100
    case "loan": return balance!
    default: return max(buyAmount!, sellAmount!)
    }
  }
}
