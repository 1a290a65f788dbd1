public import DatesAndConventions

/// Exchange rates in the base market and under every scenario.
public struct ForeignExchange: Sendable {
  /// Units of each currency for one unit of the snapshot's base.
  private let units: [Currency: Double]
  /// By currency and column: its value in the reporting currency as a multiple of that in the base market.
  private let multiples: [Currency: [Double]]
  private let columnCount: Int

  public init(_ snapshot: MarketSnapshot, scenarios: [Scenario], reportingCurrency: Currency) {
    var units = [snapshot.fxBase: 1.0]
    for (code, rate) in snapshot.fxRates {
      if let currency = Currency(code) { units[currency] = rate }
    }
    columnCount = 1 + scenarios.count
    var multiples = units.mapValues { [columnCount] _ in Array(repeating: 1.0, count: columnCount) }
    for (index, scenario) in scenarios.enumerated() {
      for case .foreignExchange(let shift) in scenario.shifts {
        let named =
          shift.currencies.isEmpty ? Set(units.keys) : Set(shift.currencies.compactMap { Currency($0) })
        for currency in named where currency != reportingCurrency {
          multiples[currency]?[1 + index] *= 1 + shift.fraction
        }
      }
    }
    self.units = units
    self.multiples = multiples
  }

  /// Rates with the value of each currency in the reporting currency multiplied by column, the first the base market's.
  init(_ snapshot: MarketSnapshot, multiples: [Currency: [Double]], columnCount: Int) {
    var units = [snapshot.fxBase: 1.0]
    for (code, rate) in snapshot.fxRates {
      if let currency = Currency(code) { units[currency] = rate }
    }
    self.units = units
    self.columnCount = columnCount
    let one = Array(repeating: 1.0, count: columnCount)
    self.multiples = Dictionary(uniqueKeysWithValues: units.keys.map { ($0, multiples[$0] ?? one) })
  }

  /// Units of `quote` for one unit of `base`: element 0 the base market, element 1 + s scenario s.
  public func rates(base: Currency, quote: Currency) throws(MissingMarketData) -> [Double] {
    if base == quote { return Array(repeating: 1, count: columnCount) }
    guard let baseUnits = units[base], let quoteUnits = units[quote], let baseMultiples = multiples[base],
      let quoteMultiples = multiples[quote]
    else { throw MissingMarketData("FX rate \(base)/\(quote)") }
    let rate = quoteUnits / baseUnits
    return zip(baseMultiples, quoteMultiples).map { rate * ($0 / $1) }
  }
}
