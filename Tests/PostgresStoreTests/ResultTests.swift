import DatesAndConventions
import Instruments
import MarketData
import NumericalMethods
import Pricing
import RiskAnalytics
import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Results", .enabled(if: TestCluster.isAvailable))
struct ResultTests {
  let book: SampleBook
  let run: RunRecord
  let results: ResultStore

  init() throws {
    book = try SampleBook(count: 60)
    run = try book.makeRun(buckets: 3)
    try book.work(TaskQueue(book.connection))
    results = ResultStore(book.connection)
  }

  private func all(_ filter: ResultStore.Filter, limit: Int) throws -> [PositionResult] {
    var rows: [PositionResult] = []
    var cursor: ResultStore.Cursor?
    repeat {
      let page = try results.page(run.id, filter: filter, after: cursor, limit: limit)
      #expect(page.rows.count <= limit && (page.next == nil || page.rows.count == limit))
      rows += page.rows
      cursor = page.next
    } while cursor != nil
    return rows
  }

  @Test("pages of any size cover every row once, in order", arguments: [1, 7, 60, 119, 120, 500])
  func pages(limit: Int) throws {
    let rows = try all(ResultStore.Filter(), limit: limit)
    let keys = rows.map { "\($0.positionNumber) \($0.measure.rawValue)" }
    #expect(keys == (0..<60).flatMap { ["\($0) PV", "\($0) YIELD"] })
  }

