import Foundation
import Models
import Testing

@Suite struct HullWhiteLatticeTests {
  static let model = HullWhite(meanReversion: 0.1, volatility: 0.01)

  /// A curve with a hump, so that nothing is flat by accident.
  static func discountFactor(_ years: Double) -> Double {
    exp(-(0.02 + 0.02 * years * exp(-years / 4)) * years)
  }

  static func lattice(_ needed: [Double], _ model: HullWhite = model, steps: Int = 240) -> (
    HullWhiteLattice, [Double]
  ) {
    let lattice = HullWhiteLattice(model, TimeGrid(needed: needed, steps: steps))
    return (lattice, lattice.grid.times.map(discountFactor))
  }

  /// Exact by construction: 1e-13 is rounding over hundreds of steps.
  @Test(arguments: [(0.0, 0.02), (0.03, 0.01), (0.1, 0.01), (1.5, 0.05), (0.1, 0)])
  func zeroBondsAreWorthWhatTheCurveSays(meanReversion: Double, volatility: Double) {
    let (lattice, factors) = Self.lattice(
      [0.1, 0.35, 1, 4.9, 5, 17.3, 30], HullWhite(meanReversion: meanReversion, volatility: volatility))
    for place in lattice.grid.places {
      var payments = [Double](repeating: 0, count: factors.count)
      payments[place] = 1
      let value = lattice.value(
        LatticeContract(payments: payments, exercises: []), discountFactors: factors)
      #expect(abs(value - factors[place]) <= 1e-13)
    }
  }

