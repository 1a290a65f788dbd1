import DatesAndConventions
import Instruments
import MarketData

/// The columns of `curves.csv`: a row for each point of each curve.
enum CurveField: Int, FieldName {
  case curve, currency, kind, interpolation, tenor, ratePercent, source

  var name: String {
    switch self {
    case .curve: return "curve"
    case .currency: return "currency"
    case .kind: return "kind"
    case .interpolation: return "interpolation"
    case .tenor: return "tenor"
    case .ratePercent: return "rate_percent"
    case .source: return "source"
    }
  }
}

/// A row of `curves.csv`.
struct CurveRow: MarketTableRow {
  let curve: String
  let currency: Currency
  let kind: CurveKind
  let interpolation: CurveInterpolation
  let rate: CurvePoint
  let source: String

  static let required: [CurveField] = [.curve, .currency, .kind, .tenor, .ratePercent, .source]
  static let pointField = CurveField.tenor
  var group: String { curve }
  var point: String { rate.tenor.description }
  var groupPath: String { "curves[\(curve)]" }
  var place: String { ".points[\(rate.tenor)]" }

  init(fields: some TermFields<CurveField>) throws(TermsError) {
    curve = try fields.required(.curve, fields.text(.curve, limit: 64))
    currency = try fields.required(.currency, fields.currency(.currency))
    let kindName = try fields.required(.kind, fields.text(.kind))
    guard let kind = CurveKind(fileName: kindName) else {
      throw TermsError(
        field: "kind",
        message:
          "'\(TermsError.shortened(kindName))' is not one of: \(CurveKind.fileNames.joined(separator: ", "))")
    }
    self.kind = kind
    interpolation =
      try fields.choice(.interpolation, CurveInterpolation.self) ?? .monotoneCubicDiscount
    rate = CurvePoint(
      tenor: try fields.required(.tenor, fields.tenor(.tenor)),
      rate: try fields.required(.ratePercent, fields.percent(.ratePercent)))
    source = try fields.required(.source, fields.text(.source, limit: 400))
  }

  func agreement(with first: CurveRow) -> [(field: CurveField, holds: Bool)] {
    [
      (.currency, currency == first.currency), (.kind, kind == first.kind),
      (.interpolation, interpolation == first.interpolation), (.source, source == first.source),
    ]
  }
}

extension MarketTable<CurveRow> {
  /// The curves, each with its points by rising tenor.
  var quotes: [CurveQuotes] {
    groups.map { rows in
      CurveQuotes(
        id: rows[0].curve, currency: rows[0].currency, kind: rows[0].kind,
        interpolation: rows[0].interpolation,
        points: rows.map(\.rate).sorted { $0.tenor.years < $1.tenor.years }, source: rows[0].source)
    }
  }
}

extension CurveKind {
  /// The names of the kinds in `curves.csv`.
  static let fileNames: [String] =
    ZeroCompounding.allCases.map { "zero_\($0.rawValue)" } + ["par_1", "par_2", "par_4"]

  init?(fileName: String) {
    let parts = fileName.split(separator: "_", maxSplits: 1)
    guard parts.count == 2, CurveKind.fileNames.contains(fileName) else { return nil }
    if parts[0] == "par", let count = Int(parts[1]), let frequency = Frequency(rawValue: count) {
      self = .par(frequency)
    } else if let compounding = ZeroCompounding(rawValue: String(parts[1])) {
      self = .zero(compounding)
    } else {
      return nil
    }
  }
}
