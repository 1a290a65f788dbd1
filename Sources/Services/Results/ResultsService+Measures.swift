import HTTPServing
import Pricing

extension ResultsService {
  /// Every measure there is: how it is shown, how it adds up, what its factors and its sign are.
  func listMeasures(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    return try .document(MeasuresView(items: Measure.allCases.map(MeasureView.init)))
  }

  private struct MeasuresView: Encodable { let items: [MeasureView] }

  private struct MeasureView: Encodable {
    let measure: Measure
    let label: String
    let unit: MeasureUnit
    let decimals: Int
    let aggregation: String
    let factor: MeasureFactor
    let sign: String

    init(_ measure: Measure) {
      self.measure = measure
      label = measure.display.label
      unit = measure.display.unit
      decimals = measure.display.decimals
      aggregation =
        switch measure.aggregation {
        case .sum: "SUM"
        case .weightedByPresentValue: "WEIGHTED_BY_PV"
        case .none: "NONE"
        }
      factor = measure.display.factor
      sign = measure.display.sign
    }
  }
}
