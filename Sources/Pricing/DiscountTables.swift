import DatesAndConventions
import MarketData

/// The curves that discount a flow.
struct DiscountKey: Hashable {
  let currency: Currency
  /// `nil` for the discount curve alone.
  let spreadCurve: String?
}

/// One discount table and the rows of the days it covers.
struct DiscountTable {
  /// Rows of `stride` doubles, one row per distinct day; column 0 is the base market.
  let values: [Double]
  let stride: Int
  /// Act/365F years of each row.
  let years: [Double]
  private let firstDay: Int32
  private let rowOfDay: [Int32]

  /// Builds the table for `days`, in any order and with repeats. Throws what the market lacks.
  init(_ key: DiscountKey, days: some Sequence<Int32>, markets: any ScenarioMarketSource)
    throws(MissingMarketData)
  {
    let valuation = markets.valuationDate.dayNumber
    var first = Int32.max
    var last = Int32.min
    for day in days {
      first = min(first, day)
      last = max(last, day)
    }
    guard first <= last else {
      firstDay = 0
      rowOfDay = []
      years = []
      stride = markets.rowStride
      values = try markets.discountTable(currency: key.currency, spreadCurve: key.spreadCurve, years: [])
      return
    }
    var rows = [Int32](repeating: -1, count: Int(last - first) + 1)
    for day in days { rows[Int(day - first)] = 0 }
    var times: [Double] = []
    for offset in rows.indices where rows[offset] == 0 {
      rows[offset] = Int32(times.count)
      times.append(Double(Int(first) + offset - Int(valuation)) / 365)
    }
    firstDay = first
    rowOfDay = rows
    years = times
    stride = markets.rowStride
    values = try markets.discountTable(currency: key.currency, spreadCurve: key.spreadCurve, years: times)
  }

  /// The row of a day the table was built for.
  func row(_ day: Int32) -> Int32 { rowOfDay[Int(day - firstDay)] }
}
