import DatesAndConventions
import Foundation
@testable import MarketData
import Testing

/// Curves fitted to bonds, against scipy's least squares and QuantLib 1.44's formulas; see `Tools/goldens/fitted_curves.py`.
@Suite struct FittedCurveTests {
  struct Golden: Decodable {
    struct Fit: Decodable, CustomTestStringConvertible {
      let name: String
      let form: String
      let coupon: Double?
      let points: [CurvePoint]
      let roughness: Double?
      let years: [Double]
      let zeroRates: [Double]

      var testDescription: String { "\(name) \(form) \(roughness ?? 0)" }

      var curveForm: CurveForm {
        switch form {
        case "nelson_siegel": .nelsonSiegel
        case "svensson": .svensson
        default: .smoothingSpline(roughness: roughness)
        }
      }
    }

    struct Formula: Decodable {
      let beta: [Double]
      let taus: [Double]
      let days: [Int]
      let discountFactors: [Double]
    }

    let valuationDate: CivilDate
    let fits: [Fit]
    let formulas: [Formula]
  }

  static let golden: Golden = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Goldens/fitted_curves.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(Golden.self, from: try Data(contentsOf: file))
    } catch {
      preconditionFailure(
        "\(file.path) is missing or not as Tools/goldens/fitted_curves.py writes it: \(error)")
    }
  }()

  static func bonds(_ points: [CurvePoint], coupon: Double?) -> [BondQuote] {
    points.map { point in
      BondQuote(
        maturity: point.tenor.date(after: golden.valuationDate), coupon: coupon ?? point.rate,
        frequency: .semiannual, cleanPrice: coupon == nil ? 100 : nil, yield: coupon == nil ? nil : point.rate
      )
    }
  }

  /// Both minimise the same sum. A hundredth of a basis point apart: the sum of six numbers over eight bonds is flat.
  @Test(arguments: golden.fits)
  func findsTheLeastSquares(_ expected: Golden.Fit) throws {
    let quotes = Self.bonds(expected.points, coupon: expected.coupon)
    let fit = try CurveFit(quotes, curve: expected.name, valuationDate: Self.golden.valuationDate)
    let found = try fit.fit(expected.curveForm)
    for (years, rate) in zip(expected.years, expected.zeroRates) {
      #expect(
        abs(found.curve.zeroRate(at: years) - rate) <= 1e-6,
        "\(years): \(found.curve.zeroRate(at: years)), not \(rate)")
    }
    // A quote is its curve's price and its residual.
    for (bond, residual) in zip(quotes, found.residuals) where bond.cleanPrice != nil {
      let own = BondToFit(bond, valuationDate: Self.golden.valuationDate)
      let value = zip(own.years, own.amounts).reduce(0) { $0 + $1.1 * found.curve.discountFactor(at: $1.0) }
      #expect(abs(100 * value + residual.price - 100 - 100 * own.accrued) <= 1e-10)
    }
  }

  @Test(arguments: golden.formulas.indices)
  func theFormulaIsQuantLibs(_ index: Int) {
    let expected = Self.golden.formulas[index]
    let formula = SvenssonCurve(beta: expected.beta, tau1: expected.taus[0], tau2: expected.taus[1])
    let curve = ZeroCurve(formula, years: [1, 30])
    for (days, factor) in zip(expected.days, expected.discountFactors) {
      #expect(abs(curve.discountFactor(at: Double(days) / 365) - factor) <= 1e-14)
    }
    for years in [0.1, 2, 7, 25] {
      let slope = (curve.exponent(at: years + 1e-5) - curve.exponent(at: years - 1e-5)) / 2e-5
      #expect(abs(curve.forwardRate(at: years) - slope) <= 1e-9)
    }
    #expect(abs(curve.zeroRate(at: 0) - expected.beta[0] - expected.beta[1]) <= 1e-15)
  }

  /// Prices made from a formula give it back, and no bond is off.
  @Test func exactPricesGiveTheFormulaBack() throws {
    let truth = SvenssonCurve(beta: [0.031, -0.012, 0.018, 0.025], tau1: 1.4, tau2: 9)
    let quotes = (1...30).map { year in
      let maturity = Self.golden.valuationDate.adding(months: 12 * year - 5)
      let bond = BondQuote(maturity: maturity, coupon: 0.03, frequency: .annual, cleanPrice: 100)
      let own = BondToFit(bond, valuationDate: Self.golden.valuationDate)
      let price = zip(own.years, own.amounts).reduce(0) { $0 + $1.1 * exp(-truth.zeroRate(at: $1.0) * $1.0) }
      return BondQuote(
        maturity: maturity, coupon: 0.03, frequency: .annual, cleanPrice: 100 * (price - own.accrued))
    }
    let found = try CurveFit(quotes, curve: "X", valuationDate: Self.golden.valuationDate).fit(.svensson)
    #expect(found.rootMeanSquare <= 1e-6)
    let formula = try #require(found.formula)
    for (a, b) in zip(formula.beta, truth.beta) { #expect(abs(a - b) <= 1e-6) }
    #expect(abs(formula.tau1 - 1.4) <= 1e-4 && abs(formula.tau2 - 9) <= 1e-3)
  }

  /// Cross-validation takes a roughness between following every bond and a straight line, and noise comes out as residuals.
  @Test func crossValidationSmoothsNoiseAway() throws {
    let quotes = (1...40).map { half in
      BondQuote(
        maturity: Self.golden.valuationDate.adding(months: 6 * half), coupon: 0, frequency: .semiannual,
        yield: 0.03 + 0.01 * exp(-Double(half) / 10) + (half % 2 == 0 ? 0.0005 : -0.0005))
    }
    let fit = try CurveFit(quotes, curve: "X", valuationDate: Self.golden.valuationDate)
    let found = try fit.fit(.smoothingSpline(roughness: nil))
    #expect(found.rootMeanSquare > 4 && found.rootMeanSquare < 5.5)
    for years in [2.0, 8, 15] {
      let truth = 2 * log1p((0.03 + 0.01 * exp(-years / 5)) / 2)
      #expect(abs(found.curve.zeroRate(at: years) - truth) <= 2e-4)
    }
    let stiff = try fit.fit(.smoothingSpline(roughness: 1e6))
    #expect(stiff.rootMeanSquare > found.rootMeanSquare)
  }

  @Test func bondsThatCannotBeUsedAreNamed() throws {
    let date = Self.golden.valuationDate
    func failure(_ bond: BondQuote) -> CurveBuildError? {
      #expect(throws: CurveBuildError.self) { try CurveFit([bond], curve: "X", valuationDate: date) }
    }
    let matured = failure(BondQuote(maturity: date, coupon: 0.03, frequency: .annual, cleanPrice: 100))
    #expect(matured?.quote == "bond 2023-03-31 3.0%")
    let later = date.adding(months: 24)
    #expect(
      failure(BondQuote(maturity: later, coupon: 0.03, frequency: .annual))?.problem.contains("neither")
        == true)
    #expect(
      failure(BondQuote(maturity: later, coupon: 0.03, frequency: .annual, cleanPrice: -3))?.problem.contains(
        "above 0") == true)
    let few = try CurveFit(
      [BondQuote(maturity: later, coupon: 0.03, frequency: .annual, cleanPrice: 100)], curve: "X",
      valuationDate: date)
    #expect(throws: CurveBuildError.self) { try few.fit(.svensson) }
    #expect(throws: CurveBuildError.self) { try few.fit(.smoothingSpline(roughness: nil)) }
  }
}

