public import DatesAndConventions
import Glibc
import NumericalMethods

/// Fits a curve to bonds by least squares of their price errors over their price's slope by yield, which is to say of their
/// yield errors.
///
/// Formulas are found by damped Gauss-Newton steps from each pair of hump times of a grid, the best of which counts; a spline by Gauss-Newton steps with its penalty. Steps use exact derivatives, and no start is random.
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

  /// Where humps are looked for first, years.
  private static let humps = [0.5, 1, 2, 4, 8, 16]

  private func formula(hasSecondHump: Bool) throws(CurveBuildError) -> FittedCurve {
    let needed = hasSecondHump ? 6 : 4
    guard bonds.count >= needed else {
      throw CurveBuildError(
        curve: curve, quote: nil, problem: "has \(bonds.count) bonds; this form needs \(needed) at least")
    }
    var best: (formula: SvenssonCurve, error: Double)?
    for (index, tau1) in CurveFit.humps.enumerated() {
      for tau2 in hasSecondHump ? Array(CurveFit.humps[(index + 1)...]) : [tau1] {
        let start = SvenssonCurve(beta: [0.03, 0, 0, 0], tau1: tau1, tau2: tau2)
        // Coefficients first, then the times too: the sum has several valleys, and each start leads down its own.
        guard let near = refined(start, hasSecondHump: hasSecondHump, movesTimes: false),
          let found = refined(near.formula, hasSecondHump: hasSecondHump, movesTimes: true)
        else { continue }
        if found.error < best?.error ?? .infinity { best = found }
      }
    }
    guard let found = best else {
      throw CurveBuildError(
        curve: curve, quote: nil, problem: "no curve of this form is near its bonds; check their prices")
    }
    let lastYears = bonds.map { $0.years[$0.years.count - 1] }
    return fitted(
      ZeroCurve(found.formula, years: Array(Set(lastYears)).sorted()), formula: found.formula, roughness: nil)
  }

  /// Gauss-Newton steps with Levenberg and Marquardt's damping, until they change nothing; `nil` when they fail.
  private func refined(_ start: SvenssonCurve, hasSecondHump: Bool, movesTimes: Bool)
    -> (formula: SvenssonCurve, error: Double)?
  {
    var formula = start
    var error = sumOfSquares(times.map(formula.zeroRate))
    var damping = 1e-6
    for _ in 0..<200 {
      let (normal, right) = normalEquations(
        zeroRates: times.map(formula.zeroRate),
        derivatives: times.map { years in
          var columns = Array(formula.loadings(at: years)[..<(hasSecondHump ? 4 : 3)])
          if movesTimes {
            columns.append(derivative(of: formula, at: years, isFirst: true))
            if hasSecondHump { columns.append(derivative(of: formula, at: years, isFirst: false)) }
          }
          return columns
        })
      let count = right.count
      var damped = normal
      for index in 0..<count { damped[index * count + index] *= 1 + damping }
      guard let step = LUFactors(damped, count: count)?.solve(right) else { return nil }
      var beta = formula.beta
      for index in 0..<(hasSecondHump ? 4 : 3) { beta[index] += step[index] }
      // Times move by factors, so that they stay positive.
      let taus = movesTimes ? Array(step[(hasSecondHump ? 4 : 3)...]) : []
      let factors = taus.map { exp(min(max($0, -1), 1)) }
      let tau1 = formula.tau1 * (factors.first ?? 1)
      let tau2 = hasSecondHump ? formula.tau2 * (factors.count > 1 ? factors[1] : 1) : tau1
      guard (0.02...100).contains(tau1), (0.02...100).contains(tau2) else {
        damping *= 10
        if damping > 1e12 { break }
        continue
      }
      let next = SvenssonCurve(beta: beta, tau1: tau1, tau2: tau2)
      let nextError = sumOfSquares(times.map(next.zeroRate))
      guard nextError <= error else {
        damping *= 10
        if damping > 1e12 { break }
        continue
      }
      let isDone = error - nextError <= 1e-15 * error
      (formula, error) = (next, nextError)
      damping = max(damping / 10, 1e-12)
      if isDone { break }
    }
    return error.isFinite ? (formula, error) : nil
  }

  /// d z / d ln τ, from L′(x) = (exp(−x) − L)/x and dx/d ln τ = −x.
  private func derivative(of formula: SvenssonCurve, at years: Double, isFirst: Bool) -> Double {
    let x = years / (isFirst ? formula.tau1 : formula.tau2)
    let fall = exp(-x)
    let level = x == 0 ? 1 : -expm1(-x) / x
    let slope = level - fall
    let hump = slope - x * fall
    return isFirst ? formula.beta[1] * slope + formula.beta[2] * hump : formula.beta[3] * hump
  }

  // MARK: Splines

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
    let candidates = given.map { [$0] } ?? (0...16).map { pow(10, Double($0) / 2 - 8) }
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
    let error = sumOfSquares(times.map(built.zeroRate)) / Double(bonds.count)
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
    let factors = zip(times, zeroRates).map { exp(-$0 * $1) }
    return zip(bonds, places).map { bond, places in
      zip(bond.amounts, places).reduce(0) { $0 + $1.0 * factors[$1.1] }
    }
  }

  private func sumOfSquares(_ zeroRates: [Double]) -> Double {
    let prices = prices(zeroRates)
    return bonds.indices.reduce(0) { sum, index in
      let error = (bonds[index].price - prices[index]) * weights[index]
      return sum + error * error
    }
  }

  /// JᵀJ and Jᵀr of the weighted errors r by the parameters, from the derivatives of the zero rate at every time by them.
  private func normalEquations(zeroRates: [Double], derivatives: [[Double]])
    -> (normal: [Double], right: [Double])
  {
    let count = derivatives[0].count
    let prices = prices(zeroRates)
    let slopes = zip(times, zeroRates).map { $0 * exp(-$0 * $1) }
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
