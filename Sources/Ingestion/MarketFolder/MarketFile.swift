/// The files of a market folder; raw values are their names. All but the first two may be left out.
public enum MarketFile: String, Sendable, CaseIterable {
  case manifest = "market.json"
  case curves = "curves.csv"
  case spreads = "spreads.csv"
  case exchangeRates = "fx.csv"
  case indexCurves = "index_curves.csv"
  case fixings = "fixings.csv"
  case creditCurves = "credit_curves.csv"
  case priceIndices = "price_indices.csv"
  case breakevens = "breakevens.csv"
  case seasonality = "seasonality.csv"
  case swaptionVolatilities = "swaption_volatilities.csv"
  case swaptionSmiles = "swaption_smiles.csv"
  case capVolatilities = "cap_volatilities.csv"
  case fxVolatilities = "fx_volatilities.csv"
  case shortRateModels = "short_rate_models.csv"
  case economy = "economy.csv"

  /// The folder in a market folder that holds models of pools of loans, a JSON file each.
  public static let modelFolder = "collateral_models"

  /// All names, for messages.
  public static let names = (allCases.map(\.rawValue) + ["\(modelFolder)/*.json"]).joined(separator: ", ")

  /// The file of a name, which may end in `.gz`; `nil` for any other name.
  public init?(fileName: String) {
    self.init(rawValue: fileName.hasSuffix(".gz") ? String(fileName.dropLast(3)) : fileName)
  }
}
