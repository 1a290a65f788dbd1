import DatesAndConventions
import HTTPServing
import Instruments
import MarketData
import PostgresStore
import RunRecords

extension CashFlowService {
  /// The most rows of one ladder.
  private static let mostRows = 20_000

  /// The cash of a run or node by bucket of time; buckets without cash are left out.
  func getLadder(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(
      outside: ["buckets", "basis", "group", "node", "product_type", "currency", "convert"])
    let id = try request.runID()
    let converts = try request.query.flag("convert")
    let inputs = try environment.reading.read { try RunInputs(id, $0) }
    let buckets = try LadderBuckets(request.query, valuationDate: inputs.market.valuationDate)
    let ladder = try Self.ladder(request, buckets)
    if try !environment.reading.read({ try ResultStore($0).hasCashFlowTotals(id) }) {
      try environment.bulkDatabase.write { try ResultStore($0).totalCashFlows(id) }
    }
    // The primary, since the totals may be a moment old.
    let rows = try environment.database.read {
      try ResultStore($0).ladder(id, ladder, limit: Self.mostRows + 1)
    }
    guard rows.count <= Self.mostRows else {
      throw ProblemDetails.unprocessable([
        .init(
          field: "buckets", message: "give more than \(Self.mostRows) rows",
          fix: "ask for longer buckets, one node, or one currency")
      ])
    }
    let reporting = inputs.reportingCurrency
    let rates = try ReportingRates(rows.map(\.currency), inputs)
    return try .document(
      LadderView(
        runId: id.text, runState: inputs.run.state,
        valuationDate: inputs.market.valuationDate.description, basis: ladder.basis.rawValue,
        buckets: buckets.text, node: ladder.node, reportingCurrency: reporting.code,
        rates: rates.views, unconverted: rates.missing.map(\.code),
        items: (converts ? rates.convert(rows) : rows).map { LadderView.Item($0, buckets) }))
  }

  private static func ladder(_ request: HTTPRequest, _ buckets: LadderBuckets) throws(ProblemDetails)
    -> CashLadder
  {
    let query = request.query
    var ladder = CashLadder()
    ladder.buckets = buckets.buckets
    ladder.basis = try query.choice("basis", CashLadder.Basis.self) ?? .expected
    ladder.node = try request.node(try query.text("node", upTo: 200))
    ladder.productType = try query.choice("product_type", ProductType.self)
    ladder.currency = try query.currency("currency")
    switch try query.choice("group", Group.self) {
    case nil, .none?: ladder.grouping = .none
    case .product: ladder.grouping = .product
    case .node:
      // The nodes right below the one asked for.
      ladder.grouping = .node(level: (ladder.node.map { $0.split(separator: "/").count } ?? 0) + 1)
    }
    return ladder
  }

  /// The values of the parameter `group`.
  private enum Group: String, CaseIterable {
    case none
    case product = "product_type"
    case node
  }

  private struct LadderView: Encodable {
    let runId: String
    let runState: RunState
    let valuationDate: String
    let basis: String
    let buckets: String
    let node: String?
    let reportingCurrency: String
    let rates: [ReportingRates.View]
    /// Currencies of the ladder without a rate; they stay as they are.
    let unconverted: [String]
    let items: [Item]

    struct Item: Encodable {
      let bucket: String
      let from: String
      let through: String?
      let group: String
      let currency: String
      let interest: Double
      let principal: Double
      let prepayment: Double
      let total: Double
      let flowCount: Int

      init(_ row: CashLadder.Row, _ buckets: LadderBuckets) {
        let bucket = buckets.name(row.bucket)
        self.bucket = bucket.name
        from = bucket.from.description
        through = bucket.through?.description
        group = row.group
        currency = row.currency.code
        interest = row.interest
        principal = row.principal
        prepayment = row.prepayment
        total = row.interest + row.principal + row.prepayment
        flowCount = row.flowCount
      }
    }
  }
}

/// The rates of a run's market into its reporting currency, without scenarios.
private struct ReportingRates {
  private var rates: [Currency: Double] = [:]
  private let reporting: Currency
  /// Ascending.
  private(set) var missing: [Currency] = []

  struct View: Encodable {
    let currency: String
    /// Units of the reporting currency for 1 of this.
    let rate: Double
  }

  init(_ currencies: [Currency], _ inputs: RunInputs) throws {
    reporting = inputs.reportingCurrency
    let markets = try inputs.markets(.base)
    for currency in Set(currencies).sorted() {
      if let rate = try? markets.fxRates(base: currency, quote: reporting)[0] {
        rates[currency] = rate
      } else {
        missing.append(currency)
      }
    }
  }

  var views: [View] { rates.sorted { $0.key < $1.key }.map { View(currency: $0.key.code, rate: $0.value) } }

  /// Rows in the reporting currency in place of those of its currencies; those without a rate stay.
  ///
  /// - Parameter rows: In order of bucket and group, as is what comes back.
  func convert(_ rows: [CashLadder.Row]) -> [CashLadder.Row] {
    var converted: [CashLadder.Row] = []
    // The converted row of a bucket and group, if it has begun.
    var open: Int?
    for row in rows {
      if let place = open, converted[place].bucket != row.bucket || converted[place].group != row.group {
        open = nil
      }
      guard let rate = rates[row.currency] else {
        converted.append(row)
        continue
      }
      if let place = open {
        converted[place] = converted[place].adding(row, times: rate)
      } else {
        open = converted.count
        converted.append(row.scaled(by: rate, into: reporting))
      }
    }
    return converted
  }
}

extension CashLadder.Row {
  fileprivate func scaled(by rate: Double, into currency: Currency) -> CashLadder.Row {
    CashLadder.Row(
      bucket: bucket, group: group, currency: currency, interest: interest * rate,
      principal: principal * rate, prepayment: prepayment * rate, flowCount: flowCount)
  }

  fileprivate func adding(_ other: CashLadder.Row, times rate: Double) -> CashLadder.Row {
    CashLadder.Row(
      bucket: bucket, group: group, currency: currency, interest: interest + other.interest * rate,
      principal: principal + other.principal * rate, prepayment: prepayment + other.prepayment * rate,
      flowCount: flowCount + other.flowCount)
  }
}
