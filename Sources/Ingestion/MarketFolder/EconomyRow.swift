import DatesAndConventions
import Instruments
import MarketData

/// The columns of `economy.csv`: a row for each month of each series.
enum EconomyField: Int, FieldName {
  case month, series, value

  var name: String {
    switch self {
    case .month: return "month"
    case .series: return "series"
    case .value: return "value"
    }
  }
}

/// A series of `economy.csv`.
enum EconomySeries: Hashable {
  /// Per cent in the file, as published.
  case mortgageRate
  case unemployment
  /// Of a region, or of the whole country where it is `nil`.
  case housePrices(region: String?)

  init?(_ name: String) {
    let regional = "house_prices."
    switch name {
    case "mortgage_rate_percent": self = .mortgageRate
    case "unemployment_percent": self = .unemployment
    case "house_prices": self = .housePrices(region: nil)
    default:
      guard name.hasPrefix(regional), name.utf8.count > regional.utf8.count else { return nil }
      self = .housePrices(region: String(name.dropFirst(regional.count)))
    }
  }

  /// Where the series stands in the market document.
  var path: String {
    switch self {
    case .mortgageRate: return "collateral.mortgage_rates"
    case .unemployment: return "collateral.unemployment"
    case .housePrices(nil): return "collateral.national_house_prices"
    case .housePrices(let region?): return "collateral.house_prices.\(region)"
    }
  }
}

/// A row of `economy.csv`.
struct EconomyRow: MarketTableRow {
  let name: String
  let series: EconomySeries
  let value: MonthlyValue

  static let required = EconomyField.allCases
  static let pointField = EconomyField.month
  var group: String { name }
  var point: String { value.month.description }
  var groupPath: String { series.path }
  var place: String { "[\(value.month)]" }

  init(fields: some TermFields<EconomyField>) throws(TermsError) {
    name = try fields.required(.series, fields.text(.series, limit: 64))
    guard let series = EconomySeries(name) else {
      throw TermsError(
        field: EconomyField.series.name,
        message:
          "'\(name)' is no series; write mortgage_rate_percent, unemployment_percent, house_prices, or "
          + "house_prices. and a region")
    }
    self.series = series
    let number: Double
    switch series {
    case .mortgageRate, .unemployment: number = try fields.required(.value, fields.percent(.value))
    case .housePrices: number = try fields.required(.value, fields.number(.value))
    }
    value = MonthlyValue(month: try fields.required(.month, fields.month(.month)), value: number)
  }
}
