public import DatesAndConventions
import NumericalMethods

/// Fits a curve to bonds by least squares of their price errors over their price's slope by yield, which is to say of their
/// yield errors.
///
/// Formulas are found by Levenberg and Marquardt's steps from each pair of a grid of hump times, the best of which counts; a
/// spline by Gauss-Newton steps with its penalty. No start is random.
public struct CurveFit {
  private let quotes: [BondQuote]
  private let bonds: [BondToFit]
  /// The distinct times of all payments, ascending.
  private let times: [Double]
  /// For each bond, where its payments' times are in `times`.
  private let places: [[Int]]
  /// 1 over the slope of each price by yield.
  private let weights: [Double]
  private let curve: String

  /// Throws when bonds are too few or one cannot be used, naming `curve`.
  public init(_ quotes: [BondQuote], curve: String, valuationDate: CivilDate) throws(CurveBuildError) {
    for quote in quotes {
      if let problem = quote.problem(valuationDate) {
        throw CurveBuildError(curve: curve, quote: quote.description, problem: problem)
      }
    }
    self.quotes = quotes
    self.curve = curve
    let bonds = quotes.map { BondToFit($0, valuationDate: valuationDate) }
    let times = Array(Set(bonds.flatMap(\.years))).sorted()
    let place = Dictionary(uniqueKeysWithValues: times.enumerated().map { ($1, $0) })
    self.bonds = bonds
    self.times = times
    places = bonds.map { $0.years.map { place[$0]! } }
    weights = bonds.map { 1 / max($0.yield(at: $0.price).slope, 0.02) }
  }

  /// The fitted curve. Throws when there are fewer bonds than numbers to find, or no curve is near them.
  public func fit(_ form: CurveForm) throws(CurveBuildError) -> FittedCurve {
    switch form {
    case .nelsonSiegel: return try formula(hasSecondHump: false)
    case .svensson: return try formula(hasSecondHump: true)
    case .smoothingSpline(let roughness): return try spline(roughness)
    }
  }

  // MARK: Formulas

  /// Logarithms of half a year, 1, 2, 4, 8 and 16 years, where humps are looked for first.
  private static let humps = (-1...4).map { Double($0) * 0.6931471805599453 }
  private static let humpLimits = 0.02...100.0
  private let coarse = LevenbergMarquardt(maxIterations: 12, tolerance: 1e-3)
  private let fine = LevenbergMarquardt(maxIterations: 200, tolerance: 1e-12)
  /// So many of the starts that came closest are refined.
  private static let refined = 3

  private func formula(hasSecondHump: Bool) throws(CurveBuildError) -> FittedCurve {
    let needed = hasSecondHump ? 6 : 4
    guard bonds.count >= needed else {
      throw CurveBuildError(
        curve: curve, quote: nil, problem: "has \(bonds.count) bonds; this form needs \(needed) at least")
    }
    var near: [LeastSquaresFit] = []
    for (index, tau1) in CurveFit.humps.enumerated() {
      for tau2 in hasSecondHump ? Array(CurveFit.humps[(index + 1)...]) : [tau1] {
        let start = [0.03] + Array(repeating: 0, count: hasSecondHump ? 3 : 2)
        let taus = hasSecondHump ? [tau1, tau2] : [tau1]
        // Coefficients first, then the times too: the sum has several valleys, and each start leads down its own.
        if let level = coarse.minimise(from: start, { errors($0 + taus, hasSecondHump) }),
          let found = coarse.minimise(from: level.parameters + taus, { errors($0, hasSecondHump) })
        {
          near.append(found)
        }
      }
    }
    let found = near.sorted { $0.sumOfSquares < $1.sumOfSquares }.prefix(CurveFit.refined)
      .compactMap { fine.minimise(from: $0.parameters) { errors($0, hasSecondHump) } }
      .min { $0.sumOfSquares < $1.sumOfSquares }
    guard let found else {
      throw CurveBuildError(
        curve: curve, quote: nil, problem: "no curve of this form is near its bonds; check their prices")
    }
    let best = formula(found.parameters, hasSecondHump)
    let lastYears = bonds.map { $0.years[$0.years.count - 1] }
    return fitted(
      ZeroCurve(best, years: Array(Set(lastYears)).sorted()), formula: best, roughness: nil)
  }

