import DatesAndConventions
import Instruments
import MarketData

/// The columns of `fixings.csv`: a row for each published rate.
enum FixingField: Int, FieldName {
  case index, date, ratePercent

  var name: String {
    switch self {
    case .index: return "index"
    case .date: return "date"
    case .ratePercent: return "rate_percent"
    }
  }
}

/// A row of `fixings.csv`.
struct FixingRow: MarketTableRow {
  let index: String
  let fixing: IndexFixing

  static let required = FixingField.allCases
  static let pointField = FixingField.date
  var group: String { index }
  var point: String { fixing.date.description }
  var groupPath: String { "fixings.\(index)" }
  var place: String { "[\(fixing.date)]" }

  init(fields: some TermFields<FixingField>) throws(TermsError) {
    index = try fields.required(.index, fields.text(.index, limit: 64))
    fixing = IndexFixing(
      date: try fields.required(.date, fields.date(.date)),
      rate: try fields.required(.ratePercent, fields.percent(.ratePercent)))
  }
}
