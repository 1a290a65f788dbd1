import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import Models
import NumericalMethods

/// A range accrual on paths of one factor: of each day that is still to come the chance, seen from the day on which the period's paths
/// stand, that the index lies in the range, the payment's bond as numeraire. A chance is smooth where the day itself is a step.
struct RangePaths {
  /// A day of observation: ln(growth / forward growth) = drift + slope·x there.
  private struct Day {
    let startPlace: Int
    let endPlace: Int
    /// What the coupon pays for it.
    let amount: Double
    let slope: Double
    let drift: Double
    /// x there is normal: persistence·x of the paths − shift, with this deviation.
    let persistence: Double
    let shift: Double
    let deviation: Double
    /// Growths of the deposit at the bounds.
    let least: Double
    let most: Double

    /// Of the standard normal number that is at a growth of the deposit, from `x`.
    func distance(_ growth: Double, forward: Double, x: Double) -> Double {
      guard growth > 0 else { return -.infinity }
      let wanted = (log(growth / forward) - drift) / slope
      let gap = wanted - (persistence * x - shift)
      return deviation > 0 ? gap / deviation : gap >= 0 ? .infinity : -.infinity
    }
  }

  /// What days that have been pay.
  private let known: Double
  private let days: [Day]
  /// x on each path; `nil` where it is 0 on all.
  private let states: [Double]?
  /// Places between which chances are interpolated.
  private let nodes: [Double]
  private static let nodeCount = 513

  /// - Parameters:
  ///   - known: What days that have been pay per 1 of face.
  ///   - perDay: What a day in the range pays.
  ///   - place: Of the states that the chances are seen from, `from` years from now.
  ///   - paid: Years to the payment.
  init(
    _ terms: RangeAccrual, _ open: [RangeObservation], known: Double, perDay: Double, model: HullWhite,
    _ states: SimulatedStates, place: Int, from: Double, paid: Double, years: (Int32) -> Double,
    indexDays: [Int32]
  ) {
    self.known = known
    self.states = place > 0 ? states.factors(at: place)[0] : nil
    days = open.map { day in
      // A day on which the paths stand is taken half a day later, so that it is no step either.
      let time = max(place > 0 ? from + 0.5 / 365 : from, years(day.fixingDate.dayNumber))
      let (start, end) = (max(0, years(day.start.dayNumber) - time), years(day.end.dayNumber) - time)
      let variance = model.variance(time - from)
      return Day(
        startPlace: indexDays.firstIndex(of: day.start.dayNumber) ?? 0,
        endPlace: indexDays.firstIndex(of: day.end.dayNumber) ?? 0, amount: perDay * Double(day.days),
        slope: model.sensitivity(end) - model.sensitivity(start),
        drift: model.zeroBondShift(at: time, years: start) - model.zeroBondShift(at: time, years: end),
        persistence: model.persistence(time - from),
        shift: model.discountingShift(time - from) + variance * model.sensitivity(max(0, paid - time)),
        deviation: variance.squareRoot(),
        least: terms.low.map { 1 + $0 * day.years } ?? 0,
        most: terms.high.map { 1 + $0 * day.years } ?? .infinity)
    }
    if let states = self.states, let low = states.min(), let high = states.max(), high > low {
      nodes = (0..<Self.nodeCount).map { low + (high - low) * Double($0) / Double(Self.nodeCount - 1) }
    } else {
      nodes = [self.states?.first ?? 0]
    }
  }

  /// The growth of each day's deposit moves alone.
  var moves: [[(place: Int, weight: Double)]] { days.map { [($0.startPlace, 1), ($0.endPlace, -1)] } }

  func pay(_ indexFactors: [Double], into amounts: inout [Double], moves: inout [[Double]]) {
    var totals = [Double](repeating: known, count: nodes.count)
    for (number, day) in days.enumerated() {
      let forward = indexFactors[day.startPlace] / indexFactors[day.endPlace]
      var gains = totals
      for (node, x) in nodes.enumerated() {
        let (low, high) = (
          day.distance(day.least, forward: forward, x: x), day.distance(day.most, forward: forward, x: x)
        )
        totals[node] +=
          day.amount * (NormalDistribution.cumulative(high) - NormalDistribution.cumulative(low))
        let density = NormalDistribution.density(low) - NormalDistribution.density(high)
        gains[node] = day.deviation > 0 ? day.amount * density / (day.slope * day.deviation) : 0
      }
      if !moves.isEmpty { interpolate(gains, into: &moves[number]) }
    }
    interpolate(totals, into: &amounts)
  }

  /// What is paid where rates come as their forwards.
  func forwardAmount(_ indexFactors: [Double]) -> Double {
    days.reduce(known) { sum, day in
      let growth = indexFactors[day.startPlace] / indexFactors[day.endPlace]
      return sum + (growth >= day.least && growth <= day.most ? day.amount : 0)
    }
  }

  /// Writes what numbers at the nodes are on each path, linearly between nodes.
  private func interpolate(_ atNodes: [Double], into values: inout [Double]) {
    guard let states, nodes.count > 1 else {
      for path in values.indices { values[path] = atNodes[0] }
      return
    }
    let scale = Double(nodes.count - 1) / (nodes[nodes.count - 1] - nodes[0])
    for path in values.indices {
      let position = (states[path] - nodes[0]) * scale
      let node = min(Int(position), nodes.count - 2)
      let part = position - Double(node)
      values[path] = atNodes[node] * (1 - part) + atNodes[node + 1] * part
    }
  }
}
