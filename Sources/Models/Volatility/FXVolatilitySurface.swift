import Glibc

/// A currency pair's volatilities by expiry and strike.
///
/// Between expiries total variance, σ²·T, is linear in time at the same strike over forward; before the first and after the last the
/// volatility at the same strike over forward is constant. A pair has calendar arbitrage exactly when total variance at some such
/// moneyness falls, so where neighbouring smiles have none there is none between them.
public struct FXVolatilitySurface: Sendable, Hashable {
  /// By expiry, ascending.
  public let smiles: [FXSmile]
  /// Moves by expiry; their tenor is 0.
  public let shifts: [VolatilityShift]

  /// Throws what is wrong with the expiries.
  public init(_ smiles: [FXSmile]) throws(VolatilitySurfaceError) {
    var problems = NodeProblems()
    problems.checkAxis("expiries", smiles.map(\.market.years), above: 0)
    try problems.throwIfAny()
    self.init(smiles: smiles, shifts: [])
  }

  private init(smiles: [FXSmile], shifts: [VolatilityShift]) {
    self.smiles = smiles
    self.shifts = shifts
  }

  /// The surface after a move, on top of those before.
  public func shifted(by shift: VolatilityShift) -> FXVolatilitySurface {
    FXVolatilitySurface(smiles: smiles, shifts: shifts + [shift])
  }

  /// Volatility of options that expire in `years`, above 0; `nil` unless strike and forward are above 0 and finite.
  public func volatility(years: Double, strike: Double, forward: Double) -> Double? {
    guard years > 0, strike > 0, forward > 0, years.isFinite, strike.isFinite, forward.isFinite else {
      return nil
    }
    return shifts.applied(to: unshifted(years, log(strike / forward)), expiry: years)
  }

  private func unshifted(_ years: Double, _ logMoneyness: Double) -> Double {
    let last = smiles.count - 1
    let next = smiles.firstIndex { $0.market.years >= years } ?? last
    let later = smiles[next].volatility(logMoneyness: logMoneyness)
    guard next > 0, years < smiles[next].market.years else { return later }
    let earlier = smiles[next - 1].volatility(logMoneyness: logMoneyness)
    let (begin, end) = (smiles[next - 1].market.years, smiles[next].market.years)
    let weight = (years - begin) / (end - begin)
    let variance = earlier * earlier * begin * (1 - weight) + later * later * end * weight
    return (variance / years).squareRoot()
  }

  /// Negative densities of each expiry, and moneyness at which total variance falls from one expiry to the next.
  public func arbitrage() -> [ArbitrageFinding] {
    smiles.flatMap { $0.arbitrage() } + zip(smiles, smiles.dropFirst()).flatMap(FXVolatilitySurface.calendar)
  }

  private static func calendar(_ earlier: FXSmile, _ later: FXSmile) -> [ArbitrageFinding] {
    let (begin, end) = (earlier.market.years, later.market.years)
    let reach = 6 * later.volatility(logMoneyness: 0) * end.squareRoot()
    let places = (0...200).map { reach * (Double($0) / 100 - 1) }
    var findings: [ArbitrageFinding] = []
    var run: [Double] = []
    for place in places + [.infinity] {
      if place.isFinite {
        let (before, after) = (earlier.volatility(logMoneyness: place), later.volatility(logMoneyness: place))
        if after * after * end < before * before * begin * (1 - 1e-12) {
          run.append(later.market.forward * exp(place))
          continue
        }
      }
      if let first = run.first, let last = run.last {
        findings.append(ArbitrageFinding(.calendar, years: end, strikes: first...last))
      }
      run = []
    }
    return findings
  }
}
