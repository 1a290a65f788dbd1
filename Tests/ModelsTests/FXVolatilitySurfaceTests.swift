import Foundation
import Models
import Testing

@Suite struct FXSmileTests {
  static func market(_ years: Double) -> GarmanKohlhagen {
    GarmanKohlhagen(
      spot: 1.0875, quoteDiscount: exp(-0.045 * years), baseDiscount: exp(-0.025 * years), years: years)!
  }

  static func quote(
    _ atTheMoney: Double = 0.08, reversal: Double = -0.006, butterfly: Double = 0.0025,
    _ convention: FXDeltaConvention = .spot
  ) -> FXSmileQuote {
    FXSmileQuote(
      atTheMoney: atTheMoney,
      wings: [
        .init(delta: 0.25, riskReversal: reversal, butterfly: butterfly),
        .init(delta: 0.1, riskReversal: 1.8 * reversal, butterfly: 3.4 * butterfly),
      ], convention: convention)
  }

  /// The five options have the deltas and volatilities that were quoted.
  @Test(arguments: FXDeltaConvention.allCases)
  func quotesAreMet(convention: FXDeltaConvention) throws {
    for years in [1 / 52.0, 0.5, 2] {
      let (market, quote) = (Self.market(years), Self.quote(convention))
      let smile = try FXSmile(quote, market: market)
      func volatility(_ delta: Double) throws -> Double {
        let sign = delta > 0 ? 1.0 : -1
        let wing = try #require(quote.wings.first { abs(abs(delta) - $0.delta) < 1e-12 })
        return quote.atTheMoney + wing.butterfly + sign * wing.riskReversal / 2
      }
      let deltas = [-0.1, -0.25, 0, 0.25, 0.1]
      for (index, delta) in deltas.enumerated() {
        let strike = smile.strikes[index]
        let found = try #require(smile.volatility(strike: strike))
        if delta == 0 {
          #expect(abs(found - quote.atTheMoney) <= 1e-15)
          #expect(strike == market.deltaNeutralStrike(volatility: found, convention))
        } else {
          #expect(abs(found - (try volatility(delta))) <= 1e-15)
          let met = try #require(
            market.delta(delta > 0 ? .call : .put, strike: strike, volatility: found, convention))
          #expect(abs(met - delta) <= 1e-12)
        }
      }
    }
  }

  static func quote(_ convention: FXDeltaConvention) -> FXSmileQuote {
    quote(0.08, reversal: -0.006, butterfly: 0.0025, convention)
  }

  /// Constant beyond the first and last strike, without a kink there.
  @Test func theWingsAreConstant() throws {
    let smile = try FXSmile(Self.quote(), market: Self.market(1))
    #expect(smile.volatility(strike: 1e-6) == smile.volatilities.first)
    #expect(smile.volatility(strike: 1e6) == smile.volatilities.last)
    let end = try #require(smile.strikes.last)
    let inside = try #require(smile.volatility(strike: end * (1 - 1e-6)))
    #expect(abs(inside - smile.volatilities[4]) <= 1e-11)
    #expect(smile.volatility(strike: 0) == nil && smile.volatility(strike: .nan) == nil)
  }

  @Test func aStraddleAloneIsFlat() throws {
    let smile = try FXSmile(
      FXSmileQuote(atTheMoney: 0.1, wings: [], convention: .forward), market: Self.market(1))
    #expect(smile.volatility(strike: 0.5) == 0.1 && smile.volatility(strike: 2) == 0.1)
    #expect(smile.arbitrage() == [])
  }

  @Test func usualSmilesAreWithoutArbitrageAndSteepOnesAreNot() throws {
    #expect(try FXSmile(Self.quote(), market: Self.market(0.5)).arbitrage() == [])
    let steep = try FXSmile(Self.quote(butterfly: 0.04), market: Self.market(0.5))
    #expect(steep.arbitrage().contains { $0.kind == .butterfly })
  }

  @Test func quotesAtFaultAreNamed() {
    func problems(_ quote: FXSmileQuote) -> [String] {
      do throws(VolatilitySurfaceError) {
        _ = try FXSmile(quote, market: Self.market(1))
        return []
      } catch { return error.problems }
    }
    #expect(problems(Self.quote(-0.1)) == ["expiry 1.0, at the money: -0.1 is not above 0"])
    #expect(
      problems(Self.quote(0.01, reversal: -0.03, butterfly: 0.001)).contains {
        $0.hasPrefix("expiry 1.0, 0.25 call: its volatility -0.00")
      })
    #expect(
      problems(
        FXSmileQuote(
          atTheMoney: 0.1, wings: [.init(delta: 25, riskReversal: 0, butterfly: 0)], convention: .spot))
        == ["expiry 1.0, delta 25.0: is not between 0 and 0.5"])
    // Twice the same wing, once cheap and once dear: strikes cross.
    let twice = FXSmileQuote(
      atTheMoney: 0.1,
      wings: [
        .init(delta: 0.25, riskReversal: 0, butterfly: 0.05),
        .init(delta: 0.2, riskReversal: 0, butterfly: -0.05),
      ], convention: .spot)
    #expect(problems(twice).contains { $0.contains("out of order") })
  }
}

