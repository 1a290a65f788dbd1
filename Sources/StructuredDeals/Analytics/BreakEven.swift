import Collateral

/// The highest constant rate of default that a bond stands, by bisection.
public struct BreakEven: Hashable, Sendable {
  /// What a bond must not suffer.
  public enum Limit: Hashable, Sendable {
    /// Principal that is never paid, by more than a hundredth of a cent per 100 of face.
    case principalLoss
    /// A bond-equivalent yield below this at a clean price.
    case yield(below: Double, price: Double)
  }

  /// How the search ended.
  public enum Outcome: String, Hashable, Sendable {
    case found
    /// The bond suffers without any default.
    case brokenAtLowest
    /// The bond stands the highest rate looked at.
    case standsHighest
  }

  public let outcome: Outcome
  /// The bond stands the lower and not the upper end, CDR as decimals: no wider than 1e-7 where found.
  public let bracket: ClosedRange<Double>
  /// Losses of the pools over their opening balance at the lower end.
  public let poolLoss: Double
  /// Whether the bond, on a grid over the whole range, never stood a rate above one that it did not stand: else there are more
  /// break-evens than one, and this is the lowest that the grid saw.
  public let isMonotone: Bool

  /// The highest CDR the bond stands.
  public var rate: Double { bracket.lowerBound }

  /// Searches CDR from 0 to `highest`; prepayment, severity, lag and advances are those of the projection.
  public init(
    _ projection: DealProjection, bond: String, limit: Limit = .principalLoss, highest: Double = 1,
    settlement: BondSettlement = BondSettlement()
  ) throws(DealRunError) {
    let search = try BreakPoint.search(0...highest, tolerance: 1e-7) { rate throws(DealRunError) in
      let deal = try projection.run(AssumedSpeeds(defaults: .cdr(rate)))
      let bond = try deal.bond(bond, settlement, of: projection.waterfall.deal)
      return BreakPoint.Sample(harm: limit.harm(bond), poolLoss: deal.poolLoss)
    }
    (outcome, bracket, poolLoss, isMonotone) = (
      search.outcome, search.bracket, search.below.poolLoss, search.isMonotone
    )
  }
}

extension BreakEven.Limit {
  /// Above 0 where the bond suffers.
  func harm(_ bond: StaticBond) -> Double {
    switch self {
    case .principalLoss: return bond.lossShare - 1e-6
    case .yield(let below, let price): return below - (bond.yield(price: price) ?? -1)
    }
  }
}

/// Where something breaks on the way from a lower to an upper bound: a grid to see whether it stays broken, then bisection.
struct BreakPoint {
  struct Sample {
    /// Above 0 where it is broken.
    let harm: Double
    let poolLoss: Double
  }

  let outcome: BreakEven.Outcome
  let bracket: ClosedRange<Double>
  /// At the lower end.
  let below: Sample
  let isMonotone: Bool

  static let gridSteps = 16

  static func search(
    _ range: ClosedRange<Double>, tolerance: Double, _ sample: (Double) throws(DealRunError) -> Sample
  ) throws(DealRunError) -> BreakPoint {
    var points: [(at: Double, sample: Sample)] = []
    for step in 0...gridSteps {
      // Closer together at the lower end, where bonds break.
      let part = Double(step) / Double(gridSteps)
      let at = range.lowerBound + (range.upperBound - range.lowerBound) * part * part
      points.append((at, try sample(at)))
    }
    let isMonotone = zip(points, points.dropFirst()).allSatisfy { $0.sample.harm <= 0 || $1.sample.harm > 0 }
    guard let first = points.firstIndex(where: { $0.sample.harm > 0 }) else {
      let last = points[gridSteps]
      return BreakPoint(
        outcome: .standsHighest, bracket: last.at...last.at, below: last.sample, isMonotone: isMonotone)
    }
    guard first > 0 else {
      return BreakPoint(
        outcome: .brokenAtLowest, bracket: points[0].at...points[0].at, below: points[0].sample,
        isMonotone: isMonotone)
    }
    var (lower, upper) = (points[first - 1], points[first].at)
    while upper - lower.at > tolerance {
      let middle = 0.5 * (lower.at + upper)
      let found = try sample(middle)
      if found.harm > 0 { upper = middle } else { lower = (middle, found) }
    }
    return BreakPoint(
      outcome: .found, bracket: lower.at...upper, below: lower.sample, isMonotone: isMonotone)
  }
}
