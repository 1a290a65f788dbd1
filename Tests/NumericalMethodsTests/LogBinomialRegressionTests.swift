import Foundation
import NumericalMethods
import Testing

/// Rates of events against closed forms.
struct LogBinomialRegressionTests {
  /// With a constant alone the rate is the share of events, and its standard error that of a share.
  @Test func aConstantIsTheShareOfEvents() throws {
    var regression = LogBinomialRegression(columns: 1)
    regression.add([1], trials: 300, events: 4, cluster: 0)
    regression.add([1], trials: 100, events: 2, cluster: 0)
    let fit = try #require(regression.fit(from: [log(0.5)]))
    #expect(abs(fit.coefficients[0] - log(6.0 / 400)) < 1e-10)
    #expect(abs(fit.errors.standard[0] - ((1 - 6.0 / 400) / 6).squareRoot()) < 1e-8)
    #expect(abs(fit.logLikelihood - (6 * log(6.0 / 400) + 394 * log(394.0 / 400))) < 1e-9)
  }

  /// Two groups: the second coefficient is the logarithm of the relative risk, with the standard error of textbooks.
  @Test func twoGroupsGiveTheRelativeRisk() throws {
    var regression = LogBinomialRegression(columns: 2)
    regression.add([1, 0], trials: 500, events: 10, cluster: 0)
    regression.add([1, 1], trials: 200, events: 24, cluster: 0)
    let fit = try #require(regression.fit(from: [log(0.05), 0]))
    #expect(abs(fit.coefficients[1] - log(24.0 / 200 / (10.0 / 500))) < 1e-10)
    let variance = 1.0 / 10 - 1.0 / 500 + 1.0 / 24 - 1.0 / 200
    #expect(abs(fit.errors.standard[1] - variance.squareRoot()) < 1e-7)
  }

  /// Rates near 1 are approached and never passed.
  @Test func highRatesStayBelowOne() throws {
    var regression = LogBinomialRegression(columns: 2)
    for step in 0...10 {
      regression.add([1, Double(step) / 10], trials: 50, events: 5 + 4.4 * Double(step), cluster: 0)
    }
    let fit = try #require(regression.fit(from: [log(0.05), 0]))
    #expect(fit.coefficients[0] + fit.coefficients[1] < 0 && fit.coefficients[1] > 1)
  }

  @Test func whatTellsNothingHasNoMaximum() {
    var twice = LogBinomialRegression(columns: 2)
    twice.add([1, 1], trials: 10, events: 1, cluster: 0)
    #expect(twice.fit(from: [log(0.1), 0]) == nil)
    var beyond = LogBinomialRegression(columns: 1)
    beyond.add([1], trials: 10, events: 1, cluster: 0)
    #expect(beyond.fit(from: [0.5]) == nil)
  }
}
