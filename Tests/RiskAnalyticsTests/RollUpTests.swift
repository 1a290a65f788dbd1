import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

@testable import RiskAnalytics

@Suite struct RollUpTests {
  private let scenarios = 3

  /// A block of present values and durations of made-up positions; every seventh duration is missing.
  private func block(_ positions: [Int32]) -> ResultBlock {
    var block = ResultBlock(scenarioCount: scenarios)
    for number in positions {
      let base = Double(number &* 7919 % 1000) * 1234.567 - 300_000.1
      block.append(
        ResultBlock.Row(positionNumber: number, measure: .presentValue),
        values: [base, base * 1.01, base * 0.97])
      if number % 7 == 0 {
        block.append(
          ResultBlock.Row(positionNumber: number, measure: .effectiveDuration),
          reason: Reason(.missingData, "discount curve"))
      } else {
        block.append(
          ResultBlock.Row(positionNumber: number, measure: .effectiveDuration),
          values: [Double(number % 9), Double(number % 9) + 0.1, Double(number % 9) - 0.1])
      }
    }
    return block
  }

  private func holding(_ number: Int32) -> RollUp.Holding {
    let currencies: [Currency] = [.usd, .eur, .jpy]
    return RollUp.Holding(
      portfolio: number % 2 == 0 ? "FUND/CREDIT" : "FUND/RATES/DESK", productType: .fixedBond,
      currency: currencies[Int(number) % 3])
  }

  private func rollUp(_ parts: [[Int32]]) throws -> RollUp {
    var whole = RollUp(scenarioCount: scenarios)
    for part in parts {
      var piece = RollUp(scenarioCount: scenarios)
      piece.add(block(part), holding: holding)
      for (key, cell) in piece.cells { try whole.merge(key, cell) }
    }
    return whole
  }

