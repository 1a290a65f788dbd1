import Pricing

extension Measure {
  /// How a spreadsheet shows values of the measure: as the dashboard does.
  var numberFormat: NumberFormat {
    switch display.unit {
    case .amount: display.decimals == 0 ? .wholeAmount : .amount
    case .per100: .price
    case .rate: .rate
    case .basisPoints: .basisPoints
    case .years: .years
    case .yearsSquared, .none: .plain
    }
  }
}
