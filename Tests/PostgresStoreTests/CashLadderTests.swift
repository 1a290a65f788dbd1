import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Pricing
import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

/// Ladders hold all the cash of the schedules they are made of, to the cent, however they are cut.
@Suite("Cash ladders", .enabled(if: TestCluster.isAvailable))
struct CashLadderTests {
  private let book: SampleBook
  private let run = RunID("R1")!
  private let results: ResultStore
  private static let count = 40

  /// Flows with awkward amounts over forty years, and loans that prepay.
  private static func flows(_ number: Int32) -> [CashFlowRow] {
    guard number % 3 == 1 else {
      return (1...Int32(5 + number % 7)).map { period in
        CashFlowRow(
          positionNumber: number, periodNumber: period,
          payDate: SampleBook.asOf.adding(days: Int(period * period) * 37 + Int(number)),
          currency: number % 4 == 0 ? .eur : .usd, interest: Double(number) / 7, principal: 1e7 / 3,
          prepayment: 0, balance: 1)
      }
    }
    return loan(number, prepaymentRate: 0.1)
  }

  /// A loan's own flows, from the generator.
  private static func loan(_ number: Int32, prepaymentRate: Double) -> [CashFlowRow] {
    var columns = CashFlowColumns()
    let terms = try! AmortisingLoan(
      currency: .usd, balance: 250_000, balanceDate: CivilDate(iso: "2022-09-01")!,
      firstPaymentDate: CivilDate(iso: "2022-10-01")!, maturity: CivilDate(iso: "2032-09-01")!,
      rate: 0.061, amortisation: .levelPay(payment: nil, periods: nil), prepaymentRate: prepaymentRate)
    CashFlowGenerator.append(.amortisingLoan(terms), after: SampleBook.asOf, to: &columns)
    return columns.flows(of: 0).map { flow in
      CashFlowRow(
        positionNumber: number, periodNumber: Int32(flow + 1),
        payDate: CivilDate(dayNumber: columns.payDays[flow]), currency: .usd,
        interest: columns.interest[flow], principal: columns.principal[flow],
        prepayment: columns.prepayment[flow], balance: columns.balances[flow])
    }
  }

  init() throws {
    book = try SampleBook(count: Self.count)
    _ = try book.makeRun("R1")
    let queue = TaskQueue(book.connection)
    while true {
      let claims = try queue.claim(worker: "w", limit: 10)
      if claims.isEmpty { break }
      for claim in claims {
        let numbers = try PositionReader(book.connection).positions(of: claim).map(\.number)
        try queue.complete(claim) { writer in
          try writer.write(SampleBook.block(numbers))
          try writer.write(numbers.flatMap(Self.flows))
        }
      }
    }
    results = ResultStore(book.connection)
    try results.totalCashFlows(run)
  }

  private func every() -> [CashFlowRow] { (0..<Int32(Self.count)).flatMap(Self.flows) }

  private static func ladder(_ change: (inout CashLadder) -> Void) -> CashLadder {
    var ladder = CashLadder()
    change(&ladder)
    return ladder
  }

  private static let cuts: [CashLadder] = [
    CashLadder(), ladder { $0.buckets = .quarters }, ladder { $0.buckets = .years },
    ladder { $0.buckets = .through([30, 91, 365, 3_650].map { SampleBook.asOf.adding(days: $0) }) },
    ladder { $0.grouping = .product }, ladder { $0.grouping = .node(level: 2) },
    ladder {
      $0.grouping = .node(level: 1)
      $0.buckets = .years
    },
  ]

