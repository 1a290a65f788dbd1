import DatesAndConventions
import Instruments
import MarketData

/// The columns of `breakevens.csv`: a row for each zero-coupon inflation swap.
enum BreakevenField: Int, FieldName {
  case index, tenor, ratePercent

  var name: String {
    switch self {
    case .index: return "index"
    case .tenor: return "tenor"
    case .ratePercent: return "rate_percent"
    }
  }
}

/// A row of `breakevens.csv`.
struct BreakevenRow: MarketTableRow {
  let index: String
  let rate: CurvePoint

  static let required = BreakevenField.allCases
  static let pointField = BreakevenField.tenor
  var group: String { index }
  var point: String { rate.tenor.description }
  var groupPath: String { "inflation_indices.\(index)" }
  var place: String { ".breakevens[\(rate.tenor)]" }

  init(fields: some TermFields<BreakevenField>) throws(TermsError) {
    index = try fields.required(.index, fields.text(.index, limit: 64))
    rate = CurvePoint(
      tenor: try fields.required(.tenor, fields.tenor(.tenor)),
      rate: try fields.required(.ratePercent, fields.percent(.ratePercent)))
  }
}
