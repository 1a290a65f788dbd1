import Foundation
import Models
import Testing

@Suite struct ExercisePolicyTests {
  static let model = HullWhite(meanReversion: 0.05, volatility: 0.012)
  /// A bond of ten years with yearly coupons of 4%, callable at par on each coupon day from the second year on.
  static let maturity = 10
  static let coupon = 0.04
  static let decisions = Array(2..<maturity)
  static let curve = (0...maturity).map { HullWhiteLatticeTests.discountFactor(Double($0)) }

  static var straightBond: Double {
    (1...maturity).reduce(0) { $0 + curve[$1] * ($1 == maturity ? 1 + coupon : coupon) }
  }

  /// The same on a lattice of 480 steps, which is then within 5e-5 of its limit.
  static func latticeValue() -> Double {
    let lattice = HullWhiteLattice(model, TimeGrid(needed: (1...maturity).map(Double.init), steps: 480))
    var payments = [Double](repeating: 0, count: lattice.grid.times.count)
    for place in lattice.grid.places { payments[place] = coupon }
    payments[lattice.grid.places[maturity - 1]] += 1
    let exercises = decisions.map {
      let place = lattice.grid.places[$0 - 1]
      return LatticeContract.Exercise(party: .issuer, decision: place, settlement: place, amount: 1)
    }
    return lattice.value(
      LatticeContract(payments: payments, exercises: exercises),
      discountFactors: lattice.grid.times.map(HullWhiteLatticeTests.discountFactor))
  }

  /// Each path at each decision: the bond ended there, as the issuer sees it; and the option alone, as a holder would.
  static func choices(_ source: PathSource, blocks: Range<Int>) -> (
    bond: ExerciseChoices, option: ExerciseChoices
  ) {
    let paths = HullWhitePaths(
      model, times: (1...maturity).map(Double.init), source: source, numeraire: .rolledBond)
    let (width, count) = (PathBlock.width, blocks.count * PathBlock.width)
    let size = decisions.count * count
    var (ended, discounts, states) = (
      [Double](repeating: 0, count: size), [Double](repeating: 0, count: size),
      [Double](repeating: 0, count: size)
    )
    var (gains, isCandidate) = ([Double](repeating: 0, count: size), [Bool](repeating: false, count: size))
    var never = [Double](repeating: 0, count: count)
    var block = paths.makeBlock()
    var (factors, prices) = ([Double](), [Double]())
    for (index, number) in blocks.enumerated() {
      paths.fill(&block, number: number)
      block.discountFactors(curve, into: &factors)
      for lane in 0..<width {
        for year in 1...maturity { never[index * width + lane] += coupon * factors[year * width + lane] }
        never[index * width + lane] += factors[maturity * width + lane]
      }
      for (decision, year) in decisions.enumerated() {
        // The bond after the coupon of the day.
        var later = [Double](repeating: 0, count: width)
        for payment in year + 1...maturity {
          block.zeroBonds(
            at: year, paths.zeroBondFormula(at: Double(year), years: Double(payment - year)),
            forward: curve[payment] / curve[year], into: &prices)
          for lane in 0..<width { later[lane] += prices[lane] * (payment == maturity ? 1 + coupon : coupon) }
        }
        for lane in 0..<width {
          let place = decision * count + index * width + lane
          let factor = factors[year * width + lane]
          for paid in 1...year { ended[place] += coupon * factors[paid * width + lane] }
          ended[place] += factor
          discounts[place] = factor
          states[place] = block.factors[0][year * width + lane]
          gains[place] = factor * (later[lane] - 1)
          isCandidate[place] = later[lane] > 1
        }
      }
    }
    return (
      ExerciseChoices(
        pathCount: count, ifUsed: ended, ifNever: never, discountFactors: discounts, states: [states]),
      ExerciseChoices(
        pathCount: count, ifUsed: gains, ifNever: [Double](repeating: 0, count: count),
        discountFactors: discounts, states: [states], isCandidate: isCandidate)
    )
  }

