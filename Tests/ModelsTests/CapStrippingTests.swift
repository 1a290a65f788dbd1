import Foundation
import Models
import Testing

@Suite struct CapStrippingTests {
  struct Case: Decodable {
    struct Period: Decodable { let years, forward, weight: Double }
    let normal: Bool
    let caplets: [Period]
    let caps: [Int]
    let strikes, quotes, stripped, prices: [Double]

    var type: VolatilityType { normal ? .normal : .lognormal }
    var stripping: CapStripping {
      CapStripping(
        type: type, caplets: caplets.map { Caplet(years: $0.years, forward: $0.forward, weight: $0.weight) },
        caps: caps, strikes: strikes, quotes: quotes)
    }
  }

  static let cases: [Case] = Goldens.cases("caps")

  /// The script's bisection with QuantLib's formulas; where the difference of two caps has lost digits, 1e-8 of a volatility.
  @Test func equalsBisectionWithQuantLib() throws {
    #expect(Self.cases.count == 20)
    for golden in Self.cases {
      let surface = try golden.stripping.strip()
      for (found, expected) in zip(surface.volatilities, golden.stripped) {
        #expect(abs(found - expected) <= 1e-8 * expected)
      }
    }
  }

  /// Every cap has its price, by QuantLib: 1e-14 per unit of notional, and 1e-10 of the price.
  @Test func everyCapReprices() throws {
    for golden in Self.cases {
      let surface = try golden.stripping.strip()
      for (row, end) in golden.caps.enumerated() {
        for (column, strike) in golden.strikes.enumerated() {
          let price = try golden.caplets.prefix(end).reduce(0.0) { sum, period in
            let option = ForwardOption(.call, forward: period.forward, strike: strike, years: period.years)
            let volatility = surface.volatility(expiry: period.years, strike: strike)
            return sum + period.weight * (try #require(option.value(volatility: volatility, golden.type)))
          }
          let quoted = golden.prices[row * golden.strikes.count + column]
          #expect(abs(price - quoted) <= min(1e-14, 1e-10 * quoted))
        }
      }
    }
  }

  static func caplets(_ count: Int) -> [Caplet] {
    (0..<count).map { Caplet(years: 0.25 * Double($0), forward: 0.03, weight: 0.25) }
  }

  /// Flat quotes are their own caplets, the first period's known rate among them.
  @Test func flatQuotesStayFlat() throws {
    let surface = try CapStripping(
      type: .normal, caplets: Self.caplets(20), caps: [4, 8, 20], strikes: [0.02, 0.05],
      quotes: [Double](repeating: 0.009, count: 6)
    ).strip()
    for volatility in surface.volatilities { #expect(abs(volatility / 0.009 - 1) <= 1e-11) }
    #expect(surface.expiries == [0.75, 1.75, 4.75])
  }

  /// What a quote says reaches from the end of the shorter cap to its own end.
  @Test func aQuoteMovesNoShorterCaplet() throws {
    func surface(_ last: Double) throws -> CapletVolatilitySurface {
      try CapStripping(
        type: .lognormal, caplets: Self.caplets(12), caps: [4, 8, 12], strikes: [0.03],
        quotes: [0.3, 0.28, last]
      ).strip()
    }
    let (low, high) = (try surface(0.26), try surface(0.27))
    #expect(low.volatilities[0] == high.volatilities[0] && low.volatilities[1] == high.volatilities[1])
    #expect(low.volatilities[2] < high.volatilities[2])
  }

  /// A long cap that is worth less than a shorter one is refused by name.
  @Test func impossibleQuotesAreNamed() throws {
    let stripping = CapStripping(
      type: .normal, caplets: Self.caplets(12), caps: [4, 12], strikes: [0.02, 0.04],
      quotes: [0.01, 0.01, 0.0095, 0.002])
    #expect {
      try stripping.strip()
    } throws: { error in
      (error as? VolatilitySurfaceError)?.problems == [
        "cap of 12 periods, strike 0.04: 0.002 leaves the periods from 5 on less than nothing; raise it or lower the shorter cap's"
      ]
    }
    let wrong = CapStripping(
      type: .lognormal, caplets: Self.caplets(3), caps: [4, 2], strikes: [0.02], quotes: [0.1, -0.1])
    #expect {
      try wrong.strip()
    } throws: { error in
      (error as? VolatilitySurfaceError)?.problems == [
        "cap of 4 periods: periods ascend, from 1 to the 3 caplets there are",
        "cap of 2 periods: periods ascend, from 1 to the 3 caplets there are",
        "cap of 2 periods, strike 0.02: -0.1 is not above 0",
      ]
    }
  }
}

@Suite struct CapletVolatilitySurfaceTests {
  static func surface() throws -> CapletVolatilitySurface {
    try CapletVolatilitySurface(
      type: .normal, expiries: [1, 2, 5], strikes: [0.01, 0.03, 0.05],
      volatilities: [0.010, 0.009, 0.011, 0.0095, 0.0088, 0.0102, 0.009, 0.0085, 0.0097])
  }

  @Test func isConstantByExpiryAndBeyondItsStrikes() throws {
    let surface = try Self.surface()
    #expect(surface.volatility(expiry: 0.1, strike: 0.03) == 0.009)
    #expect(surface.volatility(expiry: 1, strike: 0.03) == 0.009)
    #expect(surface.volatility(expiry: 1.01, strike: 0.03) == 0.0088)
    #expect(surface.volatility(expiry: 50, strike: 0.05) == 0.0097)
    #expect(surface.volatility(expiry: 1.5, strike: 0.2) == 0.0102)
    #expect(surface.volatility(expiry: 1.5, strike: -0.2) == 0.0095)
    #expect(surface.arbitrage(expiry: 1.5, forward: 0.03) == [])
  }

  @Test func movesByExpiryAddUp() throws {
    let surface = try Self.surface()
    let base = surface.volatility(expiry: 1.7, strike: 0.04)
    let sum = (0..<3).reduce(0.0) { sum, index in
      let shift = VolatilityShift.bucket(.absolute, 0.001, expiry: index, expiries: surface.expiries)
      return sum + surface.shifted(by: shift).volatility(expiry: 1.7, strike: 0.04) - base
    }
    #expect(abs(sum - 0.001) <= 1e-16)
  }
}