  @Test func anySplitAndOrderGivesTheSameBits() throws {
    let numbers = Array(Int32(0)..<500)
    let whole = try rollUp([numbers])
    let split = try rollUp(
      stride(from: 0, to: 500, by: 13).map { Array(numbers[$0..<min($0 + 13, 500)]) }.reversed())
    #expect(whole.cells == split.cells)
    let markets = FixedRates()
    #expect(
      try NodeTotals.totals(whole, markets: markets, reportingCurrency: .usd)
        == NodeTotals.totals(split, markets: markets, reportingCurrency: .usd))
  }

  @Test func convertedTotalsEqualTheSumOfConvertedParts() throws {
    let totals = try NodeTotals.totals(
      try rollUp([Array(0..<100)]), markets: FixedRates(), reportingCurrency: .usd)
    let values = totals.filter { $0.measure == .presentValue && $0.productType == nil }
    for node in ["FUND", "FUND/CREDIT", "FUND/RATES", "FUND/RATES/DESK"] {
      let converted = try #require(values.first { $0.node == node && $0.isConverted })
      for scenario in 0..<scenarios {
        let sum = values.filter { $0.node == node && !$0.isConverted }.reduce(0.0) { sum, part in
          sum + part.values[scenario]! * FixedRates.rate(part.currency)[1 + scenario]
        }
        #expect(sum == converted.values[scenario])
      }
    }
    let fund = try #require(values.first { $0.node == "FUND" && $0.isConverted })
    #expect(fund.positionCount == 100)
  }

  /// Weighted by the value of the positions in the key rate's currency, so that the key rates of a currency add up to the effective
  /// duration of what is held in it.
  @Test func keyRateDurationsAreAveragedInTheirCurrency() throws {
    var block = ResultBlock(scenarioCount: scenarios)
    // Of positions 0, 1, 3 and 4: two in dollars, two in euros.
    let held: [(number: Int32, value: Double, keys: [Double])] = [
      (0, 100, [1, 3]), (1, 400, [2, 7]), (3, 300, [0.5, 5]), (4, 50, [0, 9]),
    ]
    func keys(_ number: Int32) -> [String] { ["5Y", "30Y"].map { "\(holding(number).currency):\($0)" } }
    for (number, value, durations) in held {
      func append(_ measure: Measure, _ factor: String, _ number: Double, of position: Int32) {
        block.append(
          ResultBlock.Row(positionNumber: position, measure: measure, factor: factor),
          values: [number, number, number])
      }
      append(.presentValue, "", value, of: number)
      append(.effectiveDuration, "", durations.reduce(0, +), of: number)
      for (key, duration) in zip(keys(number), durations) {
        append(.keyRateDuration, key, duration, of: number)
      }
    }
    var rollUp = RollUp(scenarioCount: scenarios)
    rollUp.add(block, holding: holding)
    let totals = try NodeTotals.totals(rollUp, markets: FixedRates(), reportingCurrency: .usd)
    func total(_ measure: Measure, _ factor: String = "", in currency: Currency? = nil) throws -> Double {
      let found = totals.first {
        $0.node.isEmpty && $0.productType == nil && $0.measure == measure && $0.factor == factor
          && $0.isConverted == (currency == nil) && (currency == nil || $0.currency == currency)
      }
      return try #require(found?.values[0])
    }
    #expect(try total(.keyRateDuration, "USD:5Y") == (100 * 1 + 300 * 0.5) / 400)
    #expect(try total(.keyRateDuration, "EUR:30Y") == (400 * 7 + 50 * 9) / 450)
    for currency in [Currency.usd, .eur] {
      let number: Int32 = currency == .usd ? 0 : 1
      let sum = try keys(number).reduce(0) { try $0 + total(.keyRateDuration, $1) }
      #expect(try abs(sum - total(.effectiveDuration, in: currency)) <= 1e-12)
    }
  }

  @Test func everythingTogetherIsTheSumOfTheFunds() throws {
    let totals = try NodeTotals.totals(
      try rollUp([Array(0..<100)]), markets: FixedRates(), reportingCurrency: .usd)
    func total(_ node: String, _ measure: Measure) throws -> NodeTotal {
      try #require(
        totals.first {
          $0.node == node && $0.measure == measure && $0.productType == nil && $0.isConverted
        })
    }
    // There is one fund.
    for measure in [Measure.presentValue, .effectiveDuration] {
      let (whole, fund) = (try total("", measure), try total("FUND", measure))
      #expect(whole.values == fund.values && whole.positionCount == 100 && whole.gapCount == fund.gapCount)
    }
  }

  @Test func averagesAreWeightedByConvertedValueAndCountGaps() throws {
    let totals = try NodeTotals.totals(
      try rollUp([Array(0..<100)]), markets: FixedRates(), reportingCurrency: .usd)
    let duration = try #require(
      totals.first { $0.node == "FUND/CREDIT" && $0.measure == .effectiveDuration && $0.isConverted })
    let whole = block(Array(0..<100))
    var numerator = 0.0
    var weight = 0.0
    for (index, row) in whole.rows.enumerated()
    where row.measure == .effectiveDuration && row.positionNumber % 2 == 0 && row.positionNumber % 7 != 0 {
      let rate = FixedRates.rate(holding(row.positionNumber).currency)[1]
      let value = whole.values[(index - 1) * scenarios] * rate
      numerator += value * whole.values[index * scenarios]
      weight += value
    }
    if weight > 0 {
      let found = try #require(duration.values[0])
      #expect(abs(found - numerator / weight) <= 1e-9 * abs(found))
    } else {
      #expect(duration.values[0] == nil)
    }
    #expect(duration.gapCount == 8)
  }

  @Test func aMissingRateWithholdsOnlyTheConvertedTotal() throws {
    var markets = FixedRates()
    markets.known = [.usd, .eur]
    let totals = try NodeTotals.totals(try rollUp([Array(0..<30)]), markets: markets, reportingCurrency: .usd)
    let fund = totals.filter { $0.node == "FUND" && $0.measure == .presentValue && $0.productType == nil }
    #expect(fund.filter(\.isConverted).allSatisfy { $0.values == [nil, nil, nil] })
    #expect(fund.filter { !$0.isConverted }.allSatisfy { $0.values.allSatisfy { $0 != nil } })
  }
}

/// A market that knows only foreign exchange.
private struct FixedRates: ScenarioMarketSource {
  var known: Set<Currency> = [.usd, .eur, .jpy]
  let valuationDate = CivilDate(iso: "2023-03-31")!
  let scenarioCount = 3
  let rowStride = 4

  static func rate(_ currency: Currency) -> [Double] {
    switch currency {
    case .eur: return [1.0875, 1.0875, 1.1, 1.05]
    case .jpy: return [0.0075, 0.0075, 0.0074, 0.0079]
    default: return [1, 1, 1, 1]
    }
  }

  func discountTable(currency: Currency, spreadCurve: String?, years: [Double]) throws(MissingMarketData)
    -> [Double]
  {
    throw MissingMarketData("discount curve for \(currency)")
  }

  func fxRates(base: Currency, quote: Currency) throws(MissingMarketData) -> [Double] {
    guard known.contains(base), known.contains(quote) else {
      throw MissingMarketData("FX rate \(base)/\(quote)")
    }
    return FixedRates.rate(base)
  }

  func parYields(currency: Currency, years: Double, frequency: Frequency) throws(MissingMarketData)
    -> [Double]
  {
    throw MissingMarketData("discount curve for \(currency)")
  }
}
