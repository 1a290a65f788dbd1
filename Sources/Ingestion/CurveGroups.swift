import DatesAndConventions
import Instruments
import MarketData

/// Rows of `curves.csv` gathered by curve.
struct CurveGroups {
  private var rows: [String: [CurveRow]] = [:]

  /// The curves, each with its points by rising tenor.
  var quotes: [CurveQuotes] {
    rows.values.map { rows in
      CurveQuotes(
        id: rows[0].curve, currency: rows[0].currency, kind: rows[0].kind,
        interpolation: rows[0].interpolation,
        points: rows.map(\.point).sorted { $0.tenor.years < $1.tenor.years }, source: rows[0].source)
    }
  }

  /// Throws when a row contradicts the curve's first or repeats a tenor.
  mutating func add(_ row: CurveRow) throws(TermsError) {
    if let first = rows[row.curve]?.first {
      let same: [(field: CurveField, holds: Bool)] = [
        (.currency, row.currency == first.currency), (.kind, row.kind == first.kind),
        (.interpolation, row.interpolation == first.interpolation), (.source, row.source == first.source),
      ]
      for (field, holds) in same where !holds {
        throw TermsError(
          field: field.name, message: "differs from the first row of \(row.curve); a curve has one")
      }
    }
    if rows[row.curve, default: []].contains(where: { $0.point.tenor == row.point.tenor }) {
      throw TermsError(field: "tenor", message: "\(row.point.tenor) is twice in \(row.curve); keep one")
    }
    rows[row.curve, default: []].append(row)
  }
}

/// Rows of `spreads.csv` gathered by spread curve.
struct SpreadGroups {
  private var rows: [String: [SpreadRow]] = [:]

  /// The spread curves, each with its points by rising tenor.
  var quotes: [SpreadQuotes] {
    rows.values.map { rows in
      SpreadQuotes(
        id: rows[0].curve, currency: rows[0].currency,
        points: rows.map(\.point).sorted { $0.tenor.years < $1.tenor.years }, source: rows[0].source)
    }
  }

  /// Throws when a row contradicts the curve's first or repeats a tenor.
  mutating func add(_ row: SpreadRow) throws(TermsError) {
    if let first = rows[row.curve]?.first {
      let same: [(field: SpreadField, holds: Bool)] = [
        (.currency, row.currency == first.currency), (.source, row.source == first.source),
      ]
      for (field, holds) in same where !holds {
        throw TermsError(
          field: field.name, message: "differs from the first row of \(row.curve); a curve has one")
      }
    }
    if rows[row.curve, default: []].contains(where: { $0.point.tenor == row.point.tenor }) {
      throw TermsError(field: "tenor", message: "\(row.point.tenor) is twice in \(row.curve); keep one")
    }
    rows[row.curve, default: []].append(row)
  }
}
