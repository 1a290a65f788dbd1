import DatesAndConventions
import Instruments
import MarketData

/// The columns of `short_rate_models.csv`: a row for each currency.
enum ShortRateModelField: Int, FieldName {
  case currency, meanReversion, volatilityBasisPoints, firstMeanReversion, firstVolatilityBasisPoints,
    secondMeanReversion, secondVolatilityBasisPoints, correlation

  var name: String {
    switch self {
    case .currency: return "currency"
    case .meanReversion: return "mean_reversion"
    case .volatilityBasisPoints: return "volatility_bp"
    case .firstMeanReversion: return "first_mean_reversion"
    case .firstVolatilityBasisPoints: return "first_volatility_bp"
    case .secondMeanReversion: return "second_mean_reversion"
    case .secondVolatilityBasisPoints: return "second_volatility_bp"
    case .correlation: return "correlation"
    }
  }

  /// The columns of the model of two factors: all of them are given or none.
  static let ofTwoFactors: [ShortRateModelField] = [
    .firstMeanReversion, .firstVolatilityBasisPoints, .secondMeanReversion, .secondVolatilityBasisPoints,
    .correlation,
  ]
}

/// A row of `short_rate_models.csv`.
struct ShortRateModelRow: MarketTableRow {
  let currency: Currency
  let model: ShortRateModel

  static let required: [ShortRateModelField] = [.currency, .meanReversion, .volatilityBasisPoints]
  static let pointField = ShortRateModelField.currency
  var group: String { MarketFile.shortRateModels.rawValue }
  var point: String { currency.code }
  var groupPath: String { "short_rate_models" }
  var place: String { ".\(currency)" }

  init(fields: some TermFields<ShortRateModelField>) throws(TermsError) {
    currency = try fields.required(.currency, fields.currency(.currency))
    model = ShortRateModel(
      meanReversion: try fields.required(.meanReversion, fields.number(.meanReversion)),
      volatility: try fields.required(.volatilityBasisPoints, fields.basisPoints(.volatilityBasisPoints)),
      twoFactor: try Self.twoFactors(fields))
  }

  private static func twoFactors(
    _ fields: some TermFields<ShortRateModelField>
  ) throws(TermsError) -> TwoFactorModel? {
    let isGiven = ShortRateModelField.ofTwoFactors.contains { field in
      if case .absent = fields.value(field) { false } else { true }
    }
    guard isGiven else { return nil }
    return TwoFactorModel(
      first: TwoFactorModel.Factor(
        meanReversion: try fields.required(.firstMeanReversion, fields.number(.firstMeanReversion)),
        volatility: try fields.required(
          .firstVolatilityBasisPoints, fields.basisPoints(.firstVolatilityBasisPoints))),
      second: TwoFactorModel.Factor(
        meanReversion: try fields.required(.secondMeanReversion, fields.number(.secondMeanReversion)),
        volatility: try fields.required(
          .secondVolatilityBasisPoints, fields.basisPoints(.secondVolatilityBasisPoints))),
      correlation: try fields.required(.correlation, fields.number(.correlation)))
  }
}
