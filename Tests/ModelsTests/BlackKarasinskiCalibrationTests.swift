import Foundation
import Testing

@testable import Models

@Suite struct BlackKarasinskiCalibrationTests {
  /// QuantLib 1.44's tree of as many steps fits its zero bonds to 1e-7: 1e-6 of notional.
  @Test func swaptionsAreQuantLibs() throws {
    for golden in try ShortRateCalibrationGoldens.read().blackKarasinski {
      for quote in golden.quotes {
        let found = try golden.model.value(
          quote.swaption.option, steps: golden.steps, discountFactor: ShortRateGoldens.flat(golden.rate))
        #expect(abs(found - quote.value) < 1e-6, "\(quote.swaption.expiry) \(found) \(quote.value)")
      }
    }
  }

  /// A call less a put is the payments less the strike, to rounding; what is paid with the strike counts.
  @Test func parity() throws {
    let curve = ShortRateGoldens.flat(0.04)
    let model = BlackKarasinski(meanReversion: 0.1, volatility: 0.25)
    let payments = [2.5, 3, 4].map { BondOption.Payment(years: $0, amount: 0.4) }
    func value(_ kind: BondOption.Kind) throws -> Double {
      try model.value(
        BondOption(kind, expiry: 2, strike: 1.1, settlement: 2.5, payments: payments), steps: 40,
        discountFactor: curve)
    }
    let forward = payments.reduce(-1.1 * curve(2.5)) { $0 + $1.amount * curve($1.years) }
    #expect(abs(try value(.call) - value(.put) - forward) < 1e-12)
    #expect(try value(.call) > max(0, forward) && value(.put) > 0)
  }

  /// What `docs/models/black-karasinski.md` says of coarse lattices, beside one of 240 steps, which is itself off by 1% at the money.
  @Test(arguments: [(-0.01, 0.4), (0, 2.2), (0.01, 8)])
  func coarseLatticesAreOffByAsMuchAsIsSaid(shift: Double, bound: Double) throws {
    let curve = ShortRateGoldens.flat(0.04)
    let years = (1...5).map { 1 + Double($0) }
    let rate = (curve(1) - curve(6)) / years.reduce(0) { $0 + curve($1) } + shift
    let option = BondOption.swaption(
      isPayer: true, expiry: 1, start: 1,
      coupons: years.map { BondOption.Payment(years: $0, amount: rate) })
    let model = BlackKarasinski(meanReversion: 0.05, volatility: 0.2)
    func value(_ steps: Int) throws -> Double {
      try model.value(option, steps: steps, discountFactor: curve)
    }
    #expect(abs(try value(30) / value(240) - 1) < bound / 30)
  }

  /// QuantLib's prices of a known model give the model back: to 1e-3 of mean reversion, which moves prices little, and 1e-4 of
  /// volatility.
  @Test(arguments: 0..<3)
  func findsTheModelThatMadeQuantLibsPrices(number: Int) throws {
    let golden = try ShortRateCalibrationGoldens.read().blackKarasinski[number]
    let found = try BlackKarasinskiCalibration(
      golden.quotes.map { CalibrationQuote($0.swaption.option, price: $0.value) }, steps: golden.steps,
      discountFactor: ShortRateGoldens.flat(golden.rate))
    #expect(abs(found.model.logarithm.meanReversion / golden.a - 1) < 1e-3, "\(found.model)")
    #expect(abs(found.model.logarithm.volatility / golden.sigma - 1) < 1e-4)
    #expect(found.errors.count == golden.quotes.count && found.meanError < 1e-4)
  }

  @Test func saysWhatIsWrong() {
    let quote = CalibrationQuote(
      BondOption(.call, expiry: 1, strike: 0.9, payments: [BondOption.Payment(years: 3, amount: 1)]),
      price: 0.05)
    #expect(throws: BlackKarasinskiCalibration.Failure.quotes(.tooFewQuotes(needed: 2))) {
      try BlackKarasinskiCalibration([quote], discountFactor: ShortRateGoldens.flat(0.03))
    }
    #expect(throws: BlackKarasinskiCalibration.Failure.curve(BlackKarasinskiLattice.CurveFailure(time: 0))) {
      try BlackKarasinskiCalibration([quote, quote], discountFactor: ShortRateGoldens.flat(-0.01))
    }
  }
}
