import NumericalMethods

/// Discount factors at every time, from continuously compounded zero rates at pillars.
///
/// Times are Act/365F years from the valuation date. What is interpolated is the zero rate z(t), or R(t) = z(t)·t = −ln DF(t);
/// either is a polynomial between pillars:
///
/// | interpolation | between pillars | before the first | beyond the last |
/// |---|---|---|---|
/// | `linearZero` | z linear, R quadratic | z flat | z flat |
/// | `logLinearDiscount` | R linear: forwards piecewise constant | z flat | last forward goes on |
/// | `monotoneCubicDiscount` | R monotone cubic through (0, 0) and the pillars: forwards continuous, and not negative where zero bonds lose value with time | the same cubic | forward at the last pillar goes on |
/// | `naturalCubicZero` | z natural cubic spline through (0, z₁) and the pillars: forwards smooth, not local | the same spline | z flat |
/// | `naturalCubicDiscount` | R natural cubic spline through (0, 0) and the pillars: forwards smooth, not local | the same spline | forward at the last pillar goes on |
/// | `monotoneConvex`, `positiveMonotoneConvex` | forwards continuous, piecewise parabolas that turn no more than the pillars' own forwards; R piecewise cubic | the same | forward at the last pillar goes on |
///
/// Turns add to R: over each, such as a year's end, forwards are higher or lower by a rate.
public struct ZeroCurve: Sendable, Hashable {
  /// Times of the pillars; positive, strictly ascending.
  public let years: [Double]
  /// Continuously compounded zero rates at the pillars, decimals, without what turns add.
  public let zeroRates: [Double]
  public let interpolation: CurveInterpolation
  /// In order of time, without overlap.
  public let turns: [RateTurn]
  private let shape: Shape
  /// What turns add to R; constant beyond the last.
  private let turnExponent: PiecewiseLinear?

  /// Which function the pillars determine; both from a knot at 0.
  private indirect enum Shape: Hashable {
    /// R(t).
    case exponent(PiecewiseCubic)
    /// z(t).
    case zeroRate(PiecewiseCubic)
    /// A formula of z(t), which pillars only show.
    case formula(SvenssonCurve)
    /// The forwards of another curve moved so many years away, its short rate before.
    case later(ZeroCurve, years: Double)
  }

  /// Precondition: a finite rate for each time, at least one; times positive and strictly ascending; turns in order of time
  /// without overlap.
  public init(
    years: [Double], zeroRates: [Double], interpolation: CurveInterpolation, turns: [RateTurn] = []
  ) {
    precondition(!years.isEmpty && years.count == zeroRates.count && years[0] > 0, "a rate for each pillar")
    self.years = years
    self.zeroRates = zeroRates
    self.interpolation = interpolation
    self.turns = turns
    turnExponent = RateTurn.exponent(turns)
    let (knots, exponents) = ([0] + years, [0] + zip(years, zeroRates).map { $0 * $1 })
    switch interpolation {
    case .linearZero: shape = .exponent(ZeroCurve.linearZero(years, zeroRates))
    case .logLinearDiscount: shape = .exponent(ZeroCurve.logLinearDiscount(years, zeroRates))
    case .monotoneCubicDiscount:
      shape = .exponent(PiecewiseCubic.monotone(arguments: knots, values: exponents))
    case .naturalCubicZero:
      let spline = PiecewiseCubic.natural(arguments: knots, values: [zeroRates[0]] + zeroRates)
      shape = .zeroRate(spline.flatAfterLastKnot)
    case .naturalCubicDiscount:
      shape = .exponent(PiecewiseCubic.natural(arguments: knots, values: exponents))
    case .monotoneConvex, .positiveMonotoneConvex:
      shape = .exponent(
        PiecewiseCubic.monotoneConvex(
          arguments: knots, values: exponents, keepsPositive: interpolation == .positiveMonotoneConvex))
    }
  }

  /// The curve of a formula, with pillars to show it at. Its `interpolation` means nothing.
  ///
  /// Precondition: times positive and strictly ascending, at least one.
  init(_ formula: SvenssonCurve, years: [Double]) {
    precondition(years.first.map { $0 > 0 } == true, "a pillar")
    self.years = years
    zeroRates = years.map(formula.zeroRate)
    interpolation = .naturalCubicZero
    turns = []
    turnExponent = nil
    shape = .formula(formula)
  }

