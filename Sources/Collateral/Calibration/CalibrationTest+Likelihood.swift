import Foundation

extension CalibrationTest.Month {
  /// Within what a logarithm can be taken of.
  private var bounded: Double { min(max(rate, 1e-12), 1 - 1e-12) }

  var logLikelihood: Double { events * log(bounded) + (exposed - events) * log1p(-bounded) }

  /// The root of twice what is missing to the best rate for this month alone, with the sign of events less expected.
  var devianceResidual: Double {
    let without = exposed - events
    var missing = 0.0
    if events > 0 { missing += events * log(events / (exposed * bounded)) }
    if without > 0 { missing += without * log(without / (exposed * (1 - bounded))) }
    return (events < exposed * bounded ? -1 : 1) * (2 * max(0, missing)).squareRoot()
  }
}
