public import Collateral
import DatesAndConventions
import MarketData

/// Reads the past of an economy, in the form of a market's `economy.csv`.
public struct EconomyImport {
  public init() {}

  /// Reads a table whole or not at all. Throws `IngestionError` with the line at fault, or the series with a gap.
  public func csv(_ source: ByteSource, file: String) throws(IngestionError) -> EconomyHistory {
    let tables: MarketTables
    do throws(IngestionError) {
      tables = try MarketTables([.economy: source])
    } catch {
      throw IngestionError(file: file, line: error.line, field: error.field, message: error.message)
    }
    guard let economy = tables.collateral([]) else {
      throw IngestionError(file: file, message: "has no rows; write a month, a series and a value in each")
    }
    var housePrices: [String: EconomyHistory.Series] = [:]
    for (region, values) in economy.housePrices {
      housePrices[region] = try series(values, "house_prices.\(region)", file)
    }
    return EconomyHistory(
      mortgageRates: try series(economy.mortgageRates, "mortgage_rate_percent", file),
      nationalHousePrices: try series(economy.nationalHousePrices, "house_prices", file),
      housePrices: housePrices, unemployment: try series(economy.unemployment, "unemployment_percent", file))
  }

  private func series(
    _ values: [MonthlyValue], _ name: String, _ file: String
  ) throws(IngestionError) -> EconomyHistory.Series? {
    guard let first = values.first else { return nil }
    for (before, after) in zip(values, values.dropFirst())
    where after.month != before.month.adding(months: 1) {
      throw IngestionError(
        file: file, field: name,
        message: "has no value for \(before.month.adding(months: 1)); fill the gap in")
    }
    return EconomyHistory.Series(firstMonth: first.month, values: values.map(\.value))
  }
}
