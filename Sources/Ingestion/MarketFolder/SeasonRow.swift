import Instruments

/// The columns of `seasonality.csv`: twelve rows for each price index that has seasons.
enum SeasonField: Int, FieldName {
  case index, month, factor

  var name: String {
    switch self {
    case .index: return "index"
    case .month: return "month"
    case .factor: return "factor"
    }
  }
}

/// A row of `seasonality.csv`: how far a price index stands above its trend in a month of the year.
struct SeasonRow: MarketTableRow {
  let index: String
  /// 1 to 12.
  let month: Int
  let factor: Double

  static let required = SeasonField.allCases
  static let pointField = SeasonField.month
  var group: String { index }
  var point: String { "month \(month)" }
  var groupPath: String { "inflation_indices.\(index)" }
  var place: String { ".seasonality[\(month - 1)]" }

  init(fields: some TermFields<SeasonField>) throws(TermsError) {
    index = try fields.required(.index, fields.text(.index, limit: 64))
    month = try fields.required(.month, fields.integer(.month))
    guard (1...12).contains(month) else {
      throw TermsError(field: "month", message: "\(month) is not a month from 1 for January to 12")
    }
    factor = try fields.required(.factor, fields.number(.factor))
  }
}