  /// The formula of coefficients and logarithms of hump times.
  private func formula(_ parameters: [Double], _ hasSecondHump: Bool) -> SvenssonCurve {
    let (tau1, tau2) = (
      Exponential.exp(parameters[hasSecondHump ? 4 : 3]), Exponential.exp(parameters[parameters.count - 1])
    )
    return SvenssonCurve(
      beta: Array(parameters[..<3]) + [hasSecondHump ? parameters[3] : 0], tau1: tau1, tau2: tau2)
  }

  /// The weighted error of each bond; not a number for hump times that are no humps of any curve.
  private func errors(_ parameters: [Double], _ hasSecondHump: Bool) -> [Double] {
    let formula = formula(parameters, hasSecondHump)
    guard CurveFit.humpLimits.contains(formula.tau1), CurveFit.humpLimits.contains(formula.tau2) else {
      return bonds.map { _ in .nan }
    }
    return errors(times.map(formula.zeroRate))
  }

  // MARK: Splines

  /// What cross-validation chooses from.
  private static let roughnesses = [
    1e-8, 3e-8, 1e-7, 3e-7, 1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1,
  ]
  /// Knots at most.
  private static let mostKnots = 24

  private func spline(_ given: Double?) throws(CurveBuildError) -> FittedCurve {
    guard bonds.count >= 3 else {
      throw CurveBuildError(
        curve: curve, quote: nil, problem: "has \(bonds.count) bonds; a spline needs 3 at least")
    }
    let last = Array(Set(bonds.map { $0.years[$0.years.count - 1] })).sorted()
    // Maturities, or evenly many of them between each two knots.
    let count = min(last.count, CurveFit.mostKnots)
    let knots =
      count == 1 ? last : (0..<count).map { last[$0 * (last.count - 1) / (count - 1)] }
    let loadings = loadings(knots)
    let candidates = given.map { [$0] } ?? CurveFit.roughnesses
    var best: (curve: ZeroCurve, roughness: Double, score: Double)?
    for roughness in candidates {
      guard let found = smoothed(knots, loadings, roughness) else { continue }
      if found.score < best?.score ?? .infinity { best = (found.curve, roughness, found.score) }
    }
    guard let best else {
      throw CurveBuildError(
        curve: curve, quote: nil,
        problem: "no spline is near its bonds; check their prices, or give more roughness")
    }
    return fitted(best.curve, formula: nil, roughness: best.roughness)
  }

  /// The spline of one roughness, and its score by generalised cross-validation: mean squared error over the squared share
  /// of bonds that are left when the spline's effective number of parameters is taken away.
  private func smoothed(_ knots: [Double], _ loadings: [[Double]], _ roughness: Double) -> (
    curve: ZeroCurve, score: Double
  )? {
    let penalty = roughnessMatrix(knots)
    var rates = knots.map { _ in 0.03 }
    func curve(_ rates: [Double]) -> ZeroCurve {
      ZeroCurve(years: knots, zeroRates: rates, interpolation: .naturalCubicZero)
    }
    let count = knots.count
    for _ in 0..<50 {
      let built = curve(rates)
      var (normal, right) = normalEquations(zeroRates: times.map(built.zeroRate), derivatives: loadings)
      for row in 0..<count {
        for column in 0..<count {
          normal[row * count + column] += roughness * penalty[row * count + column]
          right[row] -= roughness * penalty[row * count + column] * rates[column]
        }
      }
      guard let step = LUFactors(normal, count: count)?.solve(right) else { return nil }
      rates = zip(rates, step).map { $0 + min(max($1, -0.2), 0.2) }
      if step.allSatisfy({ abs($0) < 1e-13 }) { break }
    }
    let built = curve(rates)
    let (data, _) = normalEquations(zeroRates: times.map(built.zeroRate), derivatives: loadings)
    var whole = data
    for index in whole.indices { whole[index] += roughness * penalty[index] }
    guard let factors = LUFactors(whole, count: count) else { return nil }
    let influence = factors.solve(data, columns: count)
    let parameters = (0..<count).reduce(0) { $0 + influence[$1 * count + $1] }
    let left = 1 - parameters / Double(bonds.count)
    guard left > 1e-6 || roughness > 0, rates.allSatisfy(\.isFinite) else { return nil }
    let error = errors(times.map(built.zeroRate)).reduce(0) { $0 + $1 * $1 } / Double(bonds.count)
    return (built, error / max(left * left, 1e-12))
  }

