/// Under which scenarios something is worked out.
enum MeasureScope: Int, Comparable {
  case none
  /// On the base market alone.
  case base
  case everyScenario

  /// How many of so many scenarios, of which the first is the base market.
  func count(of scenarios: Int) -> Int {
    switch self {
    case .none: 0
    case .base: min(1, scenarios)
    case .everyScenario: scenarios
    }
  }

  static func < (a: MeasureScope, b: MeasureScope) -> Bool { a.rawValue < b.rawValue }
}

extension PricingRequest {
  /// The widest scope in which any of `measures` is asked for.
  func scope(of measures: Measure...) -> MeasureScope {
    var widest = MeasureScope.none
    for measure in measures where self.measures.contains(measure) {
      widest = max(widest, isBaseOnly(measure) ? .base : .everyScenario)
    }
    return widest
  }
}
