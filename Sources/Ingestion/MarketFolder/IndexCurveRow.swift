import Instruments

/// The columns of `index_curves.csv`: a row for each interest-rate index.
enum IndexCurveField: Int, FieldName {
  case index, curve

  var name: String {
    switch self {
    case .index: return "index"
    case .curve: return "curve"
    }
  }
}

/// A row of `index_curves.csv`: the curve that projects an index.
struct IndexCurveRow: MarketTableRow {
  let index: String
  let curve: String

  static let required = IndexCurveField.allCases
  static let pointField = IndexCurveField.index
  var group: String { MarketFile.indexCurves.rawValue }
  var point: String { index }
  var groupPath: String { "index_curves" }
  var place: String { ".\(index)" }

  init(fields: some TermFields<IndexCurveField>) throws(TermsError) {
    index = try fields.required(.index, fields.text(.index, limit: 64))
    curve = try fields.required(.curve, fields.text(.curve, limit: 64))
  }
}