  /// The derivative of the zero rate at every time by the rates at the knots, whatever those are.
  private func loadings(_ knots: [Double]) -> [[Double]] {
    let flat = ZeroCurve(years: knots, zeroRates: knots.map { _ in 0 }, interpolation: .naturalCubicZero)
    let rows = flat.exponentDerivatives(ascending: times)
    return times.enumerated().map { row, years in
      rows[row * knots.count..<(row + 1) * knots.count].map { $0 / years }
    }
  }

  /// The integral of products of second derivatives of the zero rates that the spline has with 1 at one knot and 0 elsewhere.
  private func roughnessMatrix(_ knots: [Double]) -> [Double] {
    var splines = PiecewiseCubic.naturalDerivatives(arguments: [0] + knots).map(\.pieces)
    // The spline's value at 0 is the first knot's too.
    splines[1] = zip(splines[0], splines[1]).map {
      PiecewiseCubic.Piece($0.c0 + $1.c0, $0.c1 + $1.c1, $0.c2 + $1.c2, $0.c3 + $1.c3)
    }
    splines.removeFirst()
    let widths = zip([0] + knots, knots).map { $1 - $0 }
    return splines.flatMap { a in
      splines.map { b in
        widths.indices.reduce(0) { sum, index in
          let (p, q, h) = (a[index], b[index], widths[index])
          return sum + 4 * p.c2 * q.c2 * h + 6 * (p.c2 * q.c3 + p.c3 * q.c2) * h * h + 12 * p.c3 * q.c3 * h
            * h * h
        }
      }
    }
  }

  // MARK: Least squares

  /// The price of each bond, from the zero rates at all times.
  private func prices(_ zeroRates: [Double]) -> [Double] {
    var factors = zip(times, zeroRates).map { -$0 * $1 }
    Exponential.expInPlace(&factors)
    return zip(bonds, places).map { bond, places in
      zip(bond.amounts, places).reduce(0) { $0 + $1.0 * factors[$1.1] }
    }
  }

  /// The weighted error of each bond, from the zero rates at all times.
  private func errors(_ zeroRates: [Double]) -> [Double] {
    let prices = prices(zeroRates)
    return bonds.indices.map { (bonds[$0].price - prices[$0]) * weights[$0] }
  }

  /// JᵀJ and Jᵀr of the weighted errors r by the parameters, from the derivatives of the zero rate at every time by them.
  private func normalEquations(zeroRates: [Double], derivatives: [[Double]])
    -> (normal: [Double], right: [Double])
  {
    let count = derivatives[0].count
    let prices = prices(zeroRates)
    let slopes = zip(times, zeroRates).map { $0 * Exponential.exp(-$0 * $1) }
    var normal = Array(repeating: 0.0, count: count * count)
    var right = Array(repeating: 0.0, count: count)
    for (number, bond) in bonds.enumerated() {
      var row = Array(repeating: 0.0, count: count)
      for (amount, place) in zip(bond.amounts, places[number]) {
        let weight = weights[number] * amount * slopes[place]
        for index in 0..<count { row[index] -= weight * derivatives[place][index] }
      }
      let error = (bond.price - prices[number]) * weights[number]
      for i in 0..<count {
        right[i] += row[i] * error
        for j in 0..<count { normal[i * count + j] += row[i] * row[j] }
      }
    }
    return (normal, right)
  }

  private func fitted(_ curve: ZeroCurve, formula: SvenssonCurve?, roughness: Double?) -> FittedCurve {
    let prices = prices(times.map(curve.zeroRate))
    return FittedCurve(
      curve: curve, formula: formula, roughness: roughness,
      residuals: quotes.indices.map { index in
        let (bond, value) = (bonds[index], prices[index])
        return FitResidual(
          bond: quotes[index], price: 100 * (bond.price - value),
          yieldBasisPoints: (bond.yield(at: bond.price).yield - bond.yield(at: value).yield) * 10_000)
      })
  }
}

extension MarketSnapshot {
  /// A fitted curve with its residuals; `nil` for an id that is not a fitted curve's. Throws when it cannot be fitted.
  public func fittedCurve(_ id: String) throws(CurveBuildError) -> FittedCurve? {
    guard let quotes = curves.first(where: { $0.id == id }), case .fitted(let form) = quotes.kind else {
      return nil
    }
    return try CurveFit(quotes.bonds, curve: id, valuationDate: valuationDate).fit(form)
  }
}

extension LeastSquaresFit {
  fileprivate var sumOfSquares: Double { residuals.reduce(0) { $0 + $1 * $1 } }
}
