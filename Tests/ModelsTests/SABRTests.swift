import Foundation
import Models
import Testing

@Suite struct SABRTests {
  struct Case: Decodable {
    let expansion: String
    let shift, forward, years, beta, rho, nu, alpha: Double
    let strikes, volatilities: [Double]

    var model: SABR? {
      SABR.Expansion(rawValue: expansion).flatMap {
        SABR(alpha: alpha, beta: beta, rho: rho, nu: nu, shift: shift, expansion: $0)
      }
    }
  }

  static let cases: [Case] = Goldens.cases("sabr")

  /// Closed form: rounding alone, 1e-12 relative.
  @Test func equalsQuantLib() throws {
    #expect(Self.cases.count == 120)
    for golden in Self.cases {
      let model = try #require(golden.model)
      for (strike, expected) in zip(golden.strikes, golden.volatilities) {
        let found = try #require(
          model.volatility(strike: strike, forward: golden.forward, years: golden.years))
        #expect(abs(found / expected - 1) <= 1e-12, "\(golden) at \(strike)")
      }
    }
  }

  /// With β = 0 the normal model only knows distances, as the expansion for a large shift, where logarithms are distances: the
  /// difference falls with the square of the shift, to the digits that logarithms near 0 keep.
  @Test func theNormalModelOnlyKnowsDistances() throws {
    let model = try #require(SABR(alpha: 0.008, beta: 0, rho: -0.3, nu: 0.35, expansion: .normal))
    for strike in [-0.03, -0.01, 0.001, 0.02, 0.08] {
      let here = try #require(model.volatility(strike: strike, forward: 0.001, years: 5))
      let there = try #require(model.volatility(strike: strike + 0.5, forward: 0.501, years: 5))
      #expect(abs(here / there - 1) <= 1e-13)
      // β so near 0 that it is only the formula for any other β.
      let other = try #require(
        SABR(alpha: 0.008, beta: 1e-12, rho: -0.3, nu: 0.35, shift: 1_000, expansion: .normal))
      let expanded = try #require(other.volatility(strike: strike, forward: 0.001, years: 5))
      #expect(abs(here / expanded - 1) <= 1e-8)
    }
  }

  /// Both expansions describe one model: prices agree to what they leave out, which is small near the money for short times.
  @Test func bothExpansionsPriceAlike() throws {
    for strike in [0.03, 0.035, 0.04, 0.045] {
      func value(_ expansion: SABR.Expansion) throws -> Double {
        let model = try #require(SABR(alpha: 0.04, beta: 0.5, rho: -0.2, nu: 0.3, expansion: expansion))
        let volatility = try #require(model.volatility(strike: strike, forward: 0.037, years: 1))
        let option = ForwardOption(.call, forward: 0.037, strike: strike, years: 1)
        return try #require(option.value(volatility: volatility, model.volatilityType))
      }
      #expect(abs(try value(.normal) - value(.lognormal)) <= 1e-6)
    }
  }

  /// Strikes run through the money without a step: the series and the closed form meet.
  @Test func theSmileIsSmoothAtTheMoney() throws {
    for expansion in SABR.Expansion.allCases {
      let model = try #require(SABR(alpha: 0.03, beta: 0.5, rho: 0.4, nu: 0.8, expansion: expansion))
      let distances = [-3e-6, -2e-6, -1e-6, 0, 1e-6, 2e-6, 3e-6]
      let smile = try distances.map {
        try #require(model.volatility(strike: 0.03 + $0, forward: 0.03, years: 2))
      }
      let bends: [Double] = (1..<6).map { index in
        let sides = smile[index + 1] + smile[index - 1]
        return sides - 2 * smile[index]
      }
      for bend in bends { #expect(abs(bend / bends[2] - 1) <= 0.01) }
    }
  }

  /// β = 1 and no volatility of volatility is Black's model, β = 0 Bachelier's.
  @Test func withoutVolatilityOfVolatilityOnlyTheBackboneIsLeft() throws {
    let black = try #require(SABR(alpha: 0.25, beta: 1, rho: 0.3, nu: 0))
    let bachelier = try #require(SABR(alpha: 0.009, beta: 0, rho: -0.3, nu: 0, expansion: .normal))
    for strike in [0.01, 0.03, 0.2] {
      #expect(black.volatility(strike: strike, forward: 0.03, years: 7) == 0.25)
      #expect(bachelier.volatility(strike: -strike, forward: 0.03, years: 7) == 0.009)
    }
  }

  @Test func parametersOutOfRangeAreRefused() {
    #expect(SABR(alpha: 0, beta: 0.5, rho: 0, nu: 0.3) == nil)
    #expect(SABR(alpha: 0.1, beta: 1.1, rho: 0, nu: 0.3) == nil)
    #expect(SABR(alpha: 0.1, beta: 0.5, rho: 1, nu: 0.3) == nil)
    #expect(SABR(alpha: 0.1, beta: 0.5, rho: -1, nu: 0.3) == nil)
    #expect(SABR(alpha: 0.1, beta: 0.5, rho: 0, nu: -0.1) == nil)
    #expect(SABR(alpha: .nan, beta: 0.5, rho: 0, nu: 0.3) == nil)
    let model = SABR(alpha: 0.1, beta: 0.5, rho: 0, nu: 0.3, shift: 0.01)
    #expect(model?.volatility(strike: -0.01, forward: 0.02, years: 1) == nil)
    #expect(model?.volatility(strike: -0.009, forward: 0.02, years: 1) != nil)
    #expect(model?.volatility(strike: 0.02, forward: -0.02, years: 1) == nil)
    #expect(model?.volatility(strike: .nan, forward: 0.02, years: 1) == nil)
  }
}

