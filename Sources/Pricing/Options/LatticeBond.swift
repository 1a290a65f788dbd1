import CashFlows
import DatesAndConventions
import Glibc
import Models

/// A callable bond on a lattice of its own dates.
///
/// Built once for all scenarios: a curve enters as discount factors of the days on which something is paid.
struct LatticeBond {
  /// By days that have gone by: of a model that runs from then.
  private let lattices: [Int: HullWhiteLattice]
  private let grid: TimeGrid
  private let contract: LatticeContract
  /// Days on which something is paid or can be, ascending.
  let days: [Int32]
  /// Act/365F years of `days`.
  let years: [Double]
  /// Of `days`: places in the lattice's grid.
  private let places: [Int]

  /// - Parameters:
  ///   - payments: What is paid when, per unit of quantity; days after `valuationDay`, ascending.
  ///   - redemptions: Decided after `valuationDay`.
  ///   - elapsedDays: Days that have gone by in some market, in any order; 0 is always among them.
  init(
    _ payments: [(day: Int32, amount: Double)], _ redemptions: [Redemption], _ model: HullWhite, steps: Int,
    valuationDay: Int32, elapsedDays: [Int] = []
  ) {
    let paid = Set(payments.map(\.day) + redemptions.map(\.payDate.dayNumber)).sorted()
    let elapsed = Set(elapsedDays).subtracting([0])
    let lastDay = paid.last ?? valuationDay
    let begins = elapsed.map { valuationDay + Int32($0) }.filter { $0 < lastDay }
    let all = Set(paid + redemptions.map(\.decisionDate.dayNumber) + begins).sorted()
    func years(_ day: Int32) -> Double { Double(day - valuationDay) / 365 }
    let grid = TimeGrid(needed: all.map(years), steps: steps)
    let placeOfDay = Dictionary(uniqueKeysWithValues: zip(all, grid.places))
    self.grid = grid
    lattices = Dictionary(
      uniqueKeysWithValues: elapsed.union([0]).map { days in
        let begin = placeOfDay[valuationDay + Int32(days)] ?? (days == 0 ? 0 : grid.times.count - 1)
        return (days, HullWhiteLattice(model, grid, start: grid.times[begin]))
      })
    days = paid
    self.years = paid.map(years)
    places = paid.map { placeOfDay[$0]! }
    var amounts = [Double](repeating: 0, count: grid.times.count)
    for payment in payments { amounts[placeOfDay[payment.day]!] += payment.amount }
    contract = LatticeContract(
      payments: amounts,
      exercises: redemptions.map {
        LatticeContract.Exercise(
          party: $0.right == .call ? .issuer : .holder, decision: placeOfDay[$0.decisionDate.dayNumber]!,
          settlement: placeOfDay[$0.payDate.dayNumber]!, amount: $0.amount)
      })
  }

  /// The value under discount factors of `days`.
  ///
  /// - Parameter elapsed: Days that have gone by, as in what follows.
  func value(_ discountFactors: [Double], elapsed: Int = 0) -> Double {
    lattice(elapsed).value(contract, discountFactors: onGrid(discountFactors))
  }

  /// The value, and what is expected to be paid on each of `days`, discounted: they add up to the value.
  func expected(_ discountFactors: [Double], elapsed: Int = 0) -> (value: Double, discounted: [Double]) {
    let explained = lattice(elapsed).explainedValue(contract, discountFactors: onGrid(discountFactors))
    var atPlace = zip(contract.payments, explained.paymentWeights).map { $0 * $1 }
    for (exercise, weight) in zip(contract.exercises, explained.exerciseWeights) {
      atPlace[exercise.settlement] += exercise.amount * weight
    }
    return (explained.value, zip(places, discountFactors).map { atPlace[$0] * $1 })
  }

  private func lattice(_ elapsed: Int) -> HullWhiteLattice {
    guard let lattice = lattices[elapsed] else { preconditionFailure("a lattice for each market") }
    return lattice
  }

  /// Nothing is paid at other times; what stands there does not matter.
  private func onGrid(_ discountFactors: [Double]) -> [Double] {
    var onGrid = [Double](repeating: 1, count: grid.times.count)
    for (place, factor) in zip(places, discountFactors) { onGrid[place] = factor }
    return onGrid
  }
}

extension LatticeBond {
  /// The constant, continuously compounded spread under which the bond is worth `value` on a curve; `nil` when none in the
  /// bracket of `SpreadSolver` does.
  ///
  /// The value falls as the spread rises, exercise or not. Newton steps on its logarithm, the slope from the expected
  /// payments, inside a shrinking bracket.
  func spread(worth value: Double, discountFactors: [Double], deferredYears: Double = 0) -> Double? {
    guard value.isFinite, value > 0 else { return nil }
    var (low, high) = (SpreadSolver.bracket.lowerBound, SpreadSolver.bracket.upperBound)
    var spread = 0.0
    for _ in 0..<100 {
      let (price, discounted) = expected(
        zip(discountFactors, years).map { $0 * exp(-spread * ($1 - deferredYears)) })
      let error = price - value
      if abs(error) <= 1e-14 * value { return spread }
      if error > 0 { low = spread } else { high = spread }
      let slope = -zip(discounted, years).reduce(0) { $0 + $1.0 * ($1.1 - deferredYears) }
      var next = price > 0 && slope < 0 ? spread - price * log(price / value) / slope : .nan
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      if abs(next - spread) <= 1e-13 + 1e-13 * abs(next) {
        return abs(error) <= 1e-9 * value ? next : nil
      }
      spread = next
    }
    return nil
  }
}
