import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Testing

@testable import Pricing

/// A kind of product that Tenor does not value joins by a family of its own, with nothing else changed.
@Suite struct ProductFamilyTests {
  private static let scenarios = [
    Scenario.base, Fixtures.parallel(100), Fixtures.parallel(-75),
    Scenario(
      id: "STEEPER",
      shifts: [
        .rates(
          RateShift(
            shape: .keyRate(
              basisPoints: 40, keyTenors: PricingRequest.standardKeyRates, index: 4)))
      ]),
  ]

  private static let note = FloaterPrototype.Note(
    face: 1_000_000, firstCoupon: 0.0475, margin: 0.0025,
    dates: ["2023-03-15", "2023-06-15", "2023-09-15", "2023-12-15", "2024-03-15", "2024-06-17", "2024-09-16"]
      .map { CivilDate(iso: $0)! })

  private func book() throws -> [PositionToPrice] {
    let floater = Instrument.unsupported(
      UnsupportedInstrument(productType: .floatingRate, description: "prototype", currency: .usd))
    return [
      Fixtures.position(try Fixtures.bond(), number: 0, quantity: 3),
      Fixtures.position(floater, number: 1, quantity: 2),
      Fixtures.position(try Fixtures.forward(), number: 2),
      Fixtures.position(floater, number: 3, quantity: -1),
      Fixtures.position(try Fixtures.loan(), number: 4),
    ]
  }

  private func pricer(_ measures: [Measure], baseOnly: [Measure] = [], with family: [any AdditionalFamily])
    throws
    -> BatchPricer
  {
    BatchPricer(
      markets: try ScenarioMarkets(
        snapshot: try Fixtures.snapshot(), scenarios: Self.scenarios, reportingCurrency: .usd),
      request: PricingRequest(
        measures: measures, baseOnlyMeasures: baseOnly, reportingCurrency: .usd), additional: family)
  }

  /// A floating note whose coupons are the forwards of the curve that discounts it is worth its next payment and face
  /// on the next coupon date, and its margin after it: forwards telescope.
  @Test func floatingCouponsAreValuedUnderEveryScenarioByAFamilyOfTheirOwn() throws {
    let pricer = try pricer([.presentValue, .dv01], with: [FloaterPrototype(note: Self.note)])
    let block = pricer.price(try book()).results
    #expect(block.rows.map(\.positionNumber) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
    let markets = try ScenarioMarkets(
      snapshot: try Fixtures.snapshot(), scenarios: Self.scenarios, reportingCurrency: .usd)
    let dates = Self.note.dates
    let years = dates.dropFirst().map { Double($0 - Fixtures.valuationDate) / 365 }
    let table = try markets.discountTable(currency: .usd, spreadCurve: nil, years: Array(years))
    for scenario in Self.scenarios.indices {
      func discount(_ date: Int) -> Double { table[date * markets.rowStride + 1 + scenario] }
      func period(_ date: Int) -> Double { Double(dates[date + 1] - dates[date]) / 360 }
      var expected = discount(0) * (1 + Self.note.firstCoupon * period(0))
      for date in 1..<years.count { expected += Self.note.margin * period(date) * discount(date) }
      let value = block.values[block.range(ofRow: 2)][block.range(ofRow: 2).lowerBound + scenario]
      // Six terms, each rounded a few times.
      #expect(abs(value - 2 * Self.note.face * expected) <= 1e-13 * abs(value))
    }
    // A floater's value moves as if it were paid back on the next coupon date.
    let dv01 = block.values[block.range(ofRow: 3).lowerBound]
    #expect(abs(dv01 / (-2 * Self.note.face * 1e-4 * years[0]) - 1) < 0.03)
  }