  @Test("every cut holds all the cash of the schedules", arguments: cuts)
  func conserves(ladder: CashLadder) throws {
    let rows = try results.ladder(run, ladder, limit: 100_000)
    for currency in [Currency.usd, .eur] {
      let own = every().filter { $0.currency == currency }
      let rows = rows.filter { $0.currency == currency }
      // Half a cent, on sums of hundreds of millions.
      #expect(
        abs(rows.reduce(0) { $0 + $1.interest } - own.reduce(0) { $0 + $1.interest }) < 0.005)
      #expect(
        abs(rows.reduce(0) { $0 + $1.principal } - own.reduce(0) { $0 + $1.principal }) < 0.005)
      #expect(
        abs(rows.reduce(0) { $0 + $1.prepayment } - own.reduce(0) { $0 + $1.prepayment }) < 0.005)
      #expect(rows.reduce(0) { $0 + $1.flowCount } == own.count)
    }
  }

  /// Each makes the planner read and group the rows in another order.
  private static let plans = [
    ["enable_hashagg = off"], ["enable_sort = off", "enable_indexscan = off", "enable_bitmapscan = off"],
    ["enable_seqscan = off", "enable_hashagg = off"],
  ]

  @Test("totals and ladders have the same bits however the server reads the rows")
  func bits() throws {
    func answers() throws -> [[CashLadder.Row]] {
      try Self.cuts.map { try results.ladder(run, $0, limit: 100_000) }
    }
    func days() throws -> [[String]] {
      try book.connection.query(
        """
        SELECT portfolio_id || product_type || currency || pay_date, interest::text, principal::text, prepayment::text,
          contractual_interest::text, contractual_principal::text FROM cashflow_day ORDER BY 1
        """
      ).map { row in (0..<6).map(row.text) }
    }
    let (expected, expectedDays) = (try answers(), try days())
    for plan in Self.plans {
      for setting in plan { try book.connection.execute("SET \(setting)") }
      #expect(try answers() == expected, "\(plan)")
      try book.connection.execute("DELETE FROM cashflow_day")
      try results.totalCashFlows(run)
      #expect(try days() == expectedDays, "\(plan)")
      try book.connection.execute("RESET ALL")
    }
    // The rows themselves in another order.
    try book.connection.execute(
      "CREATE TEMPORARY TABLE kept AS TABLE cashflow_day; DELETE FROM cashflow_day")
    try book.connection.execute("INSERT INTO cashflow_day SELECT * FROM kept ORDER BY md5(kept::text)")
    #expect(try answers() == expected)
  }

  @Test("a flow is in the bucket of its day, the last day of a bucket included")
  func buckets() throws {
    let ends = [30, 91, 365, 3_650].map { SampleBook.asOf.adding(days: $0) }
    let rows = try results.ladder(run, Self.ladder { $0.buckets = .through(ends) }, limit: 1_000)
    for place in 0...ends.count {
      let own = every().filter { flow in
        (place == 0 || flow.payDate > ends[place - 1]) && (place == ends.count || flow.payDate <= ends[place])
      }
      let count = rows.filter { $0.bucket == .place(place) }.reduce(0) { $0 + $1.flowCount }
      #expect(count == own.count, "bucket \(place)")
    }
    let months = try results.ladder(run, CashLadder(), limit: 10_000)
    for row in months {
      guard case .from(let first) = row.bucket else {
        Issue.record("a month has a first day")
        return
      }
      let own = every().filter {
        $0.currency == row.currency && $0.payDate.year == first.year && $0.payDate.month == first.month
      }
      #expect(row.flowCount == own.count)
      #expect(abs(row.interest - own.reduce(0) { $0 + $1.interest }) < 1e-6)
    }
  }

  @Test("filters choose nodes, products and currencies")
  func filters() throws {
    let node = try results.ladder(run, Self.ladder { $0.node = "FUND/CREDIT" }, limit: 10_000)
    let own = every().filter {
      ["FUND/CREDIT", "FUND/CREDIT/US"].contains(SampleBook.paths[Int($0.positionNumber) % 4])
    }
    #expect(node.reduce(0) { $0 + $1.flowCount } == own.count)
    let loans = try results.ladder(run, Self.ladder { $0.productType = .amortisingLoan }, limit: 10_000)
    #expect(loans.reduce(0) { $0 + $1.flowCount } == every().filter { $0.positionNumber % 3 == 1 }.count)
    let euro = try results.ladder(run, Self.ladder { $0.currency = .eur }, limit: 10_000)
    #expect(Set(euro.map(\.currency)) == [.eur])
    let groups = try results.ladder(run, Self.ladder { $0.grouping = .node(level: 2) }, limit: 10_000)
    #expect(Set(groups.map(\.group)) == ["FUND/CREDIT", "FUND/CREDITOR", "FUND/RATES"])
  }

  @Test("contractual cash is that of the same loans without prepayment, on what is outstanding")
  func contractual() throws {
    let rows = try results.ladder(
      run,
      Self.ladder {
        $0.basis = .contractual
        $0.productType = .amortisingLoan
      }, limit: 10_000)
    let loans = (0..<Int32(Self.count)).filter { $0 % 3 == 1 }
    // The prepaying loan has less outstanding on the valuation date than the one that never prepays.
    let expected = Self.loan(0, prepaymentRate: 0.1)
    let plain = Self.loan(0, prepaymentRate: 0)
    let outstanding = expected.reduce(0) { $0 + $1.principal + $1.prepayment }
    let share = outstanding / plain.reduce(0) { $0 + $1.principal }
    #expect(share < 0.96)
    for row in rows {
      guard case .from(let first) = row.bucket else { return }
      let own = plain.filter { $0.payDate.year == first.year && $0.payDate.month == first.month }
      let count = Double(loans.count) * share
      #expect(abs(row.interest - count * own.reduce(0) { $0 + $1.interest }) < 0.005)
      #expect(abs(row.principal - count * own.reduce(0) { $0 + $1.principal }) < 0.005)
      #expect(row.prepayment == 0)
    }
    #expect(abs(rows.reduce(0) { $0 + $1.principal } - Double(loans.count) * outstanding) < 0.005)
  }

  @Test("totals are made once, and go with the run's results")
  func lifetime() throws {
    #expect(try results.hasCashFlowTotals(run))
    let before = try book.connection.query("SELECT count(*) FROM cashflow_day")[0].int(0)
    try results.totalCashFlows(run)
    #expect(try book.connection.query("SELECT count(*) FROM cashflow_day")[0].int(0) == before)
    #expect(throws: PostgresError.self) {
      try book.connection.execute("UPDATE cashflow_day SET interest = 0")
    }
    try RunStore(book.connection).remove(run, by: "ann")
    #expect(try book.connection.query("SELECT count(*) FROM cashflow_day")[0].int(0) == 0)
    #expect(throws: StoreError.self) { try results.ladder(run, CashLadder(), limit: 1) }
    #expect(throws: StoreError.notFound(kind: "run", id: "R9")) {
      try results.ladder(RunID("R9")!, CashLadder(), limit: 1)
    }
  }
}
