import DatesAndConventions
import Instruments
import MarketData

/// The columns of `swaption_volatilities.csv`: a row for each expiry and tenor of each surface.
enum SwaptionVolatilityField: Int, FieldName {
  case surface, currency, expiry, tenor, normalBasisPoints, lognormalPercent, shiftPercent, source

  var name: String {
    switch self {
    case .surface: return "surface"
    case .currency: return "currency"
    case .expiry: return "expiry"
    case .tenor: return "tenor"
    case .normalBasisPoints: return "normal_bp"
    case .lognormalPercent: return "lognormal_percent"
    case .shiftPercent: return "shift_percent"
    case .source: return "source"
    }
  }
}

/// A row of `swaption_volatilities.csv`: the volatility at the money.
struct SwaptionVolatilityRow: MarketTableRow {
  let surface: String
  let currency: Currency
  let expiry: Tenor
  let tenor: Tenor
  let type: QuotedVolatilityType
  let volatility: Double
  let source: String

  static let required: [SwaptionVolatilityField] = [.surface, .currency, .expiry, .tenor, .source]
  static let pointField = SwaptionVolatilityField.tenor
  var group: String { surface }
  var point: String { "\(expiry) into \(tenor)" }
  var groupPath: String { "volatilities.swaptions[\(surface)]" }
  var place: String { ".at_the_money[\(expiry)][\(tenor)]" }

  init(fields: some TermFields<SwaptionVolatilityField>) throws(TermsError) {
    surface = try fields.required(.surface, fields.text(.surface, limit: 64))
    currency = try fields.required(.currency, fields.currency(.currency))
    expiry = try fields.required(.expiry, fields.tenor(.expiry))
    tenor = try fields.required(.tenor, fields.tenor(.tenor))
    (volatility, type) = try fields.volatility(
      normal: .normalBasisPoints, lognormal: .lognormalPercent, shift: .shiftPercent)
    source = try fields.required(.source, fields.text(.source, limit: 400))
  }

  func agreement(with first: SwaptionVolatilityRow) -> [(field: SwaptionVolatilityField, holds: Bool)] {
    [
      (.currency, currency == first.currency),
      (
        type == .normal ? .normalBasisPoints : .lognormalPercent, (type == .normal) == (first.type == .normal)
      ),
      (.shiftPercent, type == first.type), (.source, source == first.source),
    ]
  }
}
