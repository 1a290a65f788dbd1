import NumericalMethods

/// Volatilities of single caplets by expiry and strike.
///
/// By expiry they are constant from one end of a bucket to the next, and beyond the last; by strike a cubic spline with slope 0 at both
/// ends, constant beyond.
public struct CapletVolatilitySurface: Sendable, Hashable {
  public let type: VolatilityType
  /// Years to the last expiry of each bucket, ascending.
  public let expiries: [Double]
  /// Ascending.
  public let strikes: [Double]
  /// By expiry and strike.
  public let volatilities: [Double]
  /// Moves by expiry; their tenor is 0.
  public let shifts: [VolatilityShift]
  private let smiles: [PiecewiseCubic]

  /// Throws what is wrong, by node.
  public init(type: VolatilityType, expiries: [Double], strikes: [Double], volatilities: [Double])
    throws(VolatilitySurfaceError)
  {
    var problems = NodeProblems()
    problems.checkAxis("expiries", expiries, above: 0)
    problems.checkAxis("strikes", strikes)
    problems.checkCount("volatilities", volatilities.count, expiries.count * strikes.count)
    try problems.throwIfAny()
    for (node, volatility) in volatilities.enumerated() where !(volatility >= 0 && volatility.isFinite) {
      problems.add(
        "expiry \(expiries[node / strikes.count]), strike \(strikes[node % strikes.count]): \(volatility) is not 0 or above"
      )
    }
    try problems.throwIfAny()
    let smiles = expiries.indices.map { row in
      let values = Array(volatilities[row * strikes.count..<(row + 1) * strikes.count])
      return strikes.count == 1
        ? PiecewiseCubic(knots: strikes, pieces: [.init(values[0])])
        : .clamped(arguments: strikes, values: values)
    }
    self.init(type, expiries, strikes, volatilities, [], smiles)
  }

  private init(
    _ type: VolatilityType, _ expiries: [Double], _ strikes: [Double], _ volatilities: [Double],
    _ shifts: [VolatilityShift], _ smiles: [PiecewiseCubic]
  ) {
    self.type = type
    self.expiries = expiries
    self.strikes = strikes
    self.volatilities = volatilities
    self.shifts = shifts
    self.smiles = smiles
  }

  /// The surface after a move, on top of those before.
  public func shifted(by shift: VolatilityShift) -> CapletVolatilitySurface {
    CapletVolatilitySurface(type, expiries, strikes, volatilities, shifts + [shift], smiles)
  }

  /// Volatility of a caplet; at least 0.
  public func volatility(expiry: Double, strike: Double) -> Double {
    let bucket = expiries.firstIndex { expiry <= $0 } ?? expiries.count - 1
    return shifts.applied(to: max(0, smiles[bucket](strike)), expiry: expiry)
  }

  /// Where caplets of one expiry admit arbitrage, among strikes up to six deviations away.
  ///
  /// Caplets of different expiries are options on different rates: between them there is no calendar arbitrage to look for.
  public func arbitrage(expiry: Double, forward: Double) -> [ArbitrageFinding] {
    SmileCheck(
      forward: forward, years: expiry, type: type, volatility: volatility(expiry: expiry, strike: forward)
    ).findings { volatility(expiry: expiry, strike: $0) }
  }
}
