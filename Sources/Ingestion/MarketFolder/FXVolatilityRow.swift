import DatesAndConventions
import Instruments
import MarketData

/// The columns of `fx_volatilities.csv`: for each expiry of each pair a row at the money and one for each wing.
enum FXVolatilityField: Int, FieldName {
  case surface, baseCurrency, quoteCurrency, tenor, deltaConvention, atTheMoneyPercent, wingDelta,
    riskReversalPercent, butterflyPercent, source

  var name: String {
    switch self {
    case .surface: return "surface"
    case .baseCurrency: return "base_currency"
    case .quoteCurrency: return "quote_currency"
    case .tenor: return "tenor"
    case .deltaConvention: return "delta_convention"
    case .atTheMoneyPercent: return "at_the_money_percent"
    case .wingDelta: return "wing_delta"
    case .riskReversalPercent: return "risk_reversal_percent"
    case .butterflyPercent: return "butterfly_percent"
    case .source: return "source"
    }
  }
}

/// A row of `fx_volatilities.csv`: the volatility at the money of an expiry, or one of its wings.
struct FXVolatilityRow: MarketTableRow {
  enum Quote {
    case atTheMoney(Double, QuotedFXDelta)
    case wing(FXVolatilityWing)
  }

  let surface: String
  let baseCurrency: Currency
  let quoteCurrency: Currency
  let tenor: Tenor
  let quote: Quote
  let source: String

  static let required: [FXVolatilityField] = [
    .surface, .baseCurrency, .quoteCurrency, .tenor, .deltaConvention, .atTheMoneyPercent, .source,
  ]
  static let pointField = FXVolatilityField.tenor
  var group: String { surface }
  var point: String {
    switch quote {
    case .atTheMoney: "\(tenor) at the money"
    case .wing(let wing): "\(tenor) at a delta of \(wing.delta)"
    }
  }
  var groupPath: String { "volatilities.fx[\(surface)]" }
  var place: String {
    switch quote {
    case .atTheMoney: ".points[\(tenor)]"
    case .wing(let wing): ".points[\(tenor)].wings[\(wing.delta)]"
    }
  }

  init(fields: some TermFields<FXVolatilityField>) throws(TermsError) {
    surface = try fields.required(.surface, fields.text(.surface, limit: 64))
    baseCurrency = try fields.required(.baseCurrency, fields.currency(.baseCurrency))
    quoteCurrency = try fields.required(.quoteCurrency, fields.currency(.quoteCurrency))
    tenor = try fields.required(.tenor, fields.tenor(.tenor))
    let delta = try fields.choice(.deltaConvention, QuotedFXDelta.self)
    let money = try fields.percent(.atTheMoneyPercent)
    let wingDelta = try fields.number(.wingDelta)
    let riskReversal = try fields.percent(.riskReversalPercent)
    let butterfly = try fields.percent(.butterflyPercent)
    if let wingDelta {
      for (name, isGiven) in [("delta_convention", delta != nil), ("at_the_money_percent", money != nil)]
      where isGiven {
        throw TermsError(
          field: name, message: "is for the row without wing_delta; leave it empty in the row of a wing")
      }
      quote = .wing(
        FXVolatilityWing(
          delta: wingDelta, riskReversal: try fields.required(.riskReversalPercent, riskReversal),
          butterfly: try fields.required(.butterflyPercent, butterfly)))
    } else {
      for (name, isGiven) in [
        ("risk_reversal_percent", riskReversal != nil), ("butterfly_percent", butterfly != nil),
      ] where isGiven {
        throw TermsError(field: name, message: "needs wing_delta, such as 0.25; give it")
      }
      quote = .atTheMoney(
        try fields.required(.atTheMoneyPercent, money), try fields.required(.deltaConvention, delta))
    }
    source = try fields.required(.source, fields.text(.source, limit: 400))
  }

  func agreement(with first: FXVolatilityRow) -> [(field: FXVolatilityField, holds: Bool)] {
    [
      (.baseCurrency, baseCurrency == first.baseCurrency),
      (.quoteCurrency, quoteCurrency == first.quoteCurrency), (.source, source == first.source),
    ]
  }
}
