import Foundation
import Models
import Testing

@Suite struct GarmanKohlhagenTests {
  struct Case: Decodable {
    let right, convention: String
    let spot, quoteDiscount, baseDiscount, years, volatility, strike: Double
    let value, delta, wantedDelta, wantedStrike, neutralStrike: Double
  }

  static func market(years: Double = 0.5) -> GarmanKohlhagen {
    GarmanKohlhagen(spot: 1.0875, quoteDiscount: 0.98, baseDiscount: 0.99, years: years)!
  }

  /// Closed forms to rounding. Strikes to 2e-9: QuantLib's normal quantile is Acklam's, with an error of 1e-9. That ours have
  /// their delta is tested by itself.
  @Test func equalsQuantLib() throws {
    let cases = Goldens.cases("exchange_options", of: Case.self)
    #expect(cases.count == 200)
    for golden in cases {
      let market = try #require(
        GarmanKohlhagen(
          spot: golden.spot, quoteDiscount: golden.quoteDiscount, baseDiscount: golden.baseDiscount,
          years: golden.years))
      let right = try #require(OptionRight(rawValue: golden.right))
      let convention = try #require(FXDeltaConvention(rawValue: golden.convention))
      let value = try #require(market.value(right, strike: golden.strike, volatility: golden.volatility))
      #expect(abs(value - golden.value) <= 1e-14 * golden.spot, "\(golden)")
      let delta = try #require(
        market.delta(right, strike: golden.strike, volatility: golden.volatility, convention))
      #expect(abs(delta - golden.delta) <= 1e-13, "\(golden)")
      let strike = try market.strike(
        right, delta: golden.wantedDelta, volatility: golden.volatility, convention
      ).get()
      #expect(abs(strike / golden.wantedStrike - 1) <= 2e-9, "\(golden)")
      let neutral = market.deltaNeutralStrike(volatility: golden.volatility, convention)
      #expect(abs(neutral / golden.neutralStrike - 1) <= 1e-13, "\(golden)")
    }
  }

  /// Also for deltas at the edge of what there is, and volatilities from a quarter of a per cent to 200%.
  @Test(arguments: FXDeltaConvention.allCases)
  func theStrikeHasTheDelta(convention: FXDeltaConvention) throws {
    for years in [1 / 365.0, 0.5, 10] {
      let market = Self.market(years: years)
      for volatility in [0.0025, 0.1, 0.5, 2] {
        for right in OptionRight.allCases {
          for size in [0.001, 0.05, 0.25, 0.5, 0.9, 0.989, 1.5, 4] {
            let delta = right.sign * size
            switch market.strike(right, delta: delta, volatility: volatility, convention) {
            case .success(let strike):
              let found = try #require(
                market.delta(right, strike: strike, volatility: volatility, convention))
              // The deviation divides the rounding of ln(K/F).
              #expect(abs(found - delta) <= 1e-12 * max(1, size), "\(right) \(delta) \(volatility) \(years)")
            case .failure(let reason):
              #expect(reason == .outOfReach)
              // Plain deltas end at 1, premium adjusted calls below, premium adjusted puts nowhere.
              switch right {
              case .call: #expect(convention.isPremiumAdjusted ? size >= 0.05 : size >= 0.989)
              case .put: #expect(!convention.isPremiumAdjusted && size >= 0.989)
              }
            }
          }
        }
      }
    }
  }

  /// Of the two strikes that have a premium adjusted call's delta, the one with less value.
  @Test func premiumAdjustedCallsAreOnTheFallingSide() throws {
    let market = Self.market()
    let strike = try market.strike(.call, delta: 0.25, volatility: 0.1, .premiumAdjustedForward).get()
    let near = try #require(
      market.delta(.call, strike: 1.001 * strike, volatility: 0.1, .premiumAdjustedForward))
    #expect(near < 0.25)
    let low = try #require(
      market.delta(.call, strike: 0.2 * strike, volatility: 0.1, .premiumAdjustedForward))
    #expect(low < 0.25)
  }

  /// The spot delta is the derivative of the value by spot, to what a difference shows; premium adjusted, less the premium.
  @Test(arguments: OptionRight.allCases)
  func deltasAreDerivatives(right: OptionRight) throws {
    func value(_ spot: Double) throws -> Double {
      let market = try #require(
        GarmanKohlhagen(spot: spot, quoteDiscount: 0.98, baseDiscount: 0.99, years: 0.5))
      return try #require(market.value(right, strike: 1.12, volatility: 0.1))
    }
    let market = Self.market()
    let slope = try (value(1.0875 + 1e-6) - value(1.0875 - 1e-6)) / 2e-6
    func delta(_ convention: FXDeltaConvention) throws -> Double {
      try #require(market.delta(right, strike: 1.12, volatility: 0.1, convention))
    }
    #expect(abs(try delta(.spot) - slope) <= 1e-8)
    #expect(abs(try delta(.forward) - slope / 0.99) <= 1e-8)
    let premium = try value(1.0875) / 1.0875
    #expect(abs(try delta(.premiumAdjustedSpot) - (slope - premium)) <= 1e-8)
    #expect(abs(try delta(.premiumAdjustedForward) - (slope - premium) / 0.99) <= 1e-8)
  }

  @Test(arguments: FXDeltaConvention.allCases)
  func aStraddleAtTheNeutralStrikeNeedsNoHedge(convention: FXDeltaConvention) throws {
    let market = Self.market()
    let strike = market.deltaNeutralStrike(volatility: 0.15, convention)
    let deltas = try OptionRight.allCases.map {
      try #require(market.delta($0, strike: strike, volatility: 0.15, convention))
    }
    #expect(abs(deltas[0] + deltas[1]) <= 1e-15)
  }

  /// A call in one direction is a put in the other: value per unit of quote currency, strike and spot turned over.
  @Test func callsAreThePutsOfTheOtherSide() throws {
    let market = Self.market()
    let other = try #require(
      GarmanKohlhagen(spot: 1 / 1.0875, quoteDiscount: 0.99, baseDiscount: 0.98, years: 0.5))
    let call = try #require(market.value(.call, strike: 1.12, volatility: 0.1))
    let put = try #require(other.value(.put, strike: 1 / 1.12, volatility: 0.1))
    #expect(abs(call / 1.0875 - put * 1.12) <= 1e-16)
  }

  @Test func whatCannotBeHasAReason() {
    #expect(GarmanKohlhagen(spot: 0, quoteDiscount: 1, baseDiscount: 1, years: 1) == nil)
    #expect(GarmanKohlhagen(spot: 1, quoteDiscount: .nan, baseDiscount: 1, years: 1) == nil)
    #expect(GarmanKohlhagen(spot: 1, quoteDiscount: 1, baseDiscount: 1, years: -1) == nil)
    let market = Self.market()
    #expect(market.value(.call, strike: -1, volatility: 0.1) == nil)
    #expect(market.delta(.call, strike: 1, volatility: -0.1, .spot) == nil)
    func reason(_ delta: Double, _ volatility: Double) -> StrikeFailure? {
      switch market.strike(.call, delta: delta, volatility: volatility, .spot) {
      case .success: nil
      case .failure(let reason): reason
      }
    }
    #expect(reason(-0.25, 0.1) == .wrongSign)
    #expect(reason(0.25, 0) == .noDeviation)
    #expect(reason(.nan, 0.1) == .noDeviation)
    #expect(reason(0.99, 0.1) == .outOfReach)
    #expect(market.impliedVolatility(.call, strike: 0, value: 0.1) == .failure(.undefined))
  }

  @Test func impliedVolatilityUndoesTheValue() throws {
    let market = Self.market()
    let value = try #require(market.value(.put, strike: 1.01, volatility: 0.12))
    let found = try market.impliedVolatility(.put, strike: 1.01, value: value).get()
    #expect(abs(found / 0.12 - 1) <= 1e-12)
  }
}
