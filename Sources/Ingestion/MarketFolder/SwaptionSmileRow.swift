import DatesAndConventions
import Instruments

/// The columns of `swaption_smiles.csv`: a row for each expiry, tenor and strike of each surface that has a smile.
enum SwaptionSmileField: Int, FieldName {
  case surface, expiry, tenor, strikeBasisPoints, normalBasisPoints, lognormalPercent, sabrBeta

  var name: String {
    switch self {
    case .surface: return "surface"
    case .expiry: return "expiry"
    case .tenor: return "tenor"
    case .strikeBasisPoints: return "strike_bp"
    case .normalBasisPoints: return "normal_bp"
    case .lognormalPercent: return "lognormal_percent"
    case .sabrBeta: return "sabr_beta"
    }
  }
}

/// A row of `swaption_smiles.csv`: what is added to the volatility at the money.
struct SwaptionSmileRow: MarketTableRow {
  let surface: String
  let expiry: Tenor
  let tenor: Tenor
  /// Less forward, basis points.
  let strike: Double
  let offset: Double
  let isNormal: Bool
  let sabrBeta: Double?

  static let required: [SwaptionSmileField] = [.surface, .expiry, .tenor, .strikeBasisPoints]
  static let pointField = SwaptionSmileField.strikeBasisPoints
  var group: String { surface }
  var point: String { "\(strike) bp of \(expiry) into \(tenor)" }
  var groupPath: String { "volatilities.swaptions[\(surface)].smile" }
  var place: String { ".offsets[\(expiry)][\(tenor)][\(strike)]" }

  init(fields: some TermFields<SwaptionSmileField>) throws(TermsError) {
    surface = try fields.required(.surface, fields.text(.surface, limit: 64))
    expiry = try fields.required(.expiry, fields.tenor(.expiry))
    tenor = try fields.required(.tenor, fields.tenor(.tenor))
    strike = try fields.required(.strikeBasisPoints, fields.number(.strikeBasisPoints))
    (offset, isNormal) = try fields.volatility(normal: .normalBasisPoints, lognormal: .lognormalPercent)
    sabrBeta = try fields.number(.sabrBeta)
  }

  func agreement(with first: SwaptionSmileRow) -> [(field: SwaptionSmileField, holds: Bool)] {
    [
      (isNormal ? .normalBasisPoints : .lognormalPercent, isNormal == first.isNormal),
      (.sabrBeta, sabrBeta == first.sabrBeta),
    ]
  }
}
