import Glibc
import NumericalMethods

/// A trinomial lattice of the Black-Karasinski model, fitted to a curve.
///
/// Nodes are those of the logarithm's own process, √3 standard deviations of a step apart and without an end to either side; at each step one number
/// is added to all of them so that the zero bond to its end has the curve's price. Unlike `HullWhiteLattice` a lattice serves its curve alone: there is
/// no closed form for zero bonds.
///
/// Hull, J., White, A. (1994): Numerical procedures for implementing term structure models I, Journal of Derivatives 2(1).
public struct BlackKarasinskiLattice: Sendable {
  /// No rate above 0 makes the zero bonds of the curve: it does not fall from `time` to the next, or by more than a rate of 10⁴ would make it.
  public struct CurveFailure: Error, Sendable, Hashable {
    /// Years.
    public let time: Double

    public init(time: Double) { self.time = time }
  }

  public let grid: TimeGrid
  private let steps: [BlackKarasinskiStep]

  /// - Parameter discountFactors: the curve's at each time of the grid; falling.
  public init(
    _ model: BlackKarasinski, _ grid: TimeGrid, discountFactors: [Double]
  ) throws(CurveFailure) {
    precondition(discountFactors.count == grid.times.count, "a discount factor for each time")
    self.grid = grid
    var steps: [BlackKarasinskiStep] = []
    var (first, count, spacing) = (0, 1, 0.0)
    var states = [1.0]
    for (time, (start, end)) in zip(grid.times, grid.times.dropFirst()).enumerated() {
      let nextSpacing = (3 * model.logarithm.variance(end - start)).squareRoot()
      var step = BlackKarasinskiStep(
        first: first, count: count, spacing: spacing, nextSpacing: nextSpacing,
        persistence: model.logarithm.persistence(end - start))
      let nodes = (0..<count).map { Double(first + $0) * spacing }
      guard
        let centre = Self.centre(nodes, states, years: end - start, price: discountFactors[time + 1])
      else { throw CurveFailure(time: start) }
      step.discounts = nodes.map { exp(-exp(centre + $0) * (end - start)) }
      states = step.rollForward(states)
      steps.append(step)
      (first, count, spacing) = (step.nextFirst, step.nextCount, nextSpacing)
    }
    self.steps = steps
  }

  /// The value of a contract today.
  ///
  /// Precondition: a payment for each time of the grid.
  public func value(_ contract: LatticeContract) -> Double {
    precondition(contract.payments.count == grid.times.count, "a payment for each time")
    var values = [Double](repeating: 0, count: steps.last?.nextCount ?? 1)
    // Values of being paid out by a right whose decision is still to come, on the way back to it.
    var announced: [Int: [Double]] = [:]
    for time in grid.times.indices.reversed() {
      if time < steps.count {
        values = steps[time].rollBack(values)
        announced = announced.mapValues { steps[time].rollBack($0) }
      }
      for (number, exercise) in contract.exercises.enumerated() where exercise.settlement == time {
        announced[number] = [Double](repeating: exercise.amount, count: values.count)
      }
      for (number, exercise) in contract.exercises.enumerated().reversed() where exercise.decision == time {
        guard let paid = announced.removeValue(forKey: number) else { continue }
        for node in values.indices {
          switch exercise.party {
          case .issuer: values[node] = min(values[node], paid[node])
          case .holder: values[node] = max(values[node], paid[node])
          }
        }
      }
      let payment = contract.payments[time]
      for node in values.indices { values[node] += payment }
      announced = announced.mapValues { $0.map { $0 + payment } }
    }
    return values[0]
  }

  /// What is added to the logarithms of all nodes so that the zero bond to the end of the step has its price.
  private static func centre(_ nodes: [Double], _ states: [Double], years: Double, price: Double) -> Double? {
    func excess(_ centre: Double) -> (value: Double, slope: Double) {
      var (value, slope) = (-price, 0.0)
      for (node, state) in zip(nodes, states) {
        let rate = exp(centre + node)
        let discounted = state * exp(-rate * years)
        value += discounted
        slope -= discounted * rate * years
      }
      return (value, slope)
    }
    // Rates from 10⁻⁹ to 10⁴.
    let search = RootSearch(bracket: log(1e-9)...log(1e4), tolerance: 1e-15)
    return search.newton(from: log(0.03), excess).root
  }
}
