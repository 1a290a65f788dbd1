import MarketData

/// Prices, yields and spreads of a contract whose payments are projected under each scenario.
protocol ProjectedQuotes {
  /// Per 100 of what is outstanding.
  var accrued: Double { get }
  /// Principal-weighted years from settlement.
  var averageLife: Double { get }
  /// Why nothing can be quoted; `nil` where it can.
  var unquoted: CellGap? { get }
  /// Per 100 of what is outstanding, with accrued interest.
  func dirtyPrice(_ scenario: Int) -> Double
  func yield(_ scenario: Int) -> Result<QuotedYield, CellGap>
  /// The least of the yields to the days on which the contract may end.
  func yieldToWorst(_ scenario: Int) -> Result<Double, CellGap>
  /// Basis points over the discount curve alone that give the value.
  func zSpread(_ scenario: Int, in context: PricingContext) -> Result<Double, CellGap>
}

extension ProjectedQuotes {
  /// Of a contract that ends on one day.
  func yieldToWorst(_ scenario: Int) -> Result<Double, CellGap> { yield(scenario).map(\.yield) }
}

struct QuotedYield {
  let yield: Double
  let sensitivity: YieldSensitivity
}

extension PricingContext {
  /// Appends a measure that is a quote. Appends nothing and answers `false` for any other.
  func appendQuote(
    _ measure: Measure, _ position: PositionToPrice, _ quotes: some ProjectedQuotes,
    into results: inout ResultBlock
  ) -> Bool {
    let scenarios = 0..<request.valueCount(of: measure, scenarioCount: markets.scenarioCount)
    func append(_ cell: (_ scenario: Int) -> Result<Double, CellGap>) {
      results.append(
        ResultBlock.Row(positionNumber: position.number, measure: measure), cells: scenarios.map(cell))
    }
    func price(_ number: (_ scenario: Int) -> Double) {
      append { scenario in quotes.unquoted.map { .failure($0) } ?? .success(number(scenario)) }
    }
    switch measure {
    case .accrued: price { _ in quotes.accrued }
    case .weightedAverageLife: price { _ in quotes.averageLife }
    case .cleanPrice: price { quotes.dirtyPrice($0) - quotes.accrued }
    case .dirtyPrice: price { quotes.dirtyPrice($0) }
    case .yield: append { quotes.yield($0).map(\.yield) }
    case .yieldToWorst: append { quotes.yieldToWorst($0) }
    case .modifiedDuration: append { quotes.yield($0).map(\.sensitivity.modifiedDuration) }
    case .macaulayDuration: append { quotes.yield($0).map(\.sensitivity.macaulayDuration) }
    case .convexity: append { quotes.yield($0).map(\.sensitivity.convexity) }
    case .zSpread, .optionAdjustedSpread: append { quotes.zSpread($0, in: self) }
    default: return false
    }
    return true
  }
}
