import DatesAndConventions

extension CurveStates {
  /// A rate curve under scenarios.
  ///
  /// Shifts of quotes come first, in order: they move what the curve is built from. Shifts of zero rates then move
  /// the built curve, in order.
  init(
    _ quotes: CurveQuotes, of snapshot: MarketSnapshot, _ curves: inout ScenarioCurves, scenarios: [Scenario]
  ) throws(ScenarioError) {
    guard let base = curves.base[quotes.id] else {
      preconditionFailure("every curve of the snapshot is built")
    }
    self.init(base: base)
    var indices = [base: 0]
    for scenario in scenarios {
      var move = ZeroMove()
      for case .rates(let shift) in scenario.shifts
      where shift.domain == .zero && shift.moves(quotes, of: snapshot) {
        move.apply(shift.shape.change)
      }
      let built: ZeroCurve
      do throws(CurveBuildError) {
        built = try curves.curve(quotes, under: scenario)
      } catch {
        throw ScenarioError(scenario: scenario.id, problem: "cannot build the moved \(error)")
      }
      let curve = indices[built] ?? add(built)
      indices[built] = curve
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
