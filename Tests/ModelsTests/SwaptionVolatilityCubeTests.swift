import Foundation
import Models
import NumericalMethods
import Testing

@Suite struct SwaptionVolatilityCubeTests {
  static let expiries = [0.25, 1, 5, 10]
  static let tenors = [1.0, 5, 10]
  static let matrix = [
    0.0110, 0.0105, 0.0098, 0.0112, 0.0104, 0.0096, 0.0098, 0.0093, 0.0088, 0.0086, 0.0082, 0.0079,
  ]
  static let strikes = [-0.02, -0.01, -0.005, 0.005, 0.01, 0.02]

  /// A smile that is steeper for short expiries, by expiry and tenor.
  static var offsets: SwaptionSmileOffsets {
    get throws {
      let (expiries, tenors) = ([1.0, 10], [1.0, 10])
      func offset(_ expiry: Double, _ tenor: Double, _ strike: Double) -> Double {
        let smile = 4 * strike * strike - 0.02 * strike
        return smile / (1 + 0.1 * expiry) + 1e-3 * tenor * strike * strike
      }
      var values: [Double] = []
      for expiry in expiries {
        for tenor in tenors { values += strikes.map { offset(expiry, tenor, $0) } }
      }
      return try SwaptionSmileOffsets(expiries: expiries, tenors: tenors, strikes: strikes, values: values)
    }
  }

  static func cube(_ smile: SwaptionSmile = .flat, _ type: VolatilityType = .normal) throws
    -> SwaptionVolatilityCube
  {
    try SwaptionVolatilityCube(
      type: type, expiries: expiries, tenors: tenors, atTheMoney: matrix, smile: smile)
  }

  @Test func quotesAreMet() throws {
    for smile in [SwaptionSmile.flat, .offsets(try Self.offsets)] {
      let cube = try Self.cube(smile)
      for (row, expiry) in Self.expiries.enumerated() {
        for (column, tenor) in Self.tenors.enumerated() {
          let found = cube.volatility(expiry: expiry, tenor: tenor, strike: 0.03, forward: 0.03)
          #expect(found == Self.matrix[row * 3 + column])
        }
      }
    }
    let offsets = try Self.offsets
    let cube = try Self.cube(.offsets(offsets))
    for (node, expiry, tenor) in [(0, 1.0, 1.0), (1, 1, 10), (2, 10, 1), (3, 10, 10)] {
      let section = try #require(cube.section(expiry: expiry, tenor: tenor, forward: 0.03))
      for (index, strike) in offsets.strikes.enumerated() {
        let expected = cube.atTheMoney(expiry, tenor) + offsets.values[node * offsets.strikes.count + index]
        #expect(abs(try #require(section.volatility(strike: 0.03 + strike)) - expected) <= 1e-15)
      }
    }
  }

