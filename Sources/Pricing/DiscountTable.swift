import DatesAndConventions
import MarketData

/// Discount factors of one curve pair by day and scenario, and the rows of the days.
public final class DiscountTable: Sendable {
  /// One row per day; column 0 is the base market, column 1 + s scenario s.
  public let matrix: DiscountMatrix
  /// Column 0 of `matrix` alone, with three columns of zeros, for what is wanted on the base market only.
  let base: DiscountMatrix
  /// Act/365F years of each row.
  public let years: [Double]
  private let firstDay: Int32
  /// `nil` when every day from the first has its row.
  private let rowOfDay: [Int32]?

  /// Every day from the valuation date through `lastDay`. Throws what the market lacks.
  init(_ key: DiscountKey, through lastDay: Int32, markets: any ScenarioMarketSource)
    throws(MissingMarketData)
  {
    firstDay = markets.valuationDate.dayNumber
    rowOfDay = nil
    years = (0...max(lastDay - firstDay, 0)).map { Double($0) / 365 }
    (matrix, base) = try Self.matrices(key, years, markets)
  }

  /// The days named, none before the valuation date, in any order and with repeats. Throws what the market lacks.
  init(_ key: DiscountKey, days: some Sequence<Int32>, markets: any ScenarioMarketSource)
    throws(MissingMarketData)
  {
    let valuation = markets.valuationDate.dayNumber
    let distinct = Set(days).sorted()
    var rows = [Int32](repeating: 0, count: distinct.last.map { Int($0 - valuation) + 1 } ?? 0)
    for (row, day) in distinct.enumerated() { rows[Int(day - valuation)] = Int32(row) }
    firstDay = valuation
    rowOfDay = rows
    years = distinct.map { Double($0 - valuation) / 365 }
    (matrix, base) = try Self.matrices(key, years, markets)
  }

  private static func matrices(_ key: DiscountKey, _ years: [Double], _ markets: any ScenarioMarketSource)
    throws(MissingMarketData) -> (whole: DiscountMatrix, base: DiscountMatrix)
  {
    let stride = markets.rowStride
    let values =
      switch key {
      case .discount(let currency, let spreadCurve):
        try markets.discountTable(currency: currency, spreadCurve: spreadCurve, years: years)
      case .index(let index): try markets.indexTable(index, years: years)
      }
    var base = [Double](repeating: 0, count: years.count * 4)
    for row in years.indices { base[4 * row] = values[row * stride] }
    return (DiscountMatrix(values, stride: stride), DiscountMatrix(base, stride: 4))
  }

  /// The row of a day that the table covers.
  public func row(_ day: Int32) -> Int32 {
    let offset = day - firstDay
    return rowOfDay?[Int(offset)] ?? offset
  }

  func covers(_ day: Int32) -> Bool { rowOfDay == nil && Int(day - firstDay) < years.count }
}
