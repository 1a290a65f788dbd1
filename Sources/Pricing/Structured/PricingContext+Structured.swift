import DatesAndConventions
import Instruments
import MarketData

extension PricingContext {
  /// Appends the results of a structured note that has a value.
  func append(_ position: PositionToPrice, _ values: StructuredValues, into results: inout ResultBlock) {
    let amounts = StructuredAmounts(values, in: self)
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
      if appendAmount(measure, position, amounts, into: &results) { continue }
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
      switch measure {
      case .cleanPrice: quotes { values.dirtyPrice($0) - values.accrued }
      case .dirtyPrice: quotes { values.dirtyPrice($0) }
      case .accrued: quotes { _ in values.accrued }
      case .weightedAverageLife: quotes { _ in values.averageLife }
      case .optionAdjustedSpread: cells { values.optionAdjustedSpread($0, alone: alone) }
      case .simulationError:
        results.append(row) { abs(position.position.quantity) * values.standardError(1 + $0) }
      default: append(position, measure, reason: .notYet(measure), into: &results)
      }
    }
  }
}
