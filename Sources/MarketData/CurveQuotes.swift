public import DatesAndConventions

/// One rate curve as quoted.
public struct CurveQuotes: Sendable, Hashable {
  /// Such as `USD.TREASURY`.
  public let id: String
  public let currency: Currency
  public let kind: CurveKind
  public let interpolation: CurveInterpolation
  /// Rates by tenor; empty for a curve of instruments or bonds.
  public let points: [CurvePoint]
  /// What a curve of instruments is built from, by the last day each reaches; empty for the others.
  public let instruments: [CurveQuote]
  /// What a fitted curve is fitted to; empty for the others.
  public let bonds: [BondQuote]
  /// Publisher and series of this curve, in words.
  public let source: String

  public init(
    id: String, currency: Currency, kind: CurveKind, interpolation: CurveInterpolation,
    points: [CurvePoint] = [],
    instruments: [CurveQuote] = [], bonds: [BondQuote] = [], source: String
  ) {
    self.id = id
    self.currency = currency
    self.kind = kind
    self.interpolation = interpolation
    self.points = points
    self.instruments = instruments
    self.bonds = bonds
    self.source = source
  }
}

/// A rate at a tenor; the rate is a decimal in the convention of its curve's kind.
public struct CurvePoint: Sendable, Hashable, Codable {
  public let tenor: Tenor
  public let rate: Double

  public init(tenor: Tenor, rate: Double) {
    self.tenor = tenor
    self.rate = rate
  }
}

/// What the quoted rates of a curve are.
public enum CurveKind: Sendable, Hashable {
  /// Zero rates with this compounding.
  case zero(ZeroCompounding)
  /// Par yields of bonds with this many coupons a year; tenors up to one coupon period are simple money-market
  /// yields of single payments at that compounding's period rule (see `ParBootstrap`).
  case par(Frequency)
  /// Instruments of the money, swap and currency markets, as in `CurveQuotes.instruments`; the curve is solved together
  /// with those that its instruments refer to (see `CurveSet`).
  case instruments(InstrumentCurveTerms)
  /// Bonds, as in `CurveQuotes.bonds`, to which a curve of this form comes as near as it can.
  case fitted(CurveForm)
}

/// The compounding of quoted zero rates.
public enum ZeroCompounding: String, Sendable, Codable, CaseIterable, Hashable {
  case continuous
  case annual
  case semiannual
  case simple
}

/// How a curve runs between its pillars. Raw values are the names in files.
public enum CurveInterpolation: String, Sendable, Codable, CaseIterable, Hashable {
  /// Continuously compounded zero rate linear in time; flat beyond the ends.
  case linearZero = "linear_zero"
  /// Logarithm of the discount factor linear in time (piecewise constant forwards).
  case logLinearDiscount = "log_linear_discount"
  /// Logarithm of the discount factor monotone cubic in time (Fritsch-Butland/Hyman), so forwards stay non-negative where possible.
  case monotoneCubicDiscount = "monotone_cubic_discount"
  /// Continuously compounded zero rate a natural cubic spline in time; flat beyond the last pillar.
  case naturalCubicZero = "natural_cubic_zero"
  /// Logarithm of the discount factor a natural cubic spline in time; the last forward goes on.
  case naturalCubicDiscount = "natural_cubic_discount"
  /// Forward rates monotone convex in time (Hagan and West).
  case monotoneConvex = "monotone_convex"
  /// The same, with forwards kept from below zero where the pillars allow.
  case positiveMonotoneConvex = "positive_monotone_convex"
}
