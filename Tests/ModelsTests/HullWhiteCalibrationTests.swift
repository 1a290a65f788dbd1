import Foundation
import Models
import Testing

@Suite struct HullWhiteCalibrationTests {
  static func quotes(_ golden: ShortRateGoldens.Calibration) -> [CalibrationQuote] {
    golden.quotes.map { CalibrationQuote($0.option, price: $0.market) }
  }

  /// QuantLib 1.44's own search. The minimum is flat, so that parameters agree to 1e-4 of themselves and prices to 1e-7, and the sum
  /// of squares is not above that of QuantLib's parameters. The first strip is that of QuantLib's test suite (shortratemodels.cpp), whose
  /// cached result is .0464041 and .00579912, within 1.12e-5 by its own tolerance.
  @Test func findsQuantLibsModels() throws {
    let goldens = try ShortRateGoldens.read().calibrations
    #expect(goldens.count == 3)
    for golden in goldens {
      let found = try HullWhiteCalibration(
        Self.quotes(golden), discountFactor: ShortRateGoldens.flat(golden.rate))
      #expect(abs(found.model.meanReversion / golden.a - 1) < 1e-4, "\(found.model) \(golden.a)")
      #expect(abs(found.model.volatility / golden.sigma - 1) < 1e-4)
      for (quote, error) in zip(golden.quotes, found.errors) {
        #expect(abs(quote.market * (1 + error) - quote.model) < 1e-7)
      }
      let theirs = HullWhite(meanReversion: golden.a, volatility: golden.sigma)
      let sumOfTheirs = golden.quotes.reduce(0) {
        let price = theirs.value($1.option, discountFactor: ShortRateGoldens.flat(golden.rate))
        return $0 + pow(price / $1.market - 1, 2)
      }
      #expect(found.errors.reduce(0) { $0 + $1 * $1 } <= sumOfTheirs)
    }
    let cached = try HullWhiteCalibration(
      Self.quotes(goldens[0]), discountFactor: ShortRateGoldens.flat(goldens[0].rate))
    #expect(abs(cached.model.meanReversion - 0.0464041) < 1.12e-5)
    #expect(abs(cached.model.volatility - 0.00579912) < 1.12e-5)
  }

  /// Prices of a model give the model back.
  @Test(arguments: [(0.001, 0.004), (0.03, 0.01), (0.4, 0.02)])
  func findsTheModelThatMadeThePrices(meanReversion: Double, volatility: Double) throws {
    let model = HullWhite(meanReversion: meanReversion, volatility: volatility)
    let discountFactor = HullWhiteLatticeTests.discountFactor
    let quotes = [(1, 9), (2, 8), (5, 5), (7, 3), (9, 1)].map { expiry, length in
      let coupons = (1...length).map { BondOption.Payment(years: Double(expiry + $0), amount: 0.035) }
      let option = BondOption.swaption(
        isPayer: false, expiry: Double(expiry), start: Double(expiry), coupons: coupons)
      return CalibrationQuote(
        option, price: model.value(option, discountFactor: discountFactor))
    }
    let found = try HullWhiteCalibration(quotes, discountFactor: discountFactor)
    #expect(abs(found.model.meanReversion - meanReversion) < 1e-7)
    #expect(abs(found.model.volatility - volatility) < 1e-8)
    #expect(found.meanError < 1e-8)
  }

  /// Long expiries dearer than without any pull to the mean: mean reversion goes to its end and the volatility is still the best, as a
  /// search over a grid shows.
  @Test func endsWhereMeanReversionEnds() throws {
    let still = HullWhite(meanReversion: 0, volatility: 0.01)
    let flat = ShortRateGoldens.flat(0.03)
    let quotes = [1.0, 3, 5, 10].map { expiry in
      let option = BondOption(
        .put, expiry: expiry, strike: 0.85, payments: [BondOption.Payment(years: expiry + 5, amount: 1)])
      return CalibrationQuote(
        option, price: still.value(option, discountFactor: flat) * (0.8 + 0.06 * expiry))
    }
    let found = try HullWhiteCalibration(quotes, discountFactor: flat)
    #expect(found.model.meanReversion < 1e-4)
    func sum(_ model: HullWhite) -> Double {
      quotes.reduce(0) { $0 + pow(model.value($1.option, discountFactor: flat) / $1.price - 1, 2) }
    }
    var least = Double.infinity
    for step in 0..<400 {
      let model = HullWhite(meanReversion: 0, volatility: 0.008 + 1e-5 * Double(step))
      least = min(least, sum(model))
    }
    // The grid is as near to its best as the search to a mean reversion of 0.
    #expect(sum(found.model) < least * 1.001)
  }

  @Test func saysWhatIsWrong() {
    let option = BondOption(
      .call, expiry: 1, strike: 0.9, payments: [BondOption.Payment(years: 3, amount: 1)])
    let flat = ShortRateGoldens.flat(0.03)
    let quote = CalibrationQuote(option, price: 0.05)
    #expect(throws: CalibrationFailure.tooFewQuotes(needed: 2)) {
      try HullWhiteCalibration([quote], discountFactor: flat)
    }
    #expect(throws: CalibrationFailure.priceNotPositive(1)) {
      try HullWhiteCalibration(
        [quote, CalibrationQuote(option, price: 0)], discountFactor: flat)
    }
    #expect(throws: CalibrationFailure.pricesNotFinite) {
      try HullWhiteCalibration([quote, quote], discountFactor: { _ in .nan })
    }
  }
}