  @Test("filters find what they name and nothing else")
  func filters() throws {
    let positions = SampleBook.positions(60)
    func ids(_ filter: ResultStore.Filter) throws -> [String] { try all(filter, limit: 13).map(\.positionID) }
    #expect(try ids(.init(positionID: "P00007")) == ["P00007", "P00007"])
    #expect(try ids(.init(positionIDPrefix: "P0001", measure: .presentValue)).count == 10)
    #expect(
      try ids(.init(node: "FUND/CREDIT", measure: .yield))
        == positions.filter { $0.portfolio == "FUND/CREDIT" || $0.portfolio == "FUND/CREDIT/US" }.map(\.id))
    #expect(try ids(.init(node: "FUND", measure: .yield)).count == 60)
    #expect(
      try ids(.init(productType: .fxForward, measure: .presentValue))
        == positions.filter { Int($0.instrumentID.dropFirst())! % 3 == 2 }.map(\.id))
    #expect(try ids(.init(positionID: "P00007", measure: .dv01)) == [])
    #expect(throws: StoreError.notFound(kind: "run", id: "none")) {
      try results.page(RunID("none")!, limit: 1)
    }
  }

  @Test(
    "a page of some scenarios has their cells as a page of all has them",
    arguments: [[0], [2], [0, 2], [1, 2]])
  func someScenarios(ordinals: [Int]) throws {
    let whole = try results.page(run.id, limit: 200).rows
    let some = try results.page(run.id, scenarios: ordinals, limit: 200).rows
    #expect(some.count == whole.count && whole.count == 120)
    for (few, all) in zip(some, whole) {
      #expect(few.positionID == all.positionID && few.measure == all.measure)
      for ordinal in ordinals {
        let name = run.scenarioIDs[ordinal]
        #expect(few.values.cell(ordinal, scenarioID: name) == all.values.cell(ordinal, scenarioID: name))
      }
    }
  }

  @Test("cells come back as they were computed: numbers to the bit, and reasons")
  func cells() throws {
    let expected = SampleBook.block(Int32(0)..<60)
    var index = 0
    try results.forEachRow(run.id) { row, values in
      #expect(row == expected.rows[index])
      for scenario in 0..<3 {
        let gap = expected.gaps.first { $0.row == index && ($0.scenario ?? scenario) == scenario }
        let cell = values.cell(scenario, scenarioID: run.scenarioIDs[scenario])
        if let gap {
          #expect(cell == .failure(CellGap(gap.reason)))
        } else {
          #expect((try? cell.get())?.bitPattern == expected.values[index * 3 + scenario].bitPattern)
        }
      }
      index += 1
    }
    #expect(index == 120)
  }

  @Test("the view has one row per scenario: a value or its reason")
  func rowPerScenario() throws {
    let rows = try book.connection.query(
      """
      SELECT scenario_id, value, reason ->> 'code' FROM valuation_result_by_scenario
      WHERE run_id = 'R1' AND position_id = 'P00001' AND measure = 'YIELD' ORDER BY scenario_ordinal
      """)
    #expect(rows.map { $0.text(0) } == ["BASE", "UP", "DOWN"])
    #expect(rows.map { $0.optionalDouble(1) } == [0.03, nil, 0.04])
    #expect(rows.map { $0.optionalText(2) } == [nil, "did_not_converge", nil])
    #expect(try book.connection.query("SELECT count(*) FROM valuation_result_by_scenario")[0].int(0) == 360)
    #expect(try book.connection.query("SELECT count(*) FROM risk_metrics")[0].int(0) == 0)
  }

  @Test("flows of a position, and a name for a position that is not there")
  func cashFlows() throws {
    let flows = try results.cashFlows(run.id, positionID: "P00005")
    #expect(
      flows == [
        CashFlowRow(
          positionNumber: 5, periodNumber: 1, payDate: SampleBook.asOf.adding(days: 30), currency: .usd,
          interest: 1.5, principal: 5, prepayment: 0.25, balance: 7)
      ])
    #expect(throws: StoreError.notFound(kind: "position", id: "none")) {
      try results.cashFlows(run.id, positionID: "none")
    }
    let total = try book.connection.query("SELECT sum(total_payment) FROM cashflow_schedule")[0].double(0)
    #expect(total == 60 * 1.75 + 59 * 30)
    var count = 0
    try results.forEachCashFlow(run.id) { _ in count += 1 }
    #expect(count == 60)
  }

  @Test("reasons are counted by product and text")
  func gaps() throws {
    let gaps = try results.gaps(run.id, limit: 100)
    #expect(gaps.reduce(0) { $0 + $1.positionCount } == 40)
    #expect(Set(gaps.map(\.reason.code)) == [.notApplicable, .didNotConverge])
  }

  @Test("a query for one run touches its partitions alone")
  func pruned() throws {
    _ = try book.makeRun("R2")
    try book.work(TaskQueue(book.connection))
    let plan = try book.connection.query(
      "EXPLAIN SELECT * FROM valuation_result WHERE run_no = 1 AND position_number > 5 LIMIT 10"
    ).map { $0.text(0) }.joined()
    #expect(plan.contains("valuation_result_1") && !plan.contains("valuation_result_2"))
  }

  @Test(
    "partial sums of tasks merge to the sums of all, and node totals come back with a reason for what is withheld"
  )
  func rollUps() throws {
    let run = try book.makeRun("R2", buckets: 3)
    let queue = TaskQueue(book.connection)
    func holding(_ number: Int32) -> RollUp.Holding {
      let position = SampleBook.positions(60)[Int(number)]
      let record = SampleBook.instrument(Int(position.instrumentID.dropFirst())!)
      return RollUp.Holding(
        portfolio: position.portfolio, productType: record.terms.productType, currency: record.terms.currency)
    }
    var whole = RollUp(scenarioCount: 3)
    whole.add(SampleBook.block(Int32(0)..<60), holding: holding)
    while let claim = try queue.claim(worker: "w", limit: 1).first {
      let numbers = try PositionReader(book.connection).positions(of: claim).map(\.number)
      try queue.complete(claim) { writer in
        switch claim.kind {
        case .price:
          var part = RollUp(scenarioCount: 3)
          part.add(SampleBook.block(numbers), holding: holding)
          try writer.write(part)
        case .rollUp:
          let merged = try results.rollUp(run: run.number)
          #expect(merged.cells == whole.cells)
          try writer.write(
            try NodeTotals.totals(merged, markets: FlatMarkets(), reportingCurrency: .usd))
        }
      }
    }
    let nodes = try results.nodes(run.id, node: "FUND", measure: .presentValue, isReportingTotal: true)
    let total = try #require(nodes.first { $0.key.productType == nil })
    #expect(total.key.currency == .usd && total.positionCount == 60)
    #expect(total.values.values.allSatisfy { $0 == nil } && total.values.reasons["*"]?.code == .missingData)
    let local = try results.nodes(run.id, node: "FUND", measure: .presentValue, isReportingTotal: false)
    let usd = try #require(local.first { $0.key.productType == nil && $0.key.currency == .usd })
    let expected = (0..<60).filter { holding(Int32($0)).currency == .usd }.reduce(0.0) { $0 + Double($1) }
    #expect(usd.values.values[0] == expected)
  }
}

/// A market without exchange rates.
private struct FlatMarkets: ScenarioMarketSource {
  let valuationDate = SampleBook.asOf
  let scenarioCount = 3
  let rowStride = 4

  func discountTable(currency: Currency, spreadCurve: String?, years: [Double]) throws(MissingMarketData)
    -> [Double]
  {
    throw MissingMarketData("curves")
  }

  func fxRates(base: Currency, quote: Currency) throws(MissingMarketData) -> [Double] {
    guard base == quote else { throw MissingMarketData("FX rate \(base)/\(quote)") }
    return [1, 1, 1, 1]
  }

  func parYields(currency: Currency, years: Double, frequency: Frequency) throws(MissingMarketData)
    -> [Double]
  {
    throw MissingMarketData("curves")
  }
}