  /// Between nodes linear, beyond them constant; the smile beyond its first and last strike as there.
  @Test func runsBetweenNodesAndStopsAtTheEdges() throws {
    let cube = try Self.cube(.offsets(try Self.offsets))
    func volatility(_ expiry: Double, _ tenor: Double, _ strike: Double) throws -> Double {
      try #require(cube.volatility(expiry: expiry, tenor: tenor, strike: strike, forward: 0.03))
    }
    #expect(abs(try volatility(3, 5, 0.03) - 0.5 * (0.0104 + 0.0093)) <= 1e-16)
    #expect(abs(try volatility(1, 3, 0.03) - 0.5 * (0.0112 + 0.0104)) <= 1e-16)
    #expect(try volatility(0.01, 0.5, 0.03) == 0.0110)
    #expect(try volatility(40, 40, 0.03) == 0.0079)
    #expect(abs(try volatility(5, 5, 0.2) - volatility(5, 5, 0.05)) <= 1e-16)
    #expect(abs(try volatility(5, 5, -0.2) - volatility(5, 5, 0.01)) <= 1e-16)
    // The smile's nodes are not the matrix's: half way in expiry and tenor it is the mean of four.
    let corners = try [(1.0, 1.0), (1, 10), (10, 1), (10, 10)].map { expiry, tenor in
      try volatility(expiry, tenor, 0.04) - volatility(expiry, tenor, 0.03)
    }
    let middle = try volatility(5.5, 5.5, 0.04) - volatility(5.5, 5.5, 0.03)
    #expect(abs(middle - corners.reduce(0, +) / 4) <= 1e-15)
    let all = try #require(cube.section(expiry: 3, tenor: 4, forward: 0.03))
    #expect(
      all.volatilities(strikes: [0.01, 0.03]) == [all.volatility(strike: 0.01), all.volatility(strike: 0.03)])
  }

  /// SABR models keep the matrix, whatever their parameters, at nodes and between.
  @Test func sabrKeepsTheVolatilityAtTheMoney() throws {
    let models = try SwaptionSABR(
      beta: 0, shift: 0, expansion: .normal,
      rho: BilinearGrid(rows: [1, 10], columns: [1], values: [-0.2, -0.4]),
      nu: BilinearGrid(rows: [1, 10], columns: [1], values: [0.5, 0.25]))
    let cube = try Self.cube(.sabr(models))
    for expiry in [0.1, 1, 3.3, 10, 20] {
      for forward in [-0.004, 0.03] {
        let found = try #require(
          cube.volatility(expiry: expiry, tenor: 7, strike: forward, forward: forward))
        #expect(abs(found / cube.atTheMoney(expiry, 7) - 1) <= 1e-13)
      }
    }
    let section = try #require(cube.section(expiry: 5, tenor: 5, forward: 0.03))
    let model = try #require(
      SABR(
        atTheMoney: 0.0093, forward: 0.03, years: 5, beta: 0, rho: -0.2 - 0.2 * 4 / 9, nu: 0.5 - 0.25 * 4 / 9,
        expansion: .normal))
    for strike in [-0.01, 0.02, 0.06] {
      let expected = try #require(model.volatility(strike: strike, forward: 0.03, years: 5))
      #expect(abs(try #require(section.volatility(strike: strike)) / expected - 1) <= 1e-13)
    }
  }

  /// A cube of quotes made of SABR smiles is fitted by them: rest 1e-9 of a volatility.
  @Test func quotesOfSABRAreFitted() throws {
    let forwards = [0.028, 0.031, 0.033, 0.034]
    let parameters = [(-0.1, 0.6), (-0.15, 0.5), (-0.25, 0.3), (-0.3, 0.25)]
    let nodes = [(1.0, 1.0), (1, 10), (10, 1), (10, 10)]
    let matrix = try Self.cube().atTheMoney
    var values: [Double] = []
    for (index, (expiry, tenor)) in nodes.enumerated() {
      let model = try #require(
        SABR(
          atTheMoney: matrix(expiry, tenor), forward: forwards[index], years: expiry, beta: 0.5,
          rho: parameters[index].0, nu: parameters[index].1, expansion: .normal))
      values += try Self.strikes.map {
        let strike = forwards[index] + $0
        return try #require(model.volatility(strike: strike, forward: forwards[index], years: expiry))
          - matrix(expiry, tenor)
      }
    }
    let offsets = try SwaptionSmileOffsets(
      expiries: [1, 10], tenors: [1, 10], strikes: Self.strikes, values: values)
    let (cube, fits) = try Self.cube(.offsets(offsets)).fittedToSABR(forwards: forwards, beta: 0.5)
    #expect(fits.count == 4)
    for (index, fit) in fits.enumerated() {
      #expect(fit.rootMeanSquareError <= 1e-11)
      #expect(
        abs(fit.model.rho - parameters[index].0) <= 1e-5 && abs(fit.model.nu - parameters[index].1) <= 1e-5)
    }
    for (index, (expiry, tenor)) in nodes.enumerated() {
      let quoted = try #require(
        try Self.cube(.offsets(offsets)).volatility(
          expiry: expiry, tenor: tenor, strike: forwards[index] + 0.01, forward: forwards[index]))
      let found = try #require(
        cube.volatility(
          expiry: expiry, tenor: tenor, strike: forwards[index] + 0.01, forward: forwards[index]))
      #expect(abs(found - quoted) <= 1e-10)
    }
  }

  /// Moves of all nodes, one by one, add up to the parallel move; each moves its node alone.
  @Test func bucketsAddUpToTheParallelMove() throws {
    let cube = try Self.cube(.offsets(try Self.offsets))
    let parallel = cube.shifted(by: .parallel(.absolute, 0.0001))
    for (expiry, tenor) in [(0.25, 1.0), (0.7, 3), (5, 5), (25, 8), (3, 12)] {
      func volatility(_ cube: SwaptionVolatilityCube) throws -> Double {
        try #require(cube.volatility(expiry: expiry, tenor: tenor, strike: 0.036, forward: 0.03))
      }
      let base = try volatility(cube)
      #expect(abs(try volatility(parallel) - base - 0.0001) <= 1e-17)
      var sum = 0.0
      for row in Self.expiries.indices {
        for column in Self.tenors.indices {
          let shift = VolatilityShift.bucket(
            .absolute, 0.0001, expiry: row, tenor: column, expiries: Self.expiries, tenors: Self.tenors)
          sum += try volatility(cube.shifted(by: shift)) - base
        }
      }
      #expect(abs(sum - 0.0001) <= 1e-16)
    }
    let larger = cube.shifted(by: .parallel(.relative, 0.1)).shifted(by: .parallel(.relative, -0.2))
    #expect(abs(larger.atTheMoneyVolatility(expiry: 1, tenor: 5) - 0.0104 * 1.1 * 0.8) <= 1e-17)
    #expect(cube.shifted(by: .parallel(.absolute, -1)).atTheMoneyVolatility(expiry: 1, tenor: 5) == 0)
  }

  /// A move of the volatility at the money goes through the model: ρ and ν stay.
  @Test func movesGoThroughSABR() throws {
    let models = try SwaptionSABR(
      beta: 0.5, shift: 0.02, expansion: .lognormal, rho: BilinearGrid(constant: -0.3),
      nu: BilinearGrid(constant: 0.4))
    let matrix = Self.matrix.map { 20 * $0 }
    let cube = try SwaptionVolatilityCube(
      type: .lognormal(shift: 0.02), expiries: Self.expiries, tenors: Self.tenors, atTheMoney: matrix,
      smile: .sabr(models)
    ).shifted(by: .parallel(.absolute, 0.01))
    let model = try #require(
      SABR(
        atTheMoney: matrix[7] + 0.01, forward: 0.03, years: 5, beta: 0.5, rho: -0.3, nu: 0.4, shift: 0.02))
    let found = try #require(cube.volatility(expiry: 5, tenor: 5, strike: 0.04, forward: 0.03))
    let expected = try #require(model.volatility(strike: 0.04, forward: 0.03, years: 5))
    #expect(abs(found / expected - 1) <= 1e-13)
    #expect(cube.section(expiry: 5, tenor: 5, forward: -0.03) == nil)
  }

  @Test func arbitrageIsReported() throws {
    #expect(try Self.cube().section(expiry: 5, tenor: 5, forward: 0.03)?.arbitrage() == [])
    let steep = try SwaptionSmileOffsets(
      expiries: [1], tenors: [1], strikes: [-0.002, 0.002], values: [0.004, 0.004])
    let found = try #require(
      try Self.cube(.offsets(steep)).section(expiry: 1, tenor: 1, forward: 0.03)?.arbitrage())
    #expect(found.contains { $0.kind == .butterfly })
  }

  @Test func nodesAtFaultAreNamed() throws {
    func problems(_ make: () throws -> Void) -> [String] {
      do {
        try make()
        return []
      } catch let error as VolatilitySurfaceError {
        return error.problems
      } catch { return ["\(error)"] }
    }
    #expect(
      problems {
        _ = try SwaptionVolatilityCube(
          type: .normal, expiries: [1, 5], tenors: [2], atTheMoney: [0.01, -0.01])
      } == ["expiry 5.0, tenor 2.0: -0.01 is not 0 or above"])
    #expect(
      problems {
        _ = try SwaptionVolatilityCube(type: .normal, expiries: [5, 1], tenors: [], atTheMoney: [0.01])
      } == [
        "expiries: 1.0 comes after 5.0; put them in ascending order", "tenors: give at least one",
        "volatilities at the money: 1 values for 0 nodes",
      ])
    #expect(
      problems {
        _ = try SwaptionSmileOffsets(
          expiries: [1], tenors: [2, 5], strikes: [0, 0.01], values: [0, 0, 1e-4, .nan])
      } == [
        "smile of expiry 1.0, tenor 5.0, strike offset 0.0: is 0.0001; nothing is added at the money",
        "smile of expiry 1.0, tenor 5.0, strike offset 0.01: nan is not finite",
      ])
    #expect(
      problems {
        _ = try SwaptionSABR(
          beta: 0.5, shift: 0, expansion: .normal, rho: BilinearGrid(constant: 1),
          nu: BilinearGrid(constant: -1))
      } == [
        "rho of expiry 0.0, tenor 0.0: 1.0 is not between -1 and 1",
        "nu of expiry 0.0, tenor 0.0: -1.0 is not 0 or above",
      ])
    let models = try SwaptionSABR(
      beta: 0.5, shift: 0, expansion: .lognormal, rho: BilinearGrid(constant: 0),
      nu: BilinearGrid(constant: 0.3))
    #expect(problems { _ = try Self.cube(.sabr(models)) }.count == 1)
  }
}
