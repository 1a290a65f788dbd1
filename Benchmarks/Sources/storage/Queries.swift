import Instruments
import PostgresStore
import Pricing
import RunRecords

/// The queries that people ask of a run, timed from the call to the decoded rows.
struct Queries {
  let run: StoredRun
  let book: Book
  let connection: PostgresConnection
  let count: Int
  private let results: ResultStore

  init(_ run: StoredRun, _ book: Book, _ connection: PostgresConnection, count: Int) {
    self.run = run
    self.book = book
    self.connection = connection
    self.count = count
    results = ResultStore(connection)
  }

  /// The value of a portfolio node under every scenario, from the roll-ups.
  func node() throws -> Times {
    var random = SystemRandomNumberGenerator()
    return try times { _ in
      let path = Book.path(Int.random(in: 0..<Book.bookCount, using: &random))
      var filter = ResultStore.NodeFilter()
      filter.node = Bool.random(using: &random) ? path : String(path.prefix { $0 != "/" })
      filter.measure = .presentValue
      filter.isReportingTotal = true
      let page = try results.nodePage(run.id, filter: filter, limit: 50)
      guard page.rows.first?.values.values.first != nil else { throw Failure("no totals for \(path)") }
    }
  }

  /// One scenario summed over all positions.
  func aggregate() throws -> Times {
    Times(
      try (0..<10).map { number in
        let scenario = 1 + (number * 37) % book.scenarioCount
        let (seconds, rows) = try timed {
          try connection.query(
            "SELECT count(*), sum(\"values\"[$2]) FROM valuation_result WHERE run_no = $1",
            [.int4(run.number), .int4(Int32(scenario))])
        }
        guard rows[0].int(0) == book.vectors else { throw Failure("not every vector is there") }
        return seconds
      })
  }

  /// 1,000 vectors from anywhere.
  func page(_ filter: ResultStore.Filter = ResultStore.Filter(), scenarios: [Int]? = nil, everyNth: Int = 1)
    throws
    -> Times
  {
    let limit = min(1_000, book.vectors / (2 * everyNth))
    return try times { number in
      let first = number == 0 ? 0 : Int32.random(in: 0..<Int32(book.vectors - limit * everyNth))
      let cursor = ResultStore.Cursor(positionNumber: first, measure: .presentValue, factor: "")
      let page = try results.page(run.id, filter: filter, scenarios: scenarios, after: cursor, limit: limit)
      guard page.rows.count == limit, page.rows[0].positionNumber > first,
        page.rows[0].values.values[0] == Book.value(page.rows[0].positionNumber, 0)
      else { throw Failure("the page after \(first) is wrong") }
    }
  }

  private func times(_ body: (Int) throws -> Void) throws -> Times {
    for number in 0..<10 { try body(number) }
    return Times(try (0..<count).map { number in try timed { try body(number) }.seconds })
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }
}
