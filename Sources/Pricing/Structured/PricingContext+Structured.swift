import DatesAndConventions
import Instruments
import MarketData

extension PricingContext {
  /// Appends the results of a structured note that has a value.
  func append(_ position: PositionToPrice, _ values: StructuredValues, into results: inout ResultBlock) {
    let quantity = position.position.quantity
    let currency = position.instrument.terms.currency
    // Without a spread curve the issue spread is the option-adjusted one.
    let alone =
      position.instrument.spreadCurve == nil
      ? nil : try? discounts.table(DiscountKey(currency), days: values.note.payDays)
    for measure in valueMeasures {
      if let reason = position.instrument.terms.reason(without: measure) {
        append(position, measure, reason: reason, into: &results)
        continue
      }
      let row = ResultBlock.Row(positionNumber: position.number, measure: measure)
      let scenarios = request.valueCount(of: measure, scenarioCount: markets.scenarioCount)
      func cells(_ cell: (_ column: Int) -> Result<Double, CellGap>) {
        results.append(row, cells: (1..<1 + scenarios).map(cell))
      }
      func quotes(_ number: (_ column: Int) -> Double) {
        cells { column in
          values.isQuotable
            ? .success(number(column))
            : .failure(CellGap(Reason(.notApplicable, "nothing is left to pay after settlement")))
        }
      }
      func ofValue(_ number: (_ column: Int) -> Double) {
        cells { column in
          let value = values.value(column)
          return value == 0
            ? .failure(CellGap(.worthless)) : .success(number(column) / value)
        }
      }
      switch measure {
      case .presentValue: results.append(row) { quantity * values.value(1 + $0) }
      case .dv01: results.append(row) { -quantity * values.dollarDuration(1 + $0) * basisPoint }
      case .cs01: results.append(row) { -quantity * values.spreadDuration(1 + $0) * basisPoint }
      case .effectiveDuration: ofValue { values.dollarDuration($0) }
      case .spreadDuration: ofValue { values.spreadDuration($0) }
      case .effectiveConvexity: ofValue { values.dollarConvexity($0) }
      case .keyRateDV01:
        for (key, tenor) in request.keyRateTenors.enumerated() {
          results.append(
            ResultBlock.Row(
              positionNumber: position.number, measure: measure,
              factor: PricingRequest.keyRateFactor(currency, tenor))
          ) { scenario in
            let duration = values.dollarDuration(1 + scenario) { tents.weight(key, at: $0) }
            return -quantity * duration * basisPoint
          }
        }
      case .fxDelta: appendExposure(position, into: &results) { quantity * values.value(1 + $0) }
      case .cleanPrice: quotes { values.dirtyPrice($0) - values.accrued }
      case .dirtyPrice: quotes { values.dirtyPrice($0) }
      case .accrued: quotes { _ in values.accrued }
      case .weightedAverageLife: quotes { _ in values.averageLife }
      case .optionAdjustedSpread: cells { values.optionAdjustedSpread($0, alone: alone) }
      case .simulationError: results.append(row) { abs(quantity) * values.standardError(1 + $0) }
      default: append(position, measure, reason: .notYet(measure), into: &results)
      }
    }
  }
}
