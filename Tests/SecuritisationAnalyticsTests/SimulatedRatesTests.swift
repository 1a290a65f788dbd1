import Foundation
import Models
import Testing

@testable import SecuritisationAnalytics

@Suite struct SimulatedRatesTests {
  /// Means of the paths' discount factors are the curve's, with payments after the months' ends too.
  @Test(arguments: PathPlan.Numbers.allCases)
  func repricesZeroBonds(numbers: PathPlan.Numbers) {
    for dynamics in [Markets.hullWhite, Markets.twoFactors] {
      let paths = StoredPaths(
        dynamics, PathPlan(numbers, sets: 2, blocksPerSet: 2), .monthly(360, delay: 24 / 365))
      let rates = SimulatedRates(paths, Markets.scenario)
      for month in [0, 1, 11, 119, 359] {
        let factors = rates.discountFactors(month: month)
        let mean = factors.reduce(0, +) / Double(factors.count)
        #expect(abs(mean / Markets.curve(paths.times.payments[month]) - 1) < 1e-10)
        #expect(Set(factors).count > 200 || month == 0)
      }
    }
  }

  /// Mortgage rates and indices are what zero bonds of the model's own formula give; today's are the curve's.
  @Test func givesRatesOfTheModel() throws {
    let model = HullWhite(meanReversion: 0.04, volatility: 0.01)
    let paths = StoredPaths(.hullWhite(model), PathPlan(sets: 1, blocksPerSet: 1), .monthly(120))
    var scenario = Markets.scenario
    scenario.mortgageRateShift = 0.001
    scenario.indices = [
      SimulatedIndex(name: "OWN", years: 0.25),
      SimulatedIndex(name: "OTHER", years: 0.25, forwardFactor: { Markets.curve($0) * exp(-0.002 * $0) }),
    ]
    let rates = SimulatedRates(paths, scenario)
    for (path, month) in [(0, 0), (5, 1), (17, 60), (63, 119)] {
      let time = Double(month) / 12
      let x = paths.blocks[0].paths.factors[0][month * PathBlock.width + path]
      func bond(_ years: Double) -> Double {
        model.zeroBond(
          at: time, years: years, x: x, forward: Markets.curve(time + years) / Markets.curve(time))
      }
      let rate = 0.025 - 0.2 * log(bond(2)) / 2 - 0.6 * log(bond(10)) / 10
      #expect(abs(rates.mortgageRates(path: path)[month] - rate) < 1e-14)
      let index = try #require(rates.index("OWN", path: path))[month]
      #expect(abs(index - (1 / bond(0.25) - 1) / 0.25) < 1e-13)
      let other = try #require(rates.index("OTHER", path: path))[month]
      #expect(abs(other - (exp(0.0005) / bond(0.25) - 1) / 0.25) < 1e-13)
    }
    #expect(rates.index("NONE", path: 0) == nil)
  }

  /// Months that are over have the mortgage rates they had and the index of today, and are worth nothing; the others are as they were.
  @Test func monthsThatAreOver() throws {
    let paths = StoredPaths(Markets.hullWhite, PathPlan(sets: 1, blocksPerSet: 1), .monthly(24))
    var scenario = Markets.scenario
    scenario.indices = [SimulatedIndex(name: "RATE", years: 31.0 / 365, accrual: 31.0 / 360)]
    let rates = SimulatedRates(paths, scenario)
    let later = rates.after(monthsOver: 2, mortgageRates: [0.06, 0.065])
    #expect(later.times.count == 26)
    for path in [0, 63] {
      #expect(later.mortgageRates(path: path) == [0.06, 0.065] + rates.mortgageRates(path: path))
      let index = try #require(rates.index("RATE", path: path))
      #expect(later.index("RATE", path: path) == [index[0], index[0]] + index)
    }
    #expect(later.discountFactors(month: 1).allSatisfy { $0 == 0 })
    #expect(later.discountFactors(month: 2) == rates.discountFactors(month: 0))
    // Actual days over 360.
    let growth = 1 / Markets.curve(31.0 / 365)
    #expect(abs((try #require(rates.index("RATE", path: 0)))[0] - (growth - 1) / (31.0 / 360)) < 1e-14)
  }
}
