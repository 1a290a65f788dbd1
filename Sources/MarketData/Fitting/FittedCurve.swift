/// A curve fitted to bonds, and how far each bond is from it.
public struct FittedCurve: Sendable {
  public let curve: ZeroCurve
  /// The formula; `nil` for a spline.
  public let formula: SvenssonCurve?
  /// What the smoothness of a spline cost; `nil` for a formula.
  public let roughness: Double?
  /// One a bond, in the order of the quotes.
  public let residuals: [FitResidual]

  /// Root of the mean squared yield residual, basis points.
  public var rootMeanSquare: Double {
    let sum = residuals.reduce(0) { $0 + $1.yieldBasisPoints * $1.yieldBasisPoints }
    return (sum / Double(residuals.count)).squareRoot()
  }
}

/// How far a bond's quote is from a fitted curve: quote less curve.
public struct FitResidual: Sendable, Hashable {
  public let bond: BondQuote
  /// Per 100 of face.
  public let price: Double
  /// Of the yield to maturity.
  public let yieldBasisPoints: Double
}
