import DatesAndConventions
import Foundation
import MarketData
import Testing

/// Maturities, par spreads and upfronts against QuantLib 1.44's ISDA engine and Markit's converter, by
/// `Tools/goldens/credit_default_swaps.py`.
@Suite struct CreditCurveGoldenTests {
  struct Goldens: Decodable {
    struct Markit: Decodable {
      struct Case: Decodable {
        let maturity: CivilDate
        let spread: Double
        let recovery: Double
        let upfront: Double
      }

      let traded: CivilDate
      let notional: Double
      let coupon: Double
      let days: [Int]
      let zeroRates: [Double]
      let cases: [Case]
    }

    struct Maturity: Decodable {
      let traded: CivilDate
      let tenor: Tenor
      let maturity: CivilDate
    }

    let markit: Markit
    let maturities: [Maturity]
    let curves: [Curve]
  }

  struct Curve: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let valuation: CivilDate
    let rates: [Double]
    let tenors: [Tenor]
    let maturities: [CivilDate]
    let hazards: [Double]
    let recovery: Double
    let parSpreads: [Double]
    let upfronts: [Double]

    var testDescription: String { name }

    var discount: ZeroCurve {
      get throws {
        try ZeroCurve(
          CurveQuotes(
            id: "USD", currency: .usd, kind: .zero(.continuous), interpolation: .logLinearDiscount,
            points: zip(CreditCurveGoldenTests.rateTenors, rates).map { CurvePoint(tenor: $0, rate: $1) },
            source: "golden"), valuationDate: valuation)
      }
    }

    func quotes(_ kind: CreditQuoteKind, _ values: [Double]) -> CreditQuotes {
      CreditQuotes(
        id: "ACME", currency: .usd, recovery: recovery, kind: kind, coupon: kind == .upfront ? 0.05 : nil,
        points: zip(tenors, values).map { CreditPoint(tenor: $0, quote: $1) }, source: "golden")
    }

    func swap(_ maturity: CivilDate) throws -> StandardCreditSwap {
      StandardCreditSwap(
        maturity: maturity, valuationDate: valuation, recovery: recovery, discount: try discount,
        hazardDates: maturities)
    }
  }

  static let rateTenors = ["1M", "3M", "6M", "1Y", "2Y", "3Y", "5Y", "7Y", "10Y", "15Y", "30Y"]
    .map { Tenor($0)! }

  static let goldens: Goldens = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Goldens/credit_curves.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(Goldens.self, from: Data(contentsOf: file))
    } catch {
      preconditionFailure("\(file): \(error)")
    }
  }()

  @Test func everyCaseIsRead() {
    #expect(Self.goldens.curves.count == 100)
    #expect(Self.goldens.maturities.count == 300)
    #expect(Self.goldens.markit.cases.count == 20)
  }

  @Test func maturities() {
    for golden in Self.goldens.maturities {
      #expect(
        CreditSwapSchedule.maturity(of: golden.tenor, tradedOn: golden.traded) == golden.maturity,
        "\(golden.tenor) traded on \(golden.traded)")
    }
  }

  /// The ISDA code gives these on its own curve; QuantLib's differs from it by less than a cent of the ten million.
  @Test func markitUpfronts() throws {
    let markit = Self.goldens.markit
    let discount = ZeroCurve(
      years: markit.days.map { Double($0) / 365 }, zeroRates: markit.zeroRates,
      interpolation: .logLinearDiscount)
    for golden in markit.cases {
      let swap = StandardCreditSwap(
        maturity: golden.maturity, valuationDate: markit.traded, recovery: golden.recovery, discount: discount
      )
      let upfront = try #require(swap.upfront(coupon: markit.coupon, conventionalSpread: golden.spread))
      #expect(
        abs(markit.notional * upfront - golden.upfront) <= 0.02, "\(golden.maturity) at \(golden.spread)")
      let spread = try #require(swap.conventionalSpread(coupon: markit.coupon, upfront: upfront))
      #expect(abs(spread - golden.spread) <= 1e-12)
    }
  }

  /// QuantLib looks at survival for the last premium until the day before it is paid, which is maturity itself only on a Sunday.
  /// Else a few days' premium at most hang on a default on one day: at the largest hazard rate here, 1.3 a year, 1e-5 of a
  /// spread, and 1e-6 of the notional.
  @Test(arguments: goldens.curves)
  func equalsQuantLib(golden: Curve) throws {
    let curve = try CreditCurve(
      golden.quotes(.hazardRate, golden.hazards), discount: golden.discount, valuationDate: golden.valuation)
    #expect(curve.dates == golden.maturities)
    for (index, maturity) in golden.maturities.enumerated() {
      let swap = try golden.swap(maturity)
      let tolerance = maturity.weekday == .sunday ? 1e-12 : 1e-5
      #expect(abs(swap.parSpread(curve) / golden.parSpreads[index] - 1) <= tolerance)
      #expect(abs(swap.upfront(coupon: 0.05, curve) - golden.upfronts[index]) <= max(tolerance / 10, 1e-12))
    }
  }

  /// Quotes of either kind, taken from the hazard rates, give the hazard rates back, and every quote reprices.
  @Test(arguments: goldens.curves)
  func quotesGiveTheirHazardRatesBack(golden: Curve) throws {
    let discount = try golden.discount
    let known = CreditCurve(
      valuationDate: golden.valuation, dates: golden.maturities, hazardRates: golden.hazards)
    let swaps = try golden.maturities.map { try golden.swap($0) }
    let spreads = swaps.map { $0.parSpread(known) }
    let fromSpreads = try CreditCurve(
      golden.quotes(.parSpread, spreads), discount: discount, valuationDate: golden.valuation)
    for (swap, spread) in zip(swaps, spreads) {
      #expect(abs(swap.parSpread(fromSpreads) - spread) <= 1e-10 * max(spread, 1))
    }
    let upfronts = swaps.map { $0.upfront(coupon: 0.05, known) }
    let fromUpfronts = try CreditCurve(
      golden.quotes(.upfront, upfronts), discount: discount, valuationDate: golden.valuation)
    for (swap, upfront) in zip(swaps, upfronts) {
      #expect(abs(swap.upfront(coupon: 0.05, fromUpfronts) - upfront) <= 1e-10)
    }
    // What little is left of an entity that has all but defaulted says little about its last hazard rates.
    for ((rate, again), maturity) in zip(zip(golden.hazards, fromSpreads.hazardRates), golden.maturities)
    where known.survival(to: maturity) > 0.01 {
      #expect(abs(again - rate) <= 1e-8 * max(rate, 0.01))
    }
  }
}
