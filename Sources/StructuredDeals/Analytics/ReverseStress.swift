public import Collateral

/// How far an economy must go from a base towards a severe course, or beyond it, until a bond breaks.
public struct ReverseStress: Hashable, Sendable {
  /// What counts as broken.
  public enum Event: Hashable, Sendable {
    /// Principal that is never paid, more than this part of the face; 0 for the first loss (above a hundredth of a cent per 100).
    case loss(above: Double)
    /// Interest paid late or never.
    case missedInterest
  }

  public let outcome: BreakEven.Outcome
  /// The bond stands the lower and not the upper end: 0 is the base, 1 the severe course.
  public let bracket: ClosedRange<Double>
  /// Losses of the pools over their opening balance at the lower end.
  public let poolLoss: Double
  /// The course at the lower end.
  public let scenario: EconomyScenario
  /// Whether the bond stood no worse course on the grid than one that it did not stand.
  public let isMonotone: Bool

  /// The part of the way that the bond stands.
  public var part: Double { bracket.lowerBound }

  /// Goes from `base` to `severe` and on to `furthest` times the way. The projection's economy is the market's.
  ///
  /// `shifted` is the deal on the severe course's rates: rates of series, indices and mortgages go in proportion, too. They stay where it is
  /// `nil`.
  ///
  /// Precondition: the projection has an economy, or its assumptions need none.
  public init(
    _ projection: DealProjection, bond: String, event: Event = .loss(above: 0),
    from base: EconomyScenario = EconomyScenario(), to severe: EconomyScenario,
    shifted: DealProjection? = nil, furthest: Double = 3, settlement: BondSettlement = BondSettlement()
  ) throws(DealRunError) {
    let search = try BreakPoint.search(0...furthest, tolerance: 1e-6) { part throws(DealRunError) in
      let projection = shifted.map { projection.movingRates(part, towards: $0) } ?? projection
      let deal = try projection.run(under: severe.scaled(part, from: base))
      let bond = try deal.bond(bond, settlement, of: projection.waterfall.deal)
      return BreakPoint.Sample(harm: event.harm(bond), poolLoss: deal.poolLoss)
    }
    outcome = search.outcome
    bracket = search.bracket
    poolLoss = search.below.poolLoss
    isMonotone = search.isMonotone
    scenario = severe.scaled(search.bracket.lowerBound, from: base)
  }
}

extension ReverseStress.Event {
  /// Above 0 where the bond is broken.
  func harm(_ bond: StaticBond) -> Double {
    switch self {
    case .loss(let share): return bond.lossShare - max(share, 1e-6)
    case .missedInterest: return bond.missesInterest ? 1 : 0
    }
  }
}

extension DealProjection {
  /// Runs the deal on a course of the economy: its paths move what models look at, its multipliers all speeds and losses.
  public func run(
    under scenario: EconomyScenario, _ speeds: AssumedSpeeds = AssumedSpeeds()
  ) throws(DealRunError) -> ProjectedDeal {
    var stressed = self
    stressed.economy = economy.map(scenario.applied)
    stressed.multipliers = scenario.multipliers
    return try stressed.run(speeds)
  }
}
