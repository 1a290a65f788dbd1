import Foundation
import Testing

@testable import Models

@Suite struct G2CalibrationTests {
  /// QuantLib 1.44's engine with ten deviations and 800 points finds its border of exercise to 1e-6: 1e-7 of notional.
  @Test func pricesAreQuantLibs() throws {
    for golden in try ShortRateCalibrationGoldens.read().g2 {
      for quote in golden.quotes {
        let found = golden.model.value(
          quote.swaption.option, discountFactor: ShortRateGoldens.flat(golden.rate))
        #expect(abs(found - quote.value) < 1e-7, "\(quote.swaption.expiry) \(found) \(quote.value)")
      }
    }
  }

  /// QuantLib's prices of a known model give the model back: numbers to 0.2% of themselves, the correlation to 0.002, since prices
  /// are known to 1e-5 of themselves and some directions of the five numbers move them little; prices to 1e-5 of themselves.
  @Test(arguments: 0..<3)
  func findsTheModelThatMadeQuantLibsPrices(number: Int) throws {
    let golden = try ShortRateCalibrationGoldens.read().g2[number]
    let found = try G2Calibration(
      golden.quotes.map { CalibrationQuote($0.swaption.option, price: $0.value) },
      discountFactor: ShortRateGoldens.flat(golden.rate))
    #expect(abs(found.model.first.meanReversion / golden.a - 1) < 2e-3, "\(found.model)")
    #expect(abs(found.model.first.volatility / golden.sigma - 1) < 2e-3)
    #expect(abs(found.model.second.meanReversion / golden.b - 1) < 2e-3)
    #expect(abs(found.model.second.volatility / golden.eta - 1) < 2e-3)
    #expect(abs(found.model.correlation - golden.rho) < 2e-3)
    #expect(found.errors.count == golden.quotes.count && found.errors.allSatisfy { abs($0) < 1e-5 })
  }

  /// Prices that no five numbers give: each error is that of its quote, and the sum of squares is not above that of the model that
  /// made most of them.
  @Test func tellsTheErrorOfEachQuote() throws {
    let golden = try ShortRateCalibrationGoldens.read().g2[0]
    let curve = ShortRateGoldens.flat(golden.rate)
    var quotes = golden.quotes.prefix(6).map { CalibrationQuote($0.swaption.option, price: $0.value) }
    quotes[2] = CalibrationQuote(quotes[2].option, price: quotes[2].price * 1.1)
    let found = try G2Calibration(quotes, discountFactor: curve)
    for (quote, error) in zip(quotes, found.errors) {
      #expect(abs(found.model.value(quote.option, discountFactor: curve) / quote.price - 1 - error) < 1e-9)
    }
    let made = quotes.errors { golden.model.value($0, discountFactor: curve) }
    #expect(found.meanError <= made.rootMeanSquare && found.meanError > 1e-4)
    #expect(found.model.first.meanReversion >= found.model.second.meanReversion)
  }

  @Test func saysWhatIsWrong() {
    let flat = ShortRateGoldens.flat(0.03)
    let quote = CalibrationQuote(
      BondOption(.call, expiry: 1, strike: 0.9, payments: [BondOption.Payment(years: 3, amount: 1)]),
      price: 0.05)
    #expect(throws: CalibrationFailure.tooFewQuotes(needed: 5)) {
      try G2Calibration([quote, quote], discountFactor: flat)
    }
    #expect(throws: CalibrationFailure.priceNotPositive(0)) {
      try G2Calibration(
        [CalibrationQuote(quote.option, price: -1)] + Array(repeating: quote, count: 4), discountFactor: flat)
    }
    #expect(throws: CalibrationFailure.pricesNotFinite) {
      try G2Calibration(Array(repeating: quote, count: 5), discountFactor: { _ in .nan })
    }
  }
}