  /// This curve as it will be seen from the valuation date if in `delay` years it is the same by tenor, and its short rate holds until
  /// then: forwards that much later. Turns stay on their days. Its `interpolation` means nothing.
  ///
  /// Precondition: `delay` above 0.
  func later(by delay: Double) -> ZeroCurve {
    precondition(delay > 0, "later is after the valuation date")
    let plain = ZeroCurve(
      years: years, zeroRates: zeroRates, interpolation: interpolation, turns: [], turnExponent: nil,
      shape: shape)
    let knots = years.map { $0 + delay }
    let short = plain.forwardRate(at: 0) * delay
    return ZeroCurve(
      years: knots, zeroRates: zip(years, knots).map { (short + plain.exponent(at: $0)) / $1 },
      interpolation: interpolation, turns: turns, turnExponent: turnExponent,
      shape: .later(plain, years: delay))
  }

  private init(
    years: [Double], zeroRates: [Double], interpolation: CurveInterpolation, turns: [RateTurn],
    turnExponent: PiecewiseLinear?, shape: Shape
  ) {
    self.years = years
    self.zeroRates = zeroRates
    self.interpolation = interpolation
    self.turns = turns
    self.turnExponent = turnExponent
    self.shape = shape
  }

  private static func later(_ curve: ZeroCurve, by delay: Double, exponentAt years: Double) -> Double {
    let short = curve.forwardRate(at: 0)
    return years <= delay ? short * years : short * delay + curve.exponent(at: years - delay)
  }

  /// Continuously compounded zero rate, a decimal; its limit, the short rate, at 0.
  public func zeroRate(at years: Double) -> Double {
    if years == 0 { return forwardRate(at: 0) }
    let turned = turnExponent.map { $0(years) / years } ?? 0
    switch shape {
    case .exponent(let exponent): return exponent(years) / years + turned
    case .zeroRate(let rate): return rate(years) + turned
    case .formula(let formula): return formula.zeroRate(at: years) + turned
    case .later(let curve, let delay):
      return ZeroCurve.later(curve, by: delay, exponentAt: years) / years + turned
    }
  }

  /// Value today of 1 paid in `years`; 1 at 0.
  public func discountFactor(at years: Double) -> Double { Exponential.exp(-exponent(at: years)) }

  /// Instantaneous forward rate, continuously compounded; that to the right where it jumps.
  public func forwardRate(at years: Double) -> Double {
    let turned = turnExponent?.slope(at: years) ?? 0
    switch shape {
    case .exponent(let exponent): return exponent.derivative(at: years) + turned
    case .zeroRate(let rate): return rate(years) + rate.derivative(at: years) * years + turned
    case .formula(let formula): return formula.forwardRate(at: years) + turned
    case .later(let curve, let delay): return curve.forwardRate(at: max(years - delay, 0)) + turned
    }
  }

  /// −ln DF at one time.
  func exponent(at years: Double) -> Double {
    let turned = turnExponent?(years) ?? 0
    switch shape {
    case .exponent(let exponent): return exponent(years) + turned
    case .zeroRate(let rate): return rate(years) * years + turned
    case .formula(let formula): return formula.zeroRate(at: years) * years + turned
    case .later(let curve, let delay):
      return ZeroCurve.later(curve, by: delay, exponentAt: years) + turned
    }
  }

  /// −ln DF at ascending times.
  func exponents(ascending years: [Double]) -> [Double] {
    var exponents: [Double]
    switch shape {
    case .exponent(let exponent): exponents = exponent(ascending: years)
    case .zeroRate(let rate): exponents = zip(rate(ascending: years), years).map { $0 * $1 }
    case .formula(let formula): exponents = years.map { formula.zeroRate(at: $0) * $0 }
    case .later(let curve, let delay):
      exponents = years.map { ZeroCurve.later(curve, by: delay, exponentAt: $0) }
    }
    if let turnExponent {
      for index in years.indices { exponents[index] += turnExponent(years[index]) }
    }
    return exponents
  }

  static func linearZero(_ years: [Double], _ rates: [Double]) -> PiecewiseCubic {
    var pieces = [PiecewiseCubic.Piece(0, rates[0])]
    for (index, (time, rate)) in zip(years, rates).enumerated() {
      let isLast = index == years.count - 1
      let slope = isLast ? 0 : (rates[index + 1] - rate) / (years[index + 1] - time)
      // (rate + slope·u)·(time + u) for u from this pillar
      pieces.append(PiecewiseCubic.Piece(rate * time, rate + slope * time, slope))
    }
    return PiecewiseCubic(knots: [0] + years, pieces: pieces)
  }

  static func logLinearDiscount(_ years: [Double], _ rates: [Double]) -> PiecewiseCubic {
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

extension PiecewiseCubic {
  /// The same function up to the last knot, constant from there.
  var flatAfterLastKnot: PiecewiseCubic {
    PiecewiseCubic(knots: knots, pieces: pieces.dropLast() + [Piece(pieces[pieces.count - 1].c0)])
  }
}