/// Fitted curves as part of a market.
extension FittedCurveTests {
  static func market(_ form: CurveForm) -> MarketSnapshot {
    let treasury = golden.fits[0]
    let curve = CurveQuotes(
      id: "USD.FIT", currency: .usd, kind: .fitted(form), interpolation: .naturalCubicZero,
      bonds: bonds(treasury.points, coupon: nil), source: "golden")
    return TestMarket.snapshot(
      curves: [curve], spreads: [], discountCurves: ["USD": "USD.FIT"], fxRates: ["USD": 1.0875])
  }

  @Test(arguments: [
    CurveForm.nelsonSiegel, .smoothingSpline(roughness: nil), .smoothingSpline(roughness: 0.001),
  ])
  func survivesItsDocument(_ form: CurveForm) throws {
    let snapshot = Self.market(form)
    #expect(snapshot.problems == [])
    let written = try JSONEncoder().encode(snapshot)
    #expect(try JSONDecoder().decode(MarketSnapshot.self, from: written) == snapshot)
    let fit = try #require(try snapshot.fittedCurve("USD.FIT"))
    #expect(try snapshot.zeroCurves()["USD.FIT"] == fit.curve)
    #expect(fit.residuals.count == 8)
  }

  /// Yields 10 basis points higher give zero rates about as much higher, by a curve that is fitted again.
  @Test func shiftsOfQuotesMoveYields() throws {
    let scenarios = [Scenario.base, Scenario("UP", .quote(.parallel(basisPoints: 10)))]
    let curves = try #require(
      try Self.market(.smoothingSpline(roughness: 1e-5)).curve("USD.FIT", under: scenarios))
    for years in [2.0, 9, 25] {
      #expect(abs(curves[1].zeroRate(at: years) - curves[0].zeroRate(at: years) - 0.001) <= 5e-5)
    }
  }

  @Test func mistakesAreNamed() {
    let old = BondQuote(maturity: TestMarket.date, coupon: 0.03, frequency: .annual, cleanPrice: 100)
    let curve = CurveQuotes(
      id: "USD.FIT", currency: .usd, kind: .fitted(.smoothingSpline(roughness: -1)),
      interpolation: .linearZero, bonds: [old], source: "test")
    let snapshot = TestMarket.snapshot(curves: [curve], spreads: [], discountCurves: [:], fxRates: [:])
    #expect(
      snapshot.problems.map(\.path) == [
        "curves[USD.FIT].kind.fitted.roughness", "curves[USD.FIT].interpolation",
        "curves[USD.FIT].points[bond 2023-03-31 3.0%]",
      ])
  }
}
