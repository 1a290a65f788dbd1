public import NumericalMethods

/// Volatilities of swaptions by expiry, tenor and strike: a matrix at the money, and a smile around it.
///
/// At the money, volatility is linear in expiry and tenor between the nodes and constant beyond. Expiries and tenors are years.
public struct SwaptionVolatilityCube: Sendable, Hashable {
  public let type: VolatilityType
  /// Expiries in rows, tenors in columns.
  public let atTheMoney: BilinearGrid
  public let smile: SwaptionSmile
  /// Moves of the volatility at the money, which carry the smile with them.
  public let shifts: [VolatilityShift]

  /// Throws what is wrong, by node.
  public init(
    type: VolatilityType, expiries: [Double], tenors: [Double], atTheMoney: [Double],
    smile: SwaptionSmile = .flat
  ) throws(VolatilitySurfaceError) {
    var problems = NodeProblems()
    problems.checkAxis("expiries", expiries, above: 0)
    problems.checkAxis("tenors", tenors, above: 0)
    problems.checkCount("volatilities at the money", atTheMoney.count, expiries.count * tenors.count)
    try problems.throwIfAny()
    for (node, volatility) in atTheMoney.enumerated() where !(volatility >= 0 && volatility.isFinite) {
      problems.add(
        "expiry \(expiries[node / tenors.count]), tenor \(tenors[node % tenors.count]): \(volatility) is not 0 or above"
      )
    }
    if case .sabr(let models) = smile, models.volatilityType != type {
      problems.add(
        "smile: its SABR expansion gives \(models.volatilityType) volatilities, the cube has \(type)")
    }
    try problems.throwIfAny()
    self.init(type, BilinearGrid(rows: expiries, columns: tenors, values: atTheMoney), smile, [])
  }

  private init(
    _ type: VolatilityType, _ atTheMoney: BilinearGrid, _ smile: SwaptionSmile, _ shifts: [VolatilityShift]
  ) {
    self.type = type
    self.atTheMoney = atTheMoney
    self.smile = smile
    self.shifts = shifts
  }

  /// The cube after a move, on top of those before.
  public func shifted(by shift: VolatilityShift) -> SwaptionVolatilityCube {
    SwaptionVolatilityCube(type, atTheMoney, smile, shifts + [shift])
  }

  /// Volatility of a swaption struck at the forward swap rate, moves included.
  public func atTheMoneyVolatility(expiry: Double, tenor: Double) -> Double {
    shifts.applied(to: atTheMoney(expiry, tenor), expiry: expiry, tenor: tenor)
  }

  /// All volatilities of one expiry and tenor; `nil` where the smile has no model: a lognormal one at a forward that is at or
  /// below minus the shift, or a SABR model without the volatility at the money.
  public func section(expiry: Double, tenor: Double, forward: Double) -> SmileSection? {
    let volatility = atTheMoneyVolatility(expiry: expiry, tenor: tenor)
    guard type.admits(forward: forward), expiry >= 0, expiry.isFinite else { return nil }
    let shape: SmileSection.Shape
    switch smile {
    case .flat: shape = .flat(volatility)
    case .offsets(let offsets):
      shape = .offsets(volatility, offsets.nodes(expiry: expiry, tenor: tenor))
    case .sabr(let models):
      let model = SABR(
        atTheMoney: volatility, forward: forward, years: expiry, beta: models.beta,
        rho: models.rho(expiry, tenor), nu: models.nu(expiry, tenor), shift: models.shift,
        expansion: models.expansion)
      guard let model else { return nil }
      shape = .sabr(model)
    }
    return SmileSection(type: type, forward: forward, years: expiry, shape: shape)
  }

  /// Volatility of one swaption; `nil` as for `section` and its strikes.
  public func volatility(expiry: Double, tenor: Double, strike: Double, forward: Double) -> Double? {
    section(expiry: expiry, tenor: tenor, forward: forward)?.volatility(strike: strike)
  }
}
