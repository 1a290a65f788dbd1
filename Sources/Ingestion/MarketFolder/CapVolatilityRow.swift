import DatesAndConventions
import Instruments
import MarketData

/// The columns of `cap_volatilities.csv`: a row for each maturity and strike of each surface.
enum CapVolatilityField: Int, FieldName {
  case surface, currency, period, maturity, strikePercent, normalBasisPoints, lognormalPercent, shiftPercent,
    source

  var name: String {
    switch self {
    case .surface: return "surface"
    case .currency: return "currency"
    case .period: return "period"
    case .maturity: return "maturity"
    case .strikePercent: return "strike_percent"
    case .normalBasisPoints: return "normal_bp"
    case .lognormalPercent: return "lognormal_percent"
    case .shiftPercent: return "shift_percent"
    case .source: return "source"
    }
  }
}

/// A row of `cap_volatilities.csv`: the one volatility that gives the price of a cap.
struct CapVolatilityRow: MarketTableRow {
  let surface: String
  let currency: Currency
  let period: Tenor
  let maturity: Tenor
  /// A decimal.
  let strike: Double
  let type: QuotedVolatilityType
  let volatility: Double
  let source: String

  static let required: [CapVolatilityField] = [
    .surface, .currency, .period, .maturity, .strikePercent, .source,
  ]
  static let pointField = CapVolatilityField.strikePercent
  var group: String { surface }
  var point: String { "\(maturity) at \(strike)" }
  var groupPath: String { "volatilities.caps[\(surface)]" }
  var place: String { ".volatilities[\(maturity)][\(strike)]" }

  init(fields: some TermFields<CapVolatilityField>) throws(TermsError) {
    surface = try fields.required(.surface, fields.text(.surface, limit: 64))
    currency = try fields.required(.currency, fields.currency(.currency))
    period = try fields.required(.period, fields.tenor(.period))
    maturity = try fields.required(.maturity, fields.tenor(.maturity))
    strike = try fields.required(.strikePercent, fields.percent(.strikePercent))
    (volatility, type) = try fields.volatility(
      normal: .normalBasisPoints, lognormal: .lognormalPercent, shift: .shiftPercent)
    source = try fields.required(.source, fields.text(.source, limit: 400))
  }

  func agreement(with first: CapVolatilityRow) -> [(field: CapVolatilityField, holds: Bool)] {
    [
      (.currency, currency == first.currency), (.period, period == first.period),
      (
        type == .normal ? .normalBasisPoints : .lognormalPercent, (type == .normal) == (first.type == .normal)
      ),
      (.shiftPercent, type == first.type), (.source, source == first.source),
    ]
  }
}