@Suite struct FXVolatilitySurfaceTests {
  static func surface(_ volatilities: [Double] = [0.09, 0.085, 0.08]) throws -> FXVolatilitySurface {
    try FXVolatilitySurface(
      try zip([0.25, 1, 3], volatilities).map {
        try FXSmile(FXSmileTests.quote($1), market: FXSmileTests.market($0))
      })
  }

  @Test func totalVarianceIsLinearInTime() throws {
    let surface = try Self.surface()
    for place in [-0.1, 0, 0.05] {
      func variance(_ years: Double) throws -> Double {
        let forward = FXSmileTests.market(years).forward
        let volatility = try #require(
          surface.volatility(years: years, strike: forward * exp(place), forward: forward))
        return volatility * volatility * years
      }
      let (begin, end) = (try variance(1), try variance(3))
      #expect(abs(try variance(1.5) - (0.75 * begin + 0.25 * end)) <= 1e-15)
      #expect(abs(try variance(2) - (begin + end) / 2) <= 1e-15)
      #expect(abs(try variance(6) - 2 * end) <= 1e-15)
      #expect(abs(try variance(0.125) - 0.5 * variance(0.25)) <= 1e-15)
      for (index, years) in [0.25, 1, 3].enumerated() {
        let smile = surface.smiles[index].volatility(logMoneyness: place)
        #expect(abs(try variance(years) - smile * smile * years) <= 1e-15)
      }
    }
    #expect(surface.volatility(years: 0, strike: 1, forward: 1) == nil)
    #expect(surface.volatility(years: 1, strike: -1, forward: 1) == nil)
  }

  /// Where variance falls from one expiry to the next, and nowhere else.
  @Test func calendarArbitrageIsFound() throws {
    #expect(try Self.surface().arbitrage() == [])
    let found = try Self.surface([0.09, 0.2, 0.08]).arbitrage()
    #expect(found.contains { $0.kind == .calendar && $0.years == 3 })
    #expect(!found.contains { $0.kind == .calendar && $0.years == 1 })
  }

  @Test func movesByExpiryAddUp() throws {
    let surface = try Self.surface()
    func volatility(_ surface: FXVolatilitySurface) throws -> Double {
      try #require(surface.volatility(years: 1.4, strike: 1.2, forward: 1.1))
    }
    let base = try volatility(surface)
    var sum = 0.0
    for index in 0..<3 {
      sum +=
        try volatility(
          surface.shifted(by: .bucket(.absolute, 0.01, expiry: index, expiries: [0.25, 1, 3]))) - base
    }
    #expect(abs(sum - 0.01) <= 1e-16)
    #expect(abs(try volatility(surface.shifted(by: .parallel(.relative, 0.5))) / base - 1.5) <= 1e-14)
  }

  @Test func expiriesMustAscend() throws {
    let smile = try FXSmile(FXSmileTests.quote(), market: FXSmileTests.market(1))
    #expect(throws: VolatilitySurfaceError.self) { try FXVolatilitySurface([smile, smile]) }
    #expect(throws: VolatilitySurfaceError.self) { try FXVolatilitySurface([]) }
  }
}