@Suite struct SABRCalibrationTests {
  /// The volatility at the money is met to rounding for any correlation and volatility of volatility; 1e-12 where what time
  /// adds nearly cancels.
  @Test(arguments: SABR.Expansion.allCases)
  func theVolatilityAtTheMoneyIsExact(expansion: SABR.Expansion) throws {
    let quoted = expansion == .lognormal ? 0.3 : 0.01
    for beta in [0, 0.25, 0.5, 1] {
      for rho in [-0.95, -0.3, 0, 0.6] {
        for nu in [0, 0.2, 0.6, 1.5] {
          for years in [0.01, 1, 10] {
            let model = SABR(
              atTheMoney: quoted, forward: 0.03, years: years, beta: beta, rho: rho, nu: nu, shift: 0.005,
              expansion: expansion)
            // With a third of a volatility of volatility a year, time beyond its expansion takes the volatility away.
            guard let model else {
              #expect(nu * nu * years > 2)
              continue
            }
            let found = try #require(model.volatility(strike: 0.03, forward: 0.03, years: years))
            #expect(abs(found / quoted - 1) <= 1e-12)
          }
        }
      }
    }
  }

  /// QuantLib's smiles give back the parameters they were made of. The sum of squares is flat at its end, so that parameters
  /// are known to about the root of the resolution: 1e-6.
  @Test func findsTheParametersOfASmile() throws {
    for golden in SABRTests.cases {
      let middle = try #require(golden.strikes.firstIndex(of: golden.forward))
      let calibration = SABRCalibration(
        forward: golden.forward, years: golden.years, atTheMoney: golden.volatilities[middle],
        quotes: zip(golden.strikes, golden.volatilities).map { .init(strike: $0, volatility: $1) },
        beta: golden.beta, shift: golden.shift,
        expansion: try #require(SABR.Expansion(rawValue: golden.expansion)))
      let fit = try calibration.fit().get()
      #expect(fit.converged)
      #expect(fit.rootMeanSquareError <= 1e-9 * golden.volatilities[middle], "\(golden) \(fit)")
      #expect(abs(fit.model.rho - golden.rho) <= 1e-6, "\(golden) \(fit)")
      #expect(abs(fit.model.nu - golden.nu) <= 1e-6, "\(golden) \(fit)")
      #expect(abs(fit.model.alpha / golden.alpha - 1) <= 1e-6, "\(golden) \(fit)")
    }
  }

  /// Quotes that no SABR smile has: the money exactly, and the rest as near as the error says.
  @Test func quotesWithNoiseAreMetAsWellAsStated() throws {
    let strikes = [0.01, 0.02, 0.025, 0.035, 0.04, 0.06]
    let volatilities = [0.0101, 0.0086, 0.0088, 0.0084, 0.0091, 0.0099]
    let calibration = SABRCalibration(
      forward: 0.03, years: 5, atTheMoney: 0.0085,
      quotes: zip(strikes, volatilities).map { .init(strike: $0, volatility: $1) }, beta: 0,
      expansion: .normal)
    let fit = try calibration.fit().get()
    let atTheMoney = try #require(fit.model.volatility(strike: 0.03, forward: 0.03, years: 5))
    #expect(abs(atTheMoney / 0.0085 - 1) <= 1e-14)
    let errors = try zip(strikes, volatilities).map {
      try #require(fit.model.volatility(strike: $0, forward: 0.03, years: 5)) - $1
    }
    let largest = try #require(errors.max { abs($0) < abs($1) })
    #expect(fit.largestError == largest && abs(largest) < 0.0005)
    #expect(strikes[try #require(errors.firstIndex(of: largest))] == fit.largestErrorStrike)
    // No other correlation and volatility of volatility near it is better.
    func sum(_ rho: Double, _ nu: Double) throws -> Double {
      let model = try #require(
        SABR(
          atTheMoney: 0.0085, forward: 0.03, years: 5, beta: 0, rho: rho, nu: nu, expansion: .normal))
      return try zip(strikes, volatilities).reduce(0) {
        $0 + pow(try #require(model.volatility(strike: $1.0, forward: 0.03, years: 5)) - $1.1, 2)
      }
    }
    let least = try sum(fit.model.rho, fit.model.nu)
    for (rho, nu) in [(0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01), (0.01, 0.01)] {
      #expect(try sum(fit.model.rho + rho, fit.model.nu + nu) > least)
    }
  }

  @Test func aFlatSmileIsFitted() throws {
    let calibration = SABRCalibration(
      forward: 0.03, years: 5, atTheMoney: 0.0085,
      quotes: [0.01, 0.02, 0.04, 0.05].map { .init(strike: $0, volatility: 0.0085) }, beta: 0,
      expansion: .normal)
    #expect(try calibration.fit().get().rootMeanSquareError <= 1e-8)
  }

  @Test func whatCannotBeFittedIsNamed() {
    func failure(
      forward: Double = 0.03, atTheMoney: Double = 0.3, beta: Double = 0.5, quoted: [Double] = [0.02, 0.04]
    ) -> SABRCalibrationFailure? {
      let result = SABRCalibration(
        forward: forward, years: 1, atTheMoney: atTheMoney,
        quotes: quoted.map { .init(strike: $0, volatility: 0.3) }, beta: beta, expansion: .lognormal
      ).fit()
      return switch result {
      case .success: nil
      case .failure(let failure): failure
      }
    }
    #expect(failure() == nil)
    #expect(failure(forward: -0.01) == .forward)
    #expect(failure(atTheMoney: .nan) == .atTheMoney)
    #expect(failure(beta: 2) == .parameters)
    #expect(failure(quoted: [0.02]) == .tooFewQuotes)
    #expect(failure(quoted: [0.02, -0.01]) == .quote(strike: -0.01))
    #expect(SABRCalibrationFailure.quote(strike: -0.01).description.contains("-0.01"))
  }
}

@Suite struct SmileCheckTests {
  /// The expansion's well known fault: a long expiry's density is negative at low strikes. By QuantLib's SABR volatilities and Black
  /// values, butterflies a thousandth of the strike wide are below 0 at 0.00891 and below, and not at 0.0091.
  @Test func findsTheNegativeDensityOfTheExpansion() throws {
    let model = try #require(SABR(alpha: 0.026, beta: 0.5, rho: -0.1, nu: 0.4))
    let found = model.arbitrage(forward: 0.0488, years: 10)
    #expect(found.map(\.kind).contains(.butterfly))
    let low = try #require(found.first { $0.kind == .butterfly })
    #expect(low.strikes.upperBound > 0.0086 && low.strikes.upperBound < 0.0093)
    let short = try #require(SABR(alpha: 0.026, beta: 0.5, rho: -0.1, nu: 0.2))
    #expect(short.arbitrage(forward: 0.0488, years: 0.25) == [])
  }

  @Test func aFlatSmileIsWithoutFault() {
    for type in ForwardOptionTests.types {
      let volatility = ForwardOptionTests.volatility(type)
      let check = SmileCheck(forward: 0.03, years: 3, type: type, volatility: volatility)
      #expect(check.findings { _ in volatility } == [])
    }
  }

  /// A dent makes a negative density beside it, a jump of volatility a call that is dearer than one struck lower.
  @Test func faultsAreFoundWhereTheyAre() {
    let strikes = (0...60).map { 0.001 * Double($0) }
    let check = SmileCheck(forward: 0.03, years: 1, type: .normal, strikes: strikes)
    let dented = check.findings { abs($0 - 0.02) < 1e-9 ? 0.0102 : 0.01 }
    #expect(dented.map(\.kind) == [.butterfly])
    #expect(dented.first?.strikes == 0.02...0.02)
    let jumping = check.findings { $0 > 0.0395 ? 0.02 : 0.01 }
    #expect(jumping.contains { $0.kind == .callSpread })
    let absent = check.findings { $0 < 0.0105 ? nil : 0.01 }
    #expect(absent == [ArbitrageFinding(.undefined, years: 1, strikes: 0...0.01)])
  }
}
