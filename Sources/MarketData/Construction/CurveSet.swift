import DatesAndConventions
import NumericalMethods

/// The curves of instruments of a market, solved together, with how their zero rates move with their quotes.
///
/// Curves are solved in the order in which they depend on each other, those that depend on one another in one system, by
/// Newton's method with the exact Jacobian. On success every instrument is worth 0 within 1e-12 of its notional.
public struct CurveSet: Sendable {
  /// The curves of instruments, by id.
  public let curves: [String: ZeroCurve]
  /// How their zero rates move with their quotes.
  public let jacobian: CurveJacobian
  let system: CurveSystem

  /// Zero rates that the search starts from where a quote is no rate.
  private static let firstGuess = 0.02

  /// Expects a snapshot that `MarketSnapshot.validate()` accepts, and its other curves by id.
  /// Throws the quote that is no equation, or that cannot be met.
  public init(_ snapshot: MarketSnapshot, plainCurves: [String: ZeroCurve]) throws(CurveBuildError) {
    system = try CurveSystem(snapshot)
    let quotes = system.quotes
    var known: [Int: ZeroCurve] = [:]
    for (offset, id) in system.plain.enumerated() { known[quotes.count + offset] = plainCurves[id] }
    var built: [String: ZeroCurve] = [:]
    var jacobian = CurveJacobian(quotes)
    for block in system.blocks {
      let question = system.question(block, quotes, known)
      let guess = block.curves.flatMap { number in
        quotes[number].instruments.map { $0.impliedRate ?? CurveSet.firstGuess }
      }
      let solution = try system.solve(block, question, quotes, from: guess)
      for (number, curve) in zip(block.curves, solution.curves) {
        known[number] = curve
        built[quotes[number].id] = curve
      }
      try jacobian.add(block, question, solution, known)
    }
    curves = built
    self.jacobian = jacobian
  }

  /// The derivative of a curve's zero rates by every quote of the set: a row for each of the ascending `years`, all positive,
  /// a column for each of `jacobian.quotes`. `nil` for a curve that is not of the set.
  ///
  /// Sensitivities to zero rates at those times, as a row, times this matrix are sensitivities to quotes.
  public func zeroRateDerivatives(of curve: String, at years: [Double]) -> [Double]? {
    guard let built = curves[curve], let pillars = jacobian.pillars(of: curve) else { return nil }
    let columns = jacobian.quotes.count
    let byPillar = built.exponentDerivatives(ascending: years)
    var rows = Array(repeating: 0.0, count: years.count * columns)
    for row in years.indices {
      for (position, pillar) in pillars.enumerated() {
        let weight = byPillar[row * pillars.count + position] / years[row]
        if weight == 0 { continue }
        for column in 0..<columns {
          rows[row * columns + column] += weight * jacobian.elements[pillar * columns + column]
        }
      }
    }
    return rows
  }
}

extension CurveQuote {
  /// About the zero rate that the quote speaks of; `nil` for spreads and forward points.
  var impliedRate: Double? {
    switch instrument {
    case .deposit, .forwardRateAgreement, .swap: value
    case .future: 1 - value / 100
    case .basisSwap, .crossCurrencySwap, .fxForward: nil
    }
  }
}
