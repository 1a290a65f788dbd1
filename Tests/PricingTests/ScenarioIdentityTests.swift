import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

/// Identities that must hold whatever the market.
@Suite struct ScenarioIdentityTests {
  private func book() throws -> [PositionToPrice] {
    [
      Fixtures.position(
        try Fixtures.bond(), number: 0, quantity: 5_000_000, mark: 96.5, spreadCurve: "USD.CORPORATE"),
      Fixtures.position(
        try Fixtures.bond(coupon: 0.0, currency: .eur, convention: .germanBund, frequency: .annual),
        number: 1,
        quantity: -2_000_000, spread: 35),
      Fixtures.position(try Fixtures.loan(prepaymentRate: 0.06), number: 2, spread: 180),
      Fixtures.position(try Fixtures.forward(), number: 3, quantity: -2),
    ]
  }

  private func values(_ scenarios: [Scenario], _ measures: [Measure]) throws -> ResultBlock {
    try Fixtures.pricer(scenarios, measures).price(try book()).results
  }

  @Test func zeroShiftsGiveTheBaseBits() throws {
    let still = [
      Scenario.base, Fixtures.parallel(0),
      Scenario(id: "SPREAD_0", shifts: [.spread(SpreadShift(move: .absolute(basisPoints: 0)))]),
      Scenario(id: "FX_0", shifts: [.foreignExchange(FXShift(fraction: 0))]),
    ]
    let block = try values(still, Measure.allCases)
    for row in block.rows.indices {
      let first = cell(block, row: row, scenario: 0)
      for scenario in 1..<still.count {
        #expect(cell(block, row: row, scenario: scenario) == first, "\(block.rows[row])")
      }
    }
  }

  @Test func keyRatesAddUpToTheParallelSensitivity() throws {
    let block = try values([.base, Fixtures.parallel(150)], [.dv01, .keyRateDV01])
    for position in Int32(0)..<4 {
      for scenario in 0..<2 {
        var parallel = 0.0
        var sum = 0.0
        for (index, row) in block.rows.enumerated() where row.positionNumber == position {
          let value = try #require(cell(block, row: index, scenario: scenario).value)
          if row.measure == .dv01 { parallel = value } else { sum += value }
        }
        #expect(abs(sum - parallel) <= 1e-9 * abs(parallel))
      }
    }
  }

  /// The analytic DV01 is the limit of the central difference, whose error is of order (1 bp · 30 years)² ≈ 1e-5.
  @Test func dv01IsTheCentralDifferenceOfScenarioValues() throws {
    let block = try values(
      [.base, Fixtures.parallel(1), Fixtures.parallel(-1)], [.presentValue, .dv01])
    for (index, row) in block.rows.enumerated() where row.measure == .dv01 {
      let value = index - 1
      #expect(block.rows[value].measure == .presentValue)
      let up = block.values[value * 3 + 1]
      let down = block.values[value * 3 + 2]
      let dv01 = block.values[index * 3]
      #expect(abs((up - down) / 2 - dv01) <= 1e-5 * abs(dv01))
    }
  }

  @Test func keyRateScenariosAddUpToTheParallelDiscountFactors() throws {
    let tenors = PricingRequest.standardKeyRates
    let tents = tenors.indices.map { index in
      ScenarioShift.rates(RateShift(shape: .keyRate(basisPoints: 25, keyTenors: tenors, index: index)))
    }
    let block = try values(
      [.base, Fixtures.parallel(25), Scenario(id: "ALL_TENTS", shifts: tents)], [.presentValue])
    for row in block.rows.indices {
      let parallel = block.values[row * 3 + 1]
      #expect(abs(block.values[row * 3 + 2] - parallel) <= 1e-9 * abs(parallel))
    }
  }

  @Test func valuesAddUpOverPositions() throws {
    let pricer = try Fixtures.pricer([.base, Fixtures.parallel(-40)], [.presentValue, .dv01])
    let whole = pricer.price([Fixtures.position(try Fixtures.bond(), quantity: 3_000_000, mark: 101)]).results
    let parts = pricer.price([
      Fixtures.position(try Fixtures.bond(), number: 0, quantity: 1_000_000, mark: 101),
      Fixtures.position(try Fixtures.bond(), number: 1, quantity: 2_000_000, mark: 101),
    ]).results
    for index in whole.values.indices {
      let sum = parts.values[index] + parts.values[index + whole.values.count]
      #expect(abs(sum - whole.values[index]) <= 1e-12 * abs(sum))
    }
  }