  /// The right to buy a zero bond, by Hull and White's closed form: P(s)·N(d) − K·P(t)·N(d − σp), σp the deviation of its
  /// logarithm. The lattice closes in with the number of steps: 2e-5 per unit of face at 1,000. Where the model starts later the rate
  /// has moved for less time.
  @Test(arguments: [0.6, 0.75, 0.85, 0.95], [0.0, 1.0 / 365, 1.5, 3.0])
  func optionsOnZeroBondsApproachTheClosedForm(strike: Double, start: Double) {
    let (t, s) = (3.0, 8.0)
    let grid = TimeGrid(needed: [min(start, t), t, s].sorted(), steps: 1_000)
    let lattice = HullWhiteLattice(Self.model, grid, start: start)
    let factors = grid.times.map(Self.discountFactor)
    let (decision, end) = (grid.places[1], grid.places[2])
    var payments = [Double](repeating: 0, count: factors.count)
    payments[end] = 1
    // A bond that the issuer may call at the strike is the bond less the option.
    let called = LatticeContract(
      payments: payments,
      exercises: [
        LatticeContract.Exercise(
          party: .issuer, decision: decision, settlement: decision, amount: strike)
      ])
    let a = Self.model.meanReversion
    let deviation = (1 - exp(-a * (s - t))) / a * Self.model.variance(t - start).squareRoot()
    let (now, later) = (Self.discountFactor(t), Self.discountFactor(s))
    let d = log(later / (strike * now)) / deviation + deviation / 2
    func normal(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
    let option =
      start < t
      ? later * normal(d) - strike * now * normal(d - deviation) : max(0, later - strike * now)
    let value = lattice.value(called, discountFactors: factors)
    #expect(abs(later - value - option) <= 2e-5)
  }

  /// 20 half-yearly coupons, called at par and put at 97, some with notice.
  static func bond(_ lattice: HullWhiteLattice, notice: Int) -> LatticeContract {
    let places = lattice.grid.places
    var payments = [Double](repeating: 0, count: lattice.grid.times.count)
    for place in places { payments[place] += 0.0225 }
    payments[places[19]] += 1
    var exercises: [LatticeContract.Exercise] = []
    for coupon in 3..<19 {
      if coupon % 4 == 0 {
        exercises.append(
          LatticeContract.Exercise(
            party: .holder, decision: places[coupon - notice], settlement: places[coupon], amount: 0.97))
      }
      exercises.append(
        LatticeContract.Exercise(
          party: .issuer, decision: places[coupon - notice], settlement: places[coupon], amount: 1))
    }
    return LatticeContract(payments: payments, exercises: exercises)
  }

  /// The identity that `LatticeValue` states, to rounding.
  @Test(arguments: [0, 1, 2])
  func theValueIsWhatIsExpectedToBePaid(notice: Int) {
    let (lattice, factors) = Self.lattice((1...20).map { 0.5 * Double($0) })
    let contract = Self.bond(lattice, notice: notice)
    let explained = lattice.explainedValue(contract, discountFactors: factors)
    var sum = 0.0
    for time in factors.indices {
      sum += contract.payments[time] * factors[time] * explained.paymentWeights[time]
    }
    for (exercise, weight) in zip(contract.exercises, explained.exerciseWeights) {
      sum += exercise.amount * factors[exercise.settlement] * weight
    }
    #expect(abs(sum - explained.value) <= 1e-13)
    #expect(explained.value == lattice.value(contract, discountFactors: factors))
    #expect((explained.paymentWeights + explained.exerciseWeights).allSatisfy { -1e-15...1 + 1e-13 ~= $0 })
    // The bond ends once: called, put or at maturity. Weights by different times of payment still add up.
    let ended = explained.exerciseWeights.reduce(0, +) + explained.paymentWeights[factors.count - 1]
    #expect(ended > 0.95 && ended < 1.05)
  }

  /// The derivative by a parallel move is that of the expected payments; 1e-6 relative is what a difference can show.
  @Test func thePolicyAddsNothingToTheDerivative() {
    let (lattice, factors) = Self.lattice((1...20).map { 0.5 * Double($0) })
    let contract = Self.bond(lattice, notice: 0)
    let explained = lattice.explainedValue(contract, discountFactors: factors)
    let times = lattice.grid.times
    var slope = 0.0
    for time in times.indices {
      slope -= times[time] * contract.payments[time] * factors[time] * explained.paymentWeights[time]
    }
    for (exercise, weight) in zip(contract.exercises, explained.exerciseWeights) {
      slope -= times[exercise.settlement] * exercise.amount * factors[exercise.settlement] * weight
    }
    func value(_ shift: Double) -> Double {
      lattice.value(contract, discountFactors: zip(factors, times).map { $0 * exp(-shift * $1) })
    }
    let difference = (value(1e-6) - value(-1e-6)) / 2e-6
    #expect(abs(difference / slope - 1) <= 1e-6)
  }

  /// Who has to decide earlier decides with less knowledge.
  @Test func noticeIsWorthSomethingToTheOtherParty() {
    let (lattice, factors) = Self.lattice((1...20).map { 0.5 * Double($0) })
    func called(_ notice: Int) -> Double {
      let whole = Self.bond(lattice, notice: notice)
      return lattice.value(
        LatticeContract(payments: whole.payments, exercises: whole.exercises.filter { $0.party == .issuer }),
        discountFactors: factors)
    }
    #expect(called(0) < called(1))
    #expect(called(1) < called(2))
  }

  /// What no option can end is worth its payments, with notice or without.
  @Test func rightsThatAreNeverUsedAreWorthNothing() {
    let (lattice, factors) = Self.lattice([1, 2, 3])
    var payments = [Double](repeating: 0, count: factors.count)
    payments[lattice.grid.places[2]] = 1
    let contract = LatticeContract(
      payments: payments,
      exercises: [
        LatticeContract.Exercise(
          party: .issuer, decision: lattice.grid.places[0], settlement: lattice.grid.places[1], amount: 5),
        LatticeContract.Exercise(
          party: .holder, decision: lattice.grid.places[0], settlement: lattice.grid.places[0], amount: 0.01),
      ])
    let explained = lattice.explainedValue(contract, discountFactors: factors)
    #expect(abs(explained.value - factors[factors.count - 1]) <= 1e-14)
    #expect(explained.exerciseWeights == [0, 0])
  }

  @Test func theGridHoldsWhatIsAskedFor() {
    let grid = TimeGrid(needed: [0, 0.25, 0.25, 1, 1.001], steps: 10)
    #expect(grid.places.map { grid.times[$0] } == [0, 0.25, 0.25, 1, 1.001])
    #expect(zip(grid.times, grid.times.dropFirst()).allSatisfy(<))
    #expect(grid.times.count == 1 + 2 + 7 + 1)
  }

  /// The exact variance goes over into its limit without a jump.
  @Test func varianceIsThatOfTheProcess() {
    let slow = HullWhite(meanReversion: 1e-11, volatility: 0.01)
    #expect(abs(slow.variance(10) / 1e-3 - 1) <= 1e-9)
    let model = HullWhite(meanReversion: 0.5, volatility: 0.02)
    #expect(abs(model.variance(2) - 0.0004 * (1 - exp(-2.0)) / 1) <= 1e-17)
    #expect(model.persistence(2) == exp(-1.0))
  }
}