  /// What other families give is what they give without it.
  @Test func otherProductsAreLeftAsTheyWere() throws {
    let with = try pricer([.presentValue, .yield], with: [FloaterPrototype(note: Self.note)])
      .price(try book()).results
    let without = try pricer([.presentValue, .yield], with: []).price(try book()).results
    #expect(with.rows == without.rows)
    for (index, row) in with.rows.enumerated() where ![1, 3].contains(row.positionNumber) {
      for scenario in Self.scenarios.indices {
        #expect(
          cell(with, row: index, scenario: scenario) == cell(without, row: index, scenario: scenario))
      }
    }
    #expect(cell(without, row: 2, scenario: 0).reason?.code == .unsupported)
    #expect(cell(with, row: 3, scenario: 2).reason?.code == .notApplicable)
  }

  /// A measure on the base alone has one value: the bits that it has under BASE when it is asked for everywhere.
  @Test func baseOnlyMeasuresAreTheFirstCellsOfAll() throws {
    let all = Measure.allCases.filter { $0 != .cashFlows }
    let everywhere = try pricer(all, with: []).price(try book()).results
    for onBase in [
      [Measure.dv01, .cs01], [.keyRateDV01, .yield, .zSpread], all.filter { $0 != .presentValue },
    ] {
      let block = try pricer(all, baseOnly: onBase, with: []).price(try book()).results
      #expect(block.rows == everywhere.rows)
      for (index, row) in block.rows.enumerated() {
        let isOfBase = [.parDV01, .theta, .carry, .rollDown].contains(row.measure)
        let count = isOfBase || onBase.contains(row.measure) ? 1 : Self.scenarios.count
        #expect(block.range(ofRow: index).count == count)
        for scenario in 0..<count {
          #expect(
            cell(block, row: index, scenario: scenario) == cell(everywhere, row: index, scenario: scenario),
            "\(row)")
        }
      }
    }
  }

  /// A table is kept for a large batch when there is room for it, and made of its days alone for a small one, to the same
  /// bits.
  @Test func tablesAreKeptForLargeBatchesWithinTheirRoom() throws {
    let markets = try ScenarioMarkets(
      snapshot: try Fixtures.snapshot(), scenarios: Self.scenarios, reportingCurrency: .usd)
    let days: [Int32] = [3, 700, 41, 11_000].map { markets.valuationDate.dayNumber + $0 }
    let key = DiscountKey(.usd)
    let many = (0..<15_000).map { markets.valuationDate.dayNumber + Int32($0 % 11_000 + 1) }
    let cache = DiscountTableCache(markets: markets, KeptMemory())
    let made = try cache.table(key, days: days)
    let kept = try cache.table(key, days: many)
    #expect(kept.years.count > 11_000 && made.years.count == 4)
    #expect(try cache.table(key, days: days) === kept)
    let crowded = DiscountTableCache(markets: markets, KeptMemory(capacity: 10_000))
    #expect(try crowded.table(key, days: many).years.count == 11_000)
    for day in days {
      for column in 0...Self.scenarios.count {
        #expect(kept.matrix[Int(kept.row(day)), column] == made.matrix[Int(made.row(day)), column])
      }
      #expect(kept.base[Int(kept.row(day)), 0] == kept.matrix[Int(kept.row(day)), 0])
    }
  }
}

/// A floating note on the curve that discounts it: its coupons are each scenario's own forwards.
private struct FloaterPrototype: AdditionalFamily {
  struct Note {
    let face: Double
    /// The rate fixed for the period that runs.
    let firstCoupon: Double
    let margin: Double
    /// Period ends, the first of them the start of the period that runs. Act/360.
    let dates: [CivilDate]
  }

  let note: Note

  func covers(_ terms: Instrument) -> Bool { terms.productType == .floatingRate }

  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    var results = context.results(reserving: positions.count)
    var flows = CashFlowColumns()
    guard
      let table = try? context.discounts.table(
        DiscountKey(.usd), days: note.dates.dropFirst().map(\.dayNumber))
    else { return PricedBatch(results: results, cashFlows: flows) }
    // One row per coupon, scenarios side by side.
    let columns = 0..<(1 + context.markets.scenarioCount)
    var value = [Double](repeating: 0, count: columns.count)
    var slope = value
    var before = columns.map { _ in 1.0 }
    for (index, date) in note.dates.enumerated().dropFirst() {
      let row = Int(table.row(date.dayNumber))
      let period = Double(date - note.dates[index - 1]) / 360
      for column in columns {
        let discount = table.matrix[row, column]
        let rate = index == 1 ? note.firstCoupon : (before[column] / discount - 1) / period + note.margin
        let payment = rate * period + (index == note.dates.count - 1 ? 1 : 0)
        value[column] += payment * discount
        slope[column] = index == 1 ? (1 + payment) * discount * table.years[row] : slope[column]
        before[column] = discount
      }
    }
    for position in positions {
      let size = position.position.quantity * note.face
      for measure in context.valueMeasures {
        let row = ResultBlock.Row(positionNumber: position.number, measure: measure)
        switch measure {
        case .presentValue: results.append(row, values: value.dropFirst().map { size * $0 })
        case .dv01: results.append(row, values: slope.dropFirst().map { -size * $0 * 1e-4 })
        default:
          context.append(
            position, measure, reason: Reason(.notApplicable, "not of the prototype"), into: &results)
        }
      }
      flows.endContract()
    }
    return PricedBatch(results: results, cashFlows: flows)
  }
}
