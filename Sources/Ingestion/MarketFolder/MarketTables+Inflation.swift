import DatesAndConventions
import MarketData

extension MarketTables {
  /// Price indices by name.
  func inflationIndices() throws(IngestionError) -> [String: InflationQuotes] {
    var indices: [String: InflationQuotes] = [:]
    let names =
      Set(priceIndices.rows.map(\.index)).union(breakevens.rows.map(\.index))
      .union(seasonality.rows.map(\.index))
    for name in names.sorted() {
      let seasons = seasonality[name].sorted { $0.month < $1.month }
      if !seasons.isEmpty,
        let missing = (1...12).first(where: { month in !seasons.contains { $0.month == month } })
      {
        throw error(
          "inflation_indices.\(name).seasonality[\(seasons[0].month - 1)]", field: "month",
          "\(name) has no factor of month \(missing); give all 12 or none")
      }
      indices[name] = InflationQuotes(
        published: priceIndices[name].map(\.published),
        breakevens: breakevens[name].map(\.rate).sorted { $0.tenor.years < $1.tenor.years },
        seasonality: seasons.map(\.factor))
    }
    return indices
  }
}
