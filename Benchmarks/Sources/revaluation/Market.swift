import DatesAndConventions
import MarketData
import Pricing

/// One curve under 100 parallel moves, no two alike.
struct Market {
  static let nodes: [(days: Int, rate: Double)] = [
    (91, 0.0485), (365, 0.0464), (730, 0.0406), (1825, 0.036), (3650, 0.0348), (12_000, 0.0367),
  ]
  static let basisPoints = (0..<100).map { Double(5 * $0 - 250) }

  let markets: ScenarioMarkets

  init() throws {
    let curve = CurveQuotes(
      id: "USD.ZERO", currency: .usd, kind: .zero(.continuous), interpolation: .linearZero,
      points: Self.nodes.map { CurvePoint(tenor: Tenor($0.days, .days), rate: $0.rate) }, source: "benchmark")
    markets = try ScenarioMarkets(
      snapshot: MarketSnapshot(
        valuationDate: Book.valuationDate, source: "benchmark", builtAt: "2023-03-31T00:00:00Z",
        curves: [curve], discountCurves: ["USD": "USD.ZERO"], fxBase: .usd),
      scenarios: Self.basisPoints.map { shift in
        Scenario(id: "PARALLEL_\(shift)", shifts: [.rates(RateShift(shape: .parallel(basisPoints: shift)))])
      },
      reportingCurrency: .usd)
  }

  /// A row for every day, number of days from the valuation date.
  func discountMatrix() throws -> DiscountMatrix {
    let years = (0...Book.longestDays).map { Double($0) / 365 }
    return DiscountMatrix(
      try markets.discountTable(currency: .usd, spreadCurve: nil, years: years), stride: markets.rowStride)
  }
}
