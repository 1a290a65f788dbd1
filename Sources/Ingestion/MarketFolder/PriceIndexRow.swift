import DatesAndConventions
import Instruments
import MarketData

/// The columns of `price_indices.csv`: a row for each published month of each price index.
enum PriceIndexField: Int, FieldName {
  case index, month, value

  var name: String {
    switch self {
    case .index: return "index"
    case .month: return "month"
    case .value: return "value"
    }
  }
}

/// A row of `price_indices.csv`.
struct PriceIndexRow: MarketTableRow {
  let index: String
  let published: PublishedIndex

  static let required = PriceIndexField.allCases
  static let pointField = PriceIndexField.month
  var group: String { index }
  var point: String { published.month.description }
  var groupPath: String { "inflation_indices.\(index)" }
  var place: String { ".published[\(published.month)]" }

  init(fields: some TermFields<PriceIndexField>) throws(TermsError) {
    index = try fields.required(.index, fields.text(.index, limit: 64))
    published = PublishedIndex(
      month: try fields.required(.month, fields.month(.month)),
      value: try fields.required(.value, fields.number(.value)))
  }
}
