import DatesAndConventions

extension CurveStates {
  /// A rate curve under scenarios.
  ///
  /// Shifts of quotes come first, in order: they move what the curve is built from. Shifts of zero rates then move
  /// the built curve, in order.
  init(
    _ quotes: CurveQuotes, base: ZeroCurve, valuationDate: CivilDate, scenarios: [Scenario],
    isMovedBy: (RateShift) -> Bool
  ) throws(ScenarioError) {
    self.init(base: base)
    var curveOfQuotes = [quotes: 0]
    for scenario in scenarios {
      var moved = quotes
      var move = ZeroMove()
      for case .rates(let shift) in scenario.shifts where isMovedBy(shift) {
        switch shift.domain {
        case .quote: moved = moved.applying(shift.shape.change)
        case .zero: move.apply(shift.shape.change)
        }
      }
      let curve: Int
      if let known = curveOfQuotes[moved] {
        curve = known
      } else {
        do throws(CurveBuildError) {
          curve = add(try ZeroCurve(moved, valuationDate: valuationDate))
        } catch {
          throw ScenarioError(scenario: scenario.id, problem: "cannot build the moved \(error)")
        }
        curveOfQuotes[moved] = curve
      }
      appendColumn(State(curve: curve, move: move))
    }
  }

  /// A spread curve under scenarios.
  init(_ quotes: SpreadQuotes, valuationDate: CivilDate, scenarios: [Scenario]) {
    self.init(base: ZeroCurve(quotes, valuationDate: valuationDate))
    for scenario in scenarios {
      var move = ZeroMove()
      for case .spread(let shift) in scenario.shifts
      where shift.curves.isEmpty || shift.curves.contains(quotes.id) {
        move.apply(shift.move.change)
      }
      appendColumn(State(curve: 0, move: move))
    }
  }
}

extension CurveQuotes {
  /// These quotes with every rate changed; a quote's time is its tenor in years.
  func applying(_ change: CurveChange) -> CurveQuotes {
    CurveQuotes(
      id: id, currency: currency, kind: kind, interpolation: interpolation,
      points: points.map { CurvePoint(tenor: $0.tenor, rate: change.apply(to: $0.rate, at: $0.tenor.years)) },
      source: source)
  }
}