  @Test func aPositionsCellsDoNotDependOnItsBatchOrOnOtherScenarios() throws {
    let together = try values([.base, Fixtures.parallel(100), Fixtures.parallel(-75)], Measure.allCases)
    var alone: [ResultBlock.Row: Cell] = [:]
    for position in try book() {
      let block = try Fixtures.pricer([Fixtures.parallel(-75)], Measure.allCases).price([position]).results
      for (index, row) in block.rows.enumerated() { alone[row] = cell(block, row: index, scenario: 0) }
    }
    #expect(alone.count == together.rows.count)
    for (index, row) in together.rows.enumerated() {
      #expect(cell(together, row: index, scenario: 2) == alone[row], "\(row)")
    }
  }

  @Test func spreadScenariosMoveOnlyWhatNamesASpreadCurve() throws {
    let widening = Scenario(
      id: "SPREAD_25BP", shifts: [.spread(SpreadShift(move: .absolute(basisPoints: 25)))])
    let block = try values([.base, widening], [.presentValue, .cs01])
    let moved = block.rows.indices.filter { row in
      block.rows[row].measure == .presentValue && block.values[row * 2] != block.values[row * 2 + 1]
    }
    #expect(moved.map { block.rows[$0].positionNumber } == [0])
    let change = block.values[1] - block.values[0]
    #expect(abs(change / (25 * block.values[2]) - 1) < 0.02)
  }

  @Test func aForwardsFXDeltaExplainsTheSpotScenario() throws {
    let up = Scenario(id: "FX_SPOT_1PCT", shifts: [.foreignExchange(FXShift(fraction: 0.01))])
    let block = try values([.base, up], [.presentValue, .fxDelta])
    let rows = block.rows.enumerated().filter { $0.element.positionNumber == 3 }
    let value = try #require(rows.first { $0.element.measure == .presentValue }?.offset)
    let delta = try #require(rows.first { $0.element.factor == "EUR" }?.offset)
    let spot = 1.0875
    let change = block.values[value * 2 + 1] - block.values[value * 2]
    #expect(abs(change - block.values[delta * 2] * spot * 0.01) <= 1e-9 * abs(change))
  }

  /// A forward of yen for euro, reported in dollars: its value in dollars is that of its two deltas at each scenario's
  /// rates, of which both move.
  @Test func aForwardOfTwoForeignCurrenciesIsItsTwoDeltas() throws {
    let scenarios = [
      Scenario.base,
      Scenario(id: "BOTH", shifts: [.foreignExchange(FXShift(fraction: 0.01))]),
      Scenario(id: "YEN", shifts: [.foreignExchange(FXShift(currencies: ["JPY"], fraction: -0.1))]),
    ]
    let pricer = try Fixtures.pricer(scenarios, [.presentValue, .fxDelta])
    let terms = try Fixtures.forward(buy: .jpy, sell: .eur)
    let block = pricer.price([Fixtures.position(terms, quantity: 3)]).results
    #expect(block.rows.map(\.factor) == ["", "EUR", "JPY"])
    let markets = try ScenarioMarkets(
      snapshot: try Fixtures.snapshot(), scenarios: scenarios, reportingCurrency: .usd)
    let euro = try markets.fxRates(base: .eur, quote: .usd)
    let yen = try markets.fxRates(base: .jpy, quote: .usd)
    for scenario in scenarios.indices {
      let value = block.values[scenario] * euro[1 + scenario]
      let parts =
        block.values[3 + scenario] * euro[1 + scenario] + block.values[6 + scenario] * yen[1 + scenario]
      #expect(abs(value - parts) <= 1e-12 * abs(value))
    }
    #expect(abs(yen[3] - 0.9 * yen[1]) <= 1e-15)
    #expect(block.values[0] != block.values[2])
  }
}
