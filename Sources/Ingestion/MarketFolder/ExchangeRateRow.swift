import DatesAndConventions
import Instruments

/// The columns of `fx.csv`: a row for each currency.
enum ExchangeRateField: Int, FieldName {
  case currency, rate

  var name: String {
    switch self {
    case .currency: return "currency"
    case .rate: return "rate"
    }
  }
}

/// A row of `fx.csv`.
struct ExchangeRateRow: MarketTableRow {
  let currency: Currency
  let rate: Double

  static let required = ExchangeRateField.allCases
  static let pointField = ExchangeRateField.currency
  var group: String { MarketFile.exchangeRates.rawValue }
  var point: String { currency.code }
  var groupPath: String { "fx_rates" }
  var place: String { ".\(currency)" }

  init(fields: some TermFields<ExchangeRateField>) throws(TermsError) {
    currency = try fields.required(.currency, fields.currency(.currency))
    rate = try fields.required(.rate, fields.number(.rate))
    guard rate > 0 else {
      throw TermsError(field: "rate", message: "\(rate) is not a rate above 0")
    }
  }
}
