/// Under which scenarios something is worked out.
enum MeasureScope: Int, Comparable {
  case none
  /// On the base market alone.
  case base
  case everyScenario

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
