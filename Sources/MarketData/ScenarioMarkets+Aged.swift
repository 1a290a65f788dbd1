import DatesAndConventions
import NumericalMethods

extension ScenarioMarkets {
  /// A market after a step is given as it is seen from the valuation date, so that contracts are valued as ever: a value here, over
  /// the discount factor of the step's last day, is the value on that day with all that was paid until then, reinvested at
  /// the rates of the step.
  ///
  /// Nothing uncertain happens in the days of a step (`elapsedDays`): no rate moves beyond what the step says, and nobody defaults. Volatilities
  /// and the values that price indices are expected to have stay as they are by date, models as they are.
  public func aged(_ steps: [TimeStep]) throws(MissingMarketData) -> any ScenarioMarketSource {
    func aged(_ base: ZeroCurve) -> CurveStates {
      var states = CurveStates(base: base)
      for step in steps {
        let isMoved = step.curves == .keepShape && step.days > 0
        let curve = isMoved ? states.add(base.later(by: Double(step.days) / 365)) : 0
        states.appendColumn(CurveStates.State(curve: curve, move: ZeroMove()))
      }
      return states
    }
    var states: [String: CurveStates] = [:]
    for (code, curve) in discountCurves {
      if let id = snapshot.discountCurves[code.code] { states[id] = aged(curve.curves[0]) }
    }
    for (index, curve) in indexCurves {
      if let id = snapshot.indexCurves[index.rawValue] { states[id] = aged(curve.curves[0]) }
    }
    // Spot stays and each currency grows at its own short rate, so that seen from today its value is the higher the more it grows.
    let multiples = discountCurves.mapValues { curve -> [Double] in
      [1]
        + steps.map { step in
          guard step.curves == .keepShape, step.days > 0 else { return 1 }
          let years = Double(step.days) / 365
          return Exponential.exp(curve.curves[0].later(by: years).exponent(at: years))
        }
    }
    do throws(ScenarioMarketsError) {
      return try ScenarioMarkets(
        snapshot, steps.indices.map { Scenario(id: "STEP_\($0)", shifts: []) },
        reportingCurrency: reportingCurrency, states: states,
        spreads: spreadCurves.mapValues { aged($0.states.curves[0]) },
        exchange: ForeignExchange(snapshot, multiples: multiples, columnCount: 1 + steps.count), steps: steps)
    } catch {
      throw MissingMarketData("curves of a later day: \(error)")
    }
  }
}
