import DatesAndConventions
import MarketData
import NumericalMethods

/// Discounting and survival on one credit curve by day and scenario, four scenarios to a block: what every swap on the curve is
/// valued from.
struct CreditGrid {
  /// Act/365F years of each row.
  let years: [Double]
  /// Blocks in a row; column 0 of the first is the base market, column 1 + s scenario s.
  let blocks: Int
  /// −ln of the discount factor, row after row.
  let discountExponents: [SIMD4<Double>]
  /// −ln of survival to the end of the day.
  let hazardExponents: [SIMD4<Double>]
  /// Change of `hazardExponents` for a rise of all par spreads by 1.00.
  let parSensitivities: [SIMD4<Double>]
  /// Discount factor times survival.
  let values: [SIMD4<Double>]
  private let firstDay: Int32
  private let rowOfDay: [Int32]

  /// - Parameter days: In any order and with repeats, none before the valuation date; at least one.
  init(_ curve: CreditCurveKey, days: some Sequence<Int32>, markets: any ScenarioMarketSource)
    throws(MissingMarketData)
  {
    let days = Set(days).sorted()
    let valuation = markets.valuationDate.dayNumber
    let table = try markets.creditTable(curve.id, currency: curve.currency, days: days)
    firstDay = valuation
    var rows = [Int32](repeating: 0, count: Int(days[days.count - 1] - valuation) + 1)
    for (row, day) in days.enumerated() { rows[Int(day - valuation)] = Int32(row) }
    rowOfDay = rows
    years = days.map { Double($0 - valuation) / 365 }
    blocks = table.stride / 4
    discountExponents = Self.blocks(table.discountExponents)
    hazardExponents = Self.blocks(table.hazardExponents)
    parSensitivities = Self.blocks(table.parSensitivities)
    values = zip(discountExponents, hazardExponents).map { (discount, hazard) -> SIMD4<Double> in
      Exponential.exp(SIMD4<Double>(repeating: 0) - discount - hazard)
    }
  }

  /// The row of one of the days.
  func row(_ day: Int32) -> Int { Int(rowOfDay[Int(day - firstDay)]) }

  private static func blocks(_ numbers: [Double]) -> [SIMD4<Double>] {
    stride(from: 0, to: numbers.count, by: 4).map {
      SIMD4(numbers[$0], numbers[$0 + 1], numbers[$0 + 2], numbers[$0 + 3])
    }
  }
}