  /// Policies learnt from 1,536 paths and held against 2,560 others, six times with other seeds. The mean is on its side of the
  /// lattice's value within four standard errors of the repeats, and no further from it than that and 2e-4, about 0.5% of the
  /// option, which a polynomial of the third degree may miss.
  @Test func callsAreWorthWhatTheLatticeSays() {
    let lattice = Self.latticeValue()
    var (bonds, options, learnt) = ([Double](), [Double](), [Double]())
    for seed in 0..<UInt64(6) {
      let source = PathSource.antithetic(seed: seed)
      let training = Self.choices(source, blocks: 0..<24)
      let fresh = Self.choices(source, blocks: 24..<64)
      let issuer = ExercisePolicy(.least, from: training.bond)
      let holder = ExercisePolicy(.most, from: training.option)
      bonds.append(Estimate(issuer.values(of: fresh.bond), of: source).mean)
      options.append(Estimate(holder.values(of: fresh.option), of: source).mean)
      learnt.append(Estimate(holder.values(of: training.option), of: source).mean)
    }
    let (bond, option) = (Estimate(independent: bonds), Estimate(independent: options))
    let exact = Self.straightBond - lattice
    #expect(exact > 0.02 && exact < 0.2)
    #expect(bond.mean >= lattice - 4 * bond.standardError)
    #expect(bond.mean <= lattice + 4 * bond.standardError + 2e-4, "\(bond), lattice \(lattice)")
    #expect(option.mean <= exact + 4 * option.standardError)
    #expect(option.mean >= exact - 4 * option.standardError - 2e-4, "\(option), lattice \(exact)")
    #expect(option.standardError < 0.03 * exact)
    // Over its own paths a policy looks better than it is, but not by much.
    let gap = Estimate(independent: zip(learnt, options).map { $0 - $1 })
    #expect(abs(gap.mean) < 4 * gap.standardError + 0.01 * exact)
  }

  /// Where the future is known, the policy is the best choice on each path, and where nothing is in the money nothing is used.
  @Test func decidesByTheState() {
    // Two decisions; the state tells what the second gives.
    let states = [-2.0, -1, 1, 2]
    let choices = ExerciseChoices(
      pathCount: 4, ifUsed: [0, 0, 0, 0] + states, ifNever: [0.5, 0.5, 0.5, 0.5],
      discountFactors: [Double](repeating: 1, count: 8), states: [states + states])
    let policy = ExercisePolicy(.most, from: choices, degree: 1)
    #expect(policy.values(of: choices) == [0.5, 0.5, 1, 2])
    let least = ExercisePolicy(.least, from: choices, degree: 1)
    #expect(least.values(of: choices) == [-2, -1, 0, 0])
    let out = ExerciseChoices(
      pathCount: 4, ifUsed: choices.ifUsed, ifNever: choices.ifNever,
      discountFactors: choices.discountFactors,
      states: choices.states, isCandidate: [Bool](repeating: false, count: 8))
    #expect(ExercisePolicy(.most, from: out).values(of: out) == out.ifNever)
  }

  /// Two variables and a state that does not vary, which must not break the regression.
  @Test func statesThatSayNothingAreLeftOut() {
    let x = (0..<50).map { Double($0) / 10 - 2.5 }
    let choices = ExerciseChoices(
      pathCount: 50, ifUsed: x.map { $0 * $0 - 1 }, ifNever: [Double](repeating: 0, count: 50),
      discountFactors: [Double](repeating: 1, count: 50), states: [x, [Double](repeating: 7, count: 50)])
    let values = ExercisePolicy(.most, from: choices, degree: 2).values(of: choices)
    for (value, x) in zip(values, x) where abs(abs(x) - 1) > 1e-9 {
      #expect(abs(value - max(0, x * x - 1)) < 1e-12)
    }
  }
}
