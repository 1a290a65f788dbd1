import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import Models
import NumericalMethods

/// A coupon on the difference of two swap rates, each (P(s) − P(e)) / Σ years·P(t) on the index's curve at the fixing.
struct SwapRatePaths {
  /// The day on which the swaps start, and every day on which one of them pays.
  private struct Day {
    let place: Int
    /// Of the model; `nil` where the rate is set today.
    let bond: ZeroBondFormula?
    /// Years of interest that each of the swaps pays then.
    let years: [Double]
  }

  private let terms: SwapRateCoupon
  private let couponYears: Double
  private let days: [Day]
  /// Of each swap: the last of `days` that is its own.
  private let ends: [Int]
  /// Factors of the model at the fixing.
  private let factors: [[Double]]

  /// - Parameters:
  ///   - place: Of the states that the rates hang on.
  ///   - fixing: Years to there.
  ///   - years: From today to a day.
  init(
    _ terms: SwapRateCoupon, _ resets: [SwapRateReset], couponYears: Double, _ states: SimulatedStates,
    place: Int, fixing: Double, years: (Int32) -> Double, indexDays: [Int32]
  ) {
    self.terms = terms
    self.couponYears = couponYears
    let dates = Set(resets.flatMap { $0.payments.map(\.date) }).sorted()
    let all = [resets[0].start] + dates
    days = all.map { date in
      Day(
        place: indexDays.firstIndex(of: date.dayNumber) ?? 0,
        bond: place > 0 ? states.zeroBond(at: place, years: years(date.dayNumber) - fixing) : nil,
        years: resets.map { reset in reset.payments.first { $0.date == date }?.years ?? 0 })
    }
    ends = resets.map { reset in all.firstIndex(of: reset.payments[reset.payments.count - 1].date) ?? 0 }
    factors = place > 0 ? states.factors(at: place) : []
  }

  /// Each day's discount factor moves alone.
  var moves: [[(place: Int, weight: Double)]] { days.map { [($0.place, 1)] } }

  func pay(_ indexFactors: [Double], into amounts: inout [Double], moves: inout [[Double]]) {
    let bonds = days.map { day in
      var values = [Double](repeating: day.bond?.shift ?? 0, count: amounts.count)
      for (factor, sensitivity) in zip(factors, day.bond?.sensitivities ?? []) {
        for path in values.indices { values[path] -= sensitivity * factor[path] }
      }
      Exponential.expInPlace(&values)
      let forward = indexFactors[day.place]
      for path in values.indices { values[path] *= forward }
      return values
    }
    let swaps = ends.indices.map { rates($0, bonds) }
    for path in amounts.indices {
      let rate = swaps[0].rates[path] - (swaps.count > 1 ? swaps[1].rates[path] : 0)
      amounts[path] = amount(rate)
    }
    guard !moves.isEmpty else { return }
    let (least, most) = (terms.floor ?? -.infinity, terms.cap ?? .infinity)
    let slope = terms.gearing * couponYears
    for (number, day) in days.enumerated() {
      for path in amounts.indices {
        let rate = swaps[0].rates[path] - (swaps.count > 1 ? swaps[1].rates[path] : 0)
        let free = terms.gearing * rate + terms.margin
        var gain = 0.0
        if free > least, free < most {
          for (swap, end) in ends.enumerated() {
            let part =
              (number == 0 ? 1.0 : 0) - (number == end ? 1 : 0)
              - swaps[swap].rates[path] * day.years[swap]
            gain += (swap == 0 ? slope : -slope) * part * bonds[number][path] / swaps[swap].annuities[path]
          }
        }
        moves[number][path] = gain
      }
    }
  }

  /// What is paid where rates come as their forwards.
  func forwardAmount(_ indexFactors: [Double]) -> Double {
    let bonds = days.map { [indexFactors[$0.place]] }
    let swaps = ends.indices.map { rates($0, bonds).rates[0] }
    return amount(swaps[0] - (swaps.count > 1 ? swaps[1] : 0))
  }

  private func amount(_ rate: Double) -> Double {
    let free = terms.gearing * rate + terms.margin
    return couponYears * min(max(free, terms.floor ?? -.infinity), terms.cap ?? .infinity)
  }

  private func rates(_ swap: Int, _ bonds: [[Double]]) -> (rates: [Double], annuities: [Double]) {
    var annuities = [Double](repeating: 0, count: bonds[0].count)
    for (day, bond) in zip(days, bonds) where day.years[swap] > 0 {
      let years = day.years[swap]
      for path in annuities.indices { annuities[path] += years * bond[path] }
    }
    let last = bonds[ends[swap]]
    return (annuities.indices.map { (bonds[0][$0] - last[$0]) / annuities[$0] }, annuities)
  }
}
