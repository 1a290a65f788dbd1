public import Collateral

/// A bond under every combination of speeds: what tables of yields and losses are made of.
public struct SpeedGrid: Sendable {
  /// One combination, and the bond under it.
  public struct Cell: Sendable {
    public let speeds: AssumedSpeeds
    public let bond: StaticBond
    /// Losses of the pools over their opening balance.
    public let poolLoss: Double
  }

  /// Prepayment is outermost, severity innermost.
  public let cells: [Cell]

  /// Runs the deal once for each combination; an empty list leaves what the pools are assumed to do.
  ///
  /// Throws what a run throws, and where the deal has no such bond or the bond no price.
  public init(
    _ projection: DealProjection, bond: String, settlement: BondSettlement = BondSettlement(),
    prepayment: [PrepaymentSpeed] = [], defaults: [DefaultSpeed] = [], severity: [Double] = []
  ) throws(DealRunError) {
    var cells: [Cell] = []
    for prepayment in SpeedGrid.choices(prepayment) {
      for defaults in SpeedGrid.choices(defaults) {
        for severity in SpeedGrid.choices(severity) {
          let speeds = AssumedSpeeds(prepayment: prepayment, defaults: defaults, severity: severity)
          let deal = try projection.run(speeds)
          cells.append(
            Cell(
              speeds: speeds, bond: try deal.bond(bond, settlement, of: projection.waterfall.deal),
              poolLoss: deal.poolLoss))
        }
      }
    }
    self.cells = cells
  }

  private static func choices<Value>(_ values: [Value]) -> [Value?] { values.isEmpty ? [nil] : values }
}

extension ProjectedDeal {
  /// A bond or exchangeable class as its buyer looks at it. Throws for a name that the deal does not have, or a bond without a price.
  public func bond(
    _ name: String, _ settlement: BondSettlement = BondSettlement(), of deal: Deal
  ) throws(DealRunError) -> StaticBond {
    let flows =
      run.bond(name) ?? deal.exchangeable.first { $0.name == name }.map { run.flows(of: $0) }
    guard let flows else {
      let names = deal.bonds.map(\.name) + deal.exchangeable.map(\.name)
      throw DealRunError(
        deal: deal.name, period: nil, step: nil,
        message: "'\(name)' is not a bond; there are \(names.joined(separator: ", "))")
    }
    guard let bond = StaticBond(flows, settlement, monthsPerPeriod: run.monthsPerPeriod) else {
      throw DealRunError(
        deal: deal.name, period: nil, step: nil,
        message: "'\(name)' has no price per 100: it has neither a balance nor a notional when the run begins"
      )
    }
    return bond
  }
}
