import Foundation
import Models
import Testing

@Suite struct BlackKarasinskiTests {
  /// Callable bonds on QuantLib 1.44's tree of as many steps. QuantLib fits its tree to the logarithm of the rate to 1e-7: 1e-5 per 100.
  @Test func callableBondsAreQuantLibs() throws {
    let goldens = try ShortRateGoldens.read().blackKarasinski
    #expect(goldens.count == 16)
    for golden in goldens {
      let grid = TimeGrid(needed: golden.times, steps: golden.steps)
      let lattice = try BlackKarasinskiLattice(
        BlackKarasinski(meanReversion: golden.a, volatility: golden.sigma), grid,
        discountFactors: grid.times.map(ShortRateGoldens.flat(golden.rate)))
      var payments = [Double](repeating: 0, count: grid.times.count)
      for place in grid.places { payments[place] += golden.coupon }
      payments[grid.places[grid.places.count - 1]] += 100
      let exercises = golden.calls.map { call in
        let place = grid.places[golden.times.firstIndex(of: call) ?? 0]
        return LatticeContract.Exercise(party: .issuer, decision: place, settlement: place, amount: 100)
      }
      let value = lattice.value(LatticeContract(payments: payments, exercises: exercises))
      #expect(abs(value - golden.value) < 1e-5, "\(golden): \(value)")
    }
  }

  /// Every zero bond of a curve with a hump, to 1e-12.
  @Test(arguments: [(0.0, 0.2), (0.05, 0.4), (0.5, 0.1), (0.1, 0)])
  func zeroBondsAreWorthWhatTheCurveSays(meanReversion: Double, volatility: Double) throws {
    let grid = TimeGrid(needed: [0.1, 1, 4.9, 5, 12], steps: 60)
    let factors = grid.times.map(HullWhiteLatticeTests.discountFactor)
    let lattice = try BlackKarasinskiLattice(
      BlackKarasinski(meanReversion: meanReversion, volatility: volatility), grid, discountFactors: factors)
    for place in grid.places {
      var payments = [Double](repeating: 0, count: factors.count)
      payments[place] = 1
      let value = lattice.value(LatticeContract(payments: payments, exercises: []))
      #expect(abs(value - factors[place]) < 1e-12)
    }
  }

  /// With notice the issuer knows less: the bond is worth no less to its holder; without volatility it makes no difference but for
  /// the amount.
  @Test func noticeCostsTheIssuer() throws {
    let grid = TimeGrid(needed: (1...10).map { Double($0) / 2 }, steps: 40)
    let factors = grid.times.map(ShortRateGoldens.flat(0.04))
    let lattice = try BlackKarasinskiLattice(
      BlackKarasinski(meanReversion: 0.05, volatility: 0.25), grid, discountFactors: factors)
    var payments = [Double](repeating: 0, count: factors.count)
    for place in grid.places { payments[place] = 0.02 }
    payments[grid.places[9]] += 1
    func value(notice: Int) -> Double {
      lattice.value(
        LatticeContract(
          payments: payments,
          exercises: (4...8).map {
            LatticeContract.Exercise(
              party: .issuer, decision: grid.places[$0 - notice], settlement: grid.places[$0], amount: 1)
          }))
    }
    let straight = lattice.value(LatticeContract(payments: payments, exercises: []))
    #expect(value(notice: 0) < value(notice: 1) && value(notice: 1) < straight)
  }

  /// A curve that does not fall asks for a rate that is not above 0.
  @Test func saysWhereRatesAreNotAboveZero() {
    let grid = TimeGrid(needed: [1, 2, 3], steps: 3)
    #expect(throws: BlackKarasinskiLattice.CurveFailure(time: 2)) {
      try BlackKarasinskiLattice(
        BlackKarasinski(meanReversion: 0.1, volatility: 0.2), grid, discountFactors: [1, 0.99, 0.97, 0.98])
    }
  }
}
