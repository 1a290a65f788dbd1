public import NumericalMethods

/// How swaption volatilities depend on the strike.
public enum SwaptionSmile: Sendable, Hashable {
  /// Not at all.
  case flat
  /// By quoted differences from the volatility at the money.
  case offsets(SwaptionSmileOffsets)
  /// By SABR models with the volatility at the money.
  case sabr(SwaptionSABR)
}

/// Volatilities less that at the money, at nodes of expiry and tenor, by strike less forward.
///
/// A node's offsets run as a cubic spline with slope 0 at both ends and are constant beyond. Between nodes they are linear in
/// expiry and tenor, constant beyond.
public struct SwaptionSmileOffsets: Sendable, Hashable {
  public let expiries: [Double]
  public let tenors: [Double]
  /// Strike less forward, ascending; 0 among them.
  public let strikes: [Double]
  /// By expiry, tenor and strike.
  public let values: [Double]
  /// By expiry and tenor.
  let splines: [PiecewiseCubic]
  let grid: BilinearGrid

  /// Throws what is wrong, by node. Where 0 is not among the strikes it is put there, with nothing added.
  public init(expiries: [Double], tenors: [Double], strikes: [Double], values: [Double])
    throws(VolatilitySurfaceError)
  {
    var problems = NodeProblems()
    problems.checkAxis("smile expiries", expiries, above: 0)
    problems.checkAxis("smile tenors", tenors, above: 0)
    problems.checkAxis("smile strikes", strikes)
    problems.checkCount("smile offsets", values.count, expiries.count * tenors.count * strikes.count)
    try problems.throwIfAny()
    for (index, value) in values.enumerated() {
      let (node, strike) = (index / strikes.count, strikes[index % strikes.count])
      let place =
        "smile of expiry \(expiries[node / tenors.count]), tenor \(tenors[node % tenors.count]), strike offset \(strike)"
      if !value.isFinite { problems.add("\(place): \(value) is not finite") }
      if strike == 0, value != 0 { problems.add("\(place): is \(value); nothing is added at the money") }
    }
    try problems.throwIfAny()
    let place = strikes.firstIndex { $0 >= 0 } ?? strikes.count
    let isThere = place < strikes.count && strikes[place] == 0
    let count = strikes.count
    var (all, offsets) = (
      strikes, (0..<expiries.count * tenors.count).map { Array(values[$0 * count..<($0 + 1) * count]) }
    )
    if !isThere {
      all.insert(0, at: place)
      for node in offsets.indices { offsets[node].insert(0, at: place) }
    }
    self.expiries = expiries
    self.tenors = tenors
    self.strikes = all
    self.values = offsets.flatMap(\.self)
    self.splines = offsets.map {
      all.count == 1
        ? PiecewiseCubic(knots: [0], pieces: [.init(0)]) : .clamped(arguments: all, values: $0)
    }
    self.grid = BilinearGrid(
      rows: expiries, columns: tenors, values: [Double](repeating: 0, count: splines.count))
  }

  /// The splines that have a weight at a point. A mixture of splines is the spline of the mixture, so none is made anew.
  func nodes(expiry: Double, tenor: Double) -> [SmileSection.Weighted] {
    grid.place(expiry, tenor).weights.map { node, weight in
      SmileSection.Weighted(weight: weight, offsets: splines[node])
    }
  }
}

/// Correlation and volatility of volatility at nodes of expiry and tenor, linear between and constant beyond; α follows from the
/// volatility at the money and the forward of each point.
public struct SwaptionSABR: Sendable, Hashable {
  public let beta: Double
  public let shift: Double
  public let expansion: SABR.Expansion
  public let rho: BilinearGrid
  public let nu: BilinearGrid

  /// Throws what is out of range, by node.
  public init(beta: Double, shift: Double, expansion: SABR.Expansion, rho: BilinearGrid, nu: BilinearGrid)
    throws(VolatilitySurfaceError)
  {
    var problems = NodeProblems()
    if !(0...1).contains(beta) { problems.add("beta: \(beta) is not from 0 to 1") }
    if !shift.isFinite { problems.add("shift: \(shift) is not finite") }
    for (row, expiry) in rho.rows.enumerated() {
      for (column, tenor) in rho.columns.enumerated() where !(abs(rho[row, column]) < 1) {
        problems.add("rho of expiry \(expiry), tenor \(tenor): \(rho[row, column]) is not between -1 and 1")
      }
    }
    for (row, expiry) in nu.rows.enumerated() {
      for (column, tenor) in nu.columns.enumerated() where !(nu[row, column] >= 0 && nu[row, column].isFinite)
      {
        problems.add("nu of expiry \(expiry), tenor \(tenor): \(nu[row, column]) is not 0 or above")
      }
    }
    try problems.throwIfAny()
    self.beta = beta
    self.shift = shift
    self.expansion = expansion
    self.rho = rho
    self.nu = nu
  }

  /// What the volatilities are.
  var volatilityType: VolatilityType {
    switch expansion {
    case .lognormal: .lognormal(shift: shift)
    case .normal: .normal
    }
  }
}
