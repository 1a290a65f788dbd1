import NumericalMethods

/// Discount factors at every time, from continuously compounded zero rates at pillars.
///
/// Times are Act/365F years from the valuation date. What is interpolated is R(t) = z(t)·t = −ln DF(t), which is a
/// polynomial between pillars under all three interpolations:
///
/// | interpolation | between pillars | before the first | beyond the last |
/// |---|---|---|---|
/// | `linearZero` | z linear, R quadratic | z flat | z flat |
/// | `logLinearDiscount` | R linear: forwards piecewise constant | z flat | last forward goes on |
/// | `monotoneCubicDiscount` | R monotone cubic through (0, 0) and the pillars: forwards continuous, and not negative where zero bonds lose value with time | the same cubic | forward at the last pillar goes on |
public struct ZeroCurve: Sendable, Hashable {
  /// Times of the pillars; positive, strictly ascending.
  public let years: [Double]
  /// Continuously compounded zero rates at the pillars, decimals.
  public let zeroRates: [Double]
  public let interpolation: CurveInterpolation
  /// R(t), from a knot at 0.
  private let exponent: PiecewiseCubic

  /// Precondition: a finite rate for each time, at least one; times positive and strictly ascending.
  public init(years: [Double], zeroRates: [Double], interpolation: CurveInterpolation) {
    precondition(!years.isEmpty && years.count == zeroRates.count && years[0] > 0, "a rate for each pillar")
    self.years = years
    self.zeroRates = zeroRates
    self.interpolation = interpolation
    switch interpolation {
    case .linearZero: exponent = ZeroCurve.linearZero(years, zeroRates)
    case .logLinearDiscount: exponent = ZeroCurve.logLinearDiscount(years, zeroRates)
    case .monotoneCubicDiscount:
      exponent = PiecewiseCubic.monotone(
        arguments: [0] + years, values: [0] + zip(years, zeroRates).map { $0 * $1 })
    }
  }

  /// Continuously compounded zero rate, a decimal; its limit, the short rate, at 0.
  public func zeroRate(at years: Double) -> Double {
    years == 0 ? exponent.derivative(at: 0) : exponent(years) / years
  }

  /// Value today of 1 paid in `years`; 1 at 0.
  public func discountFactor(at years: Double) -> Double { Exponential.exp(-exponent(years)) }

  /// Instantaneous forward rate, continuously compounded; that to the right where it jumps.
  public func forwardRate(at years: Double) -> Double { exponent.derivative(at: years) }

  /// −ln DF at one time.
  func exponent(at years: Double) -> Double { exponent(years) }

  /// −ln DF at ascending times.
  func exponents(ascending years: [Double]) -> [Double] { exponent(ascending: years) }

  private static func linearZero(_ years: [Double], _ rates: [Double]) -> PiecewiseCubic {
    var pieces = [PiecewiseCubic.Piece(0, rates[0])]
    for (index, (time, rate)) in zip(years, rates).enumerated() {
      let isLast = index == years.count - 1
      let slope = isLast ? 0 : (rates[index + 1] - rate) / (years[index + 1] - time)
      // (rate + slope·u)·(time + u) for u from this pillar
      pieces.append(PiecewiseCubic.Piece(rate * time, rate + slope * time, slope))
    }
    return PiecewiseCubic(knots: [0] + years, pieces: pieces)
  }

  private static func logLinearDiscount(_ years: [Double], _ rates: [Double]) -> PiecewiseCubic {
    let knots = [0] + years
    let exponents = [0] + zip(years, rates).map { $0 * $1 }
    var pieces = years.indices.map { index in
      PiecewiseCubic.Piece(
        exponents[index], (exponents[index + 1] - exponents[index]) / (knots[index + 1] - knots[index]))
    }
    pieces.append(PiecewiseCubic.Piece(exponents[years.count], pieces[years.count - 1].c1))
    return PiecewiseCubic(knots: knots, pieces: pieces)
  }
}
