import DatesAndConventions
import Instruments
import MarketData
public import RunRecords

extension RiskStore {
  /// A position's amount of a quantity.
  public struct PositionAmount: Sendable, Hashable {
    public let positionID: String
    public let portfolio: String
    public let instrumentID: String
    /// As in `ProductType`.
    public let productType: String
    /// Of the instrument.
    public let currency: String
    /// In the reporting currency.
    public let amount: Double
  }

  /// Which end of a ranking comes first. Raw values are the names in answers.
  public enum Ranking: String, Sendable, CaseIterable, Hashable {
    /// The most negative: what loses most, what falls most when rates rise.
    case lowest
    case highest
    /// By magnitude.
    case largest

    fileprivate var order: String {
      switch self {
      case .lowest: return "amount"
      case .highest: return "amount DESC"
      case .largest: return "abs(amount) DESC"
      }
    }
  }

  /// The positions under a node that come first in a ranking; those without a value are in none.
  ///
  /// - Parameters:
  ///   - node: Empty for everything.
  ///   - scenario: Ordinal in the run.
  public func ranked(
    _ book: Book, node: String, quantity: RiskQuantity, scenario: Int, by ranking: Ranking, limit: Int
  ) throws -> [PositionAmount] {
    let amounts = try amounts(book, node: node, quantity: quantity, scenario: scenario)
    return try connection.query(
      """
      SELECT p.position_id, p.portfolio_id, i.instrument_id, p.product_type, i.currency, a.amount
      FROM (
        SELECT position_number, amount FROM (\(amounts.sql("p.position_number"))) a WHERE amount IS NOT NULL
        ORDER BY \(ranking.order), position_number LIMIT \(limit)) a
      JOIN \(book.tables.positions) p USING (position_number) JOIN instrument i USING (instrument_no)
      ORDER BY \(ranking.order), position_number
      """, amounts.parameters
    ).map { row in
      PositionAmount(
        positionID: row.text(0), portfolio: row.text(1), instrumentID: row.text(2), productType: row.text(3),
        currency: row.text(4), amount: row.double(5))
    }
  }

  /// Every position under a node with its `amount` in the reporting currency, null where it has none.
  struct Amounts {
    let from: String
    let amount: String
    let parameters: [PostgresValue]

    func sql(_ columns: String...) -> String {
      "SELECT \(columns.joined(separator: ", ")), \(amount) AS amount FROM \(from)"
    }
  }

  func amounts(
    _ book: Book, node: String, quantity: RiskQuantity, scenario: Int
  ) throws -> Amounts {
    let rates = try rates(book, scenario: scenario)
    let value = "v.\"values\"[\(scenario + 1)] * r.rate"
    let amount =
      switch quantity {
      case .presentValue, .dv01, .cs01: value
      case .profit: "\(value) - v.\"values\"[1] * r.base_rate"
      }
    var parameters: [PostgresValue] = [
      .int2(quantity.measure.number), .int4(book.tables.positionSnapshot),
      .textArray(rates.map(\.currency.code)), .textArray(rates.map { "\($0.base)" }),
      .textArray(rates.map { "\($0.scenario)" }),
    ]
    if !node.isEmpty { parameters.append(.text(node)) }
    let isUnder = node.isEmpty ? "" : "AND \(PortfolioStore.isUnder("p.portfolio_id", node: "$6"))"
    return Amounts(
      from: """
        \(book.tables.positions) p
        JOIN instrument i USING (instrument_no)
        LEFT JOIN unnest($3::text[], $4::text[]::float8[], $5::text[]::float8[]) r (currency, base_rate, rate)
          ON r.currency = i.currency
        LEFT JOIN \(book.tables.results) v
          ON v.position_number = p.position_number AND v.measure_no = $1 AND v.factor = ''
        WHERE p.position_snapshot_no = $2 \(isUnder)
        """, amount: amount, parameters: parameters)
  }

  /// Units of the reporting currency for one unit of each currency that the run's market knows, in order.
  func rates(_ book: Book, scenario: Int) throws -> [(currency: Currency, base: Double, scenario: Double)] {
    try rates(book).sorted { $0.key < $1.key }.map { ($0.key, $0.value[0], $0.value[scenario]) }
  }

  /// The same under every scenario of the run.
  func rates(_ book: Book) throws -> [Currency: [Double]] {
    guard let market = try MarketSnapshotStore(connection).snapshot(id: book.run.marketSnapshotID) else {
      throw StoreError.notFound(kind: "market snapshot", id: book.run.marketSnapshotID)
    }
    let exchange = ForeignExchange(
      market, scenarios: book.request.scenarios, reportingCurrency: book.currency)
    var rates: [Currency: [Double]] = [:]
    for currency in market.fxRates.keys.compactMap({ Currency($0) }) + [market.fxBase, book.currency] {
      // Element 0 is the base market, which is no scenario.
      rates[currency] = (try? exchange.rates(base: currency, quote: book.currency)).map {
        Array($0.dropFirst())
      }
    }
    return rates
  }
}
