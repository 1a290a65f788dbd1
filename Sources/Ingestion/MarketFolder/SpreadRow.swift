import DatesAndConventions
import Instruments
import MarketData

/// The columns of `spreads.csv`: a row for each point of each spread curve.
enum SpreadField: Int, FieldName {
  case curve, currency, tenor, spreadBasisPoints, source

  var name: String {
    switch self {
    case .curve: return "curve"
    case .currency: return "currency"
    case .tenor: return "tenor"
    case .spreadBasisPoints: return "spread_bp"
    case .source: return "source"
    }
  }
}

/// A row of `spreads.csv`.
struct SpreadRow: MarketTableRow {
  let curve: String
  let currency: Currency
  let spread: SpreadPoint
  let source: String

  static let required = SpreadField.allCases
  static let pointField = SpreadField.tenor
  var group: String { curve }
  var point: String { spread.tenor.description }
  var groupPath: String { "spread_curves[\(curve)]" }
  var place: String { ".points[\(spread.tenor)]" }

  init(fields: some TermFields<SpreadField>) throws(TermsError) {
    curve = try fields.required(.curve, fields.text(.curve, limit: 64))
    currency = try fields.required(.currency, fields.currency(.currency))
    spread = SpreadPoint(
      tenor: try fields.required(.tenor, fields.tenor(.tenor)),
      basisPoints: try fields.required(.spreadBasisPoints, fields.number(.spreadBasisPoints)))
    source = try fields.required(.source, fields.text(.source, limit: 400))
  }

  func agreement(with first: SpreadRow) -> [(field: SpreadField, holds: Bool)] {
    [(.currency, currency == first.currency), (.source, source == first.source)]
  }
}

extension MarketTable<SpreadRow> {
  /// The spread curves, each with its points by rising tenor.
  var quotes: [SpreadQuotes] {
    groups.map { rows in
      SpreadQuotes(
        id: rows[0].curve, currency: rows[0].currency,
        points: rows.map(\.spread).sorted { $0.tenor.years < $1.tenor.years }, source: rows[0].source)
    }
  }
}
