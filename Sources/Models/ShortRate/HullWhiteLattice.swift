/// A trinomial lattice of the Hull-White model that serves every curve.
///
/// The lattice is one of x alone (see `HullWhite`). A curve comes in through α(t), which is the same at all nodes of a time, so
/// that it discounts by a number a step; and that number makes zero bonds worth what the curve says exactly when it turns
/// B, the price of the zero bond in the lattice of x, into P, the curve's. A payment of 1 at time i is therefore rolled back in
/// the lattice of x as P(i) / B(i). All curves, shifts and spreads share the nodes, probabilities and B.
///
/// Spacing is √3 standard deviations of a step. The lattice is as wide as eight standard deviations of x to each side, and as
/// far beyond as discounting shifts it; at its edge nodes go inward. What lies beyond has a probability below 1e-14.
///
/// Hull, J., White, A. (1994): Numerical procedures for implementing term structure models I, Journal of Derivatives 2(1).
public struct HullWhiteLattice: Sendable {
  public let model: HullWhite
  public let grid: TimeGrid
  /// Price today of 1 paid at each time of the grid, in the lattice of x: B.
  public private(set) var zeroPrices = [1.0]
  /// Nodes −halfWidths[i] ... halfWidths[i] stand at time i.
  let halfWidths: [Int]
  /// Nodes to each side of the middle at the widest time.
  let widest: Int
  let transitions: LatticeTransitions
  /// Of each step, the last node to each side that is not forced inward.
  let lastInward: [Int]

  /// Standard deviations of x to each side.
  private static let reach = 8.0

  /// - Parameter start: Years until which rates come as their forwards: a time of the grid from which the model runs.
  public init(_ model: HullWhite, _ grid: TimeGrid, start: Double = 0) {
    self.model = model
    self.grid = grid
    var shapes = LatticeShapes(model, steps: grid.times.count - 1)
    var halfWidths = [0]
    halfWidths.reserveCapacity(grid.times.count)
    zeroPrices.reserveCapacity(grid.times.count)
    for (time, next) in zip(grid.times, grid.times.dropFirst()) {
      let spacing = shapes.append(
        years: next - time, isRandom: time >= start, fromHalfWidth: halfWidths[halfWidths.count - 1])
      let years = max(0, next - start)
      let width = Self.reach * model.variance(years).squareRoot() + model.discountingShift(years)
      halfWidths.append(spacing > 0 ? max(1, Int((width / spacing).rounded(.up))) : 0)
    }
    self.halfWidths = halfWidths
    widest = halfWidths.max() ?? 0
    transitions = LatticeTransitions(shapes.distinct, reaches: shapes.reaches, ofStep: shapes.ofStep)
    lastInward = shapes.ofStep.indices.map { [transitions] step in
      transitions.lastInward(step, halfWidths[step], inner: max(halfWidths[step + 1] - 1, 0))
    }

    // Forward induction of state prices.
    var states = NodeValues(self)
    states.set(0, to: 1)
    for step in 0..<grid.times.count - 1 {
      rollForward(&states, step)
      zeroPrices.append(states.sum(halfWidths[step + 1]))
    }
  }
}

/// What the transitions of a lattice are made from, each once.
private struct LatticeShapes {
  private let model: HullWhite
  private(set) var distinct: [LatticeTransitions.Shape] = []
  /// The farthest node of any step of each.
  private(set) var reaches: [Int] = []
  private(set) var ofStep: [Int] = []
  private var places: [LatticeTransitions.Shape: Int] = [:]
  private var last: LatticeTransitions.Shape?

  init(_ model: HullWhite, steps: Int) {
    self.model = model
    ofStep.reserveCapacity(steps)
    places.reserveCapacity(64)
  }

  /// Adds a step and gives the spacing of nodes at its end.
  mutating func append(years: Double, isRandom: Bool, fromHalfWidth: Int) -> Double {
    let shape =
      isRandom
      ? shape(years) : LatticeTransitions.Shape(years: years, spacing: 0, nextSpacing: 0, persistence: 1)
    if shape == last {
      ofStep.append(ofStep[ofStep.count - 1])
    } else if let place = places[shape] {
      ofStep.append(place)
    } else {
      places[shape] = distinct.count
      ofStep.append(distinct.count)
      distinct.append(shape)
      reaches.append(0)
    }
    let place = ofStep[ofStep.count - 1]
    reaches[place] = max(reaches[place], fromHalfWidth)
    last = shape
    return shape.nextSpacing
  }

  private func shape(_ years: Double) -> LatticeTransitions.Shape {
    let spacing = last?.nextSpacing ?? 0
    // The steps of a stretch differ by rounding only; they are one.
    if let last, last.nextSpacing > 0, abs(last.years - years) <= 1e-12 * years {
      return LatticeTransitions.Shape(
        years: last.years, spacing: spacing, nextSpacing: spacing, persistence: last.persistence)
    }
    return LatticeTransitions.Shape(
      years: years, spacing: spacing, nextSpacing: (3 * model.variance(years)).squareRoot(),
      persistence: model.persistence(years))
  }
}
