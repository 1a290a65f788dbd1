import DatesAndConventions
import Instruments
import Pricing
public import RiskAnalytics
public import RunRecords

extension RiskStore {
  /// How a quantity is spread over the groups of an attribute, in the reporting currency.
  ///
  /// What the run has rolled up by is read from there, at the same cost for a million positions as for ten; other
  /// attributes, and totals that lack a rate, are added up from the positions.
  ///
  /// - Parameters:
  ///   - node: Empty for everything.
  ///   - scenario: Ordinal in the run.
  ///   - limit: The most groups to name.
  public func concentration(
    _ book: Book, node: String, by attribute: RiskAttribute, quantity: RiskQuantity, scenario: Int, limit: Int
  ) throws -> Concentration {
    let groups: [RolledUp]? =
      switch attribute {
      case .currency: try currencies(book, node, quantity, scenario)
      case .productType:
        try products(book, of: node, measures: [quantity.measure])
          .rolledUp(quantity, scenario) { $0.key.productType?.rawValue ?? "" }
      case .node: try childrenAndNode(book, node, quantity, scenario)
      case .instrument, .issuer, .country, .sector, .rating: nil
      }
    guard let groups else {
      return try concentrationOfPositions(
        book, node: node, by: attribute, quantity: quantity, scenario: scenario, limit: limit)
    }
    return Concentration(
      groups: groups.map {
        Concentration.Group(key: $0.name, amount: $0.amount, positionCount: $0.positionCount)
      }, limit: limit, gapCount: groups.reduce(0) { $0 + $1.gapCount })
  }

  /// Sums of each currency apart, converted here; `nil` where a rate is missing.
  private func currencies(
    _ book: Book, _ node: String, _ quantity: RiskQuantity, _ scenario: Int
  ) throws -> [RolledUp]? {
    let rates = Dictionary(
      uniqueKeysWithValues: try rates(book, scenario: scenario).map { ($0.currency, $0) })
    var groups: [RolledUp] = []
    for row in try ownCurrencies(book, node: node, measure: quantity.measure) {
      guard let rate = rates[row.key.currency],
        let amount = quantity.amount(row, scenario, rate: rate.scenario, baseRate: rate.base)
      else { return nil }
      groups.append(RolledUp(row.key.currency.code, amount, row))
    }
    return groups.isEmpty ? nil : groups
  }

  /// The children, and what is booked at the node itself under the node's own name.
  private func childrenAndNode(
    _ book: Book, _ node: String, _ quantity: RiskQuantity, _ scenario: Int
  ) throws -> [RolledUp]? {
    let whole = try totals(book, node: node, measures: [quantity.measure])
      .rolledUp(quantity, scenario) { $0.key.node }
    let rows = try children(book, of: node, measures: [quantity.measure], limit: Int(Int32.max))
    guard let own = whole?.first else { return nil }
    guard !rows.isEmpty else { return whole }
    guard var groups = rows.rolledUp(quantity, scenario, name: { $0.key.node }) else { return nil }
    let positions = groups.reduce(own.positionCount) { $0 - $1.positionCount }
    if positions > 0 {
      groups.append(
        RolledUp(
          name: node, amount: groups.reduce(own.amount) { $0 - $1.amount }, positionCount: positions,
          gapCount: groups.reduce(own.gapCount) { $0 - $1.gapCount }))
    }
    return groups
  }

  /// From the positions, one by one.
  private func concentrationOfPositions(
    _ book: Book, node: String, by attribute: RiskAttribute, quantity: RiskQuantity, scenario: Int, limit: Int
  ) throws -> Concentration {
    let amounts = try amounts(book, node: node, quantity: quantity, scenario: scenario)
    // Sums in order of position and of key, so that the same run always has the same digits.
    let rows = try connection.query(
      """
      SELECT key, coalesce(total, 0), positions, count(*) OVER (), coalesce(sum(abs(total)) OVER every, 0),
        coalesce(sum(total * total) OVER every, 0), (sum(positions) OVER ())::int8, (sum(gaps) OVER ())::int8
      FROM (
        SELECT key, sum(amount ORDER BY position_number) AS total, count(*) AS positions,
          count(*) FILTER (WHERE amount IS NULL) AS gaps
        FROM (\(amounts.sql("p.position_number", "\(attribute.expression(under: node)) AS key"))) a
        GROUP BY key) g
      WINDOW every AS (ORDER BY key ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
      ORDER BY abs(total) DESC NULLS LAST, key LIMIT \(limit)
      """, amounts.parameters)
    let largest = rows.map { row in
      Concentration.Group(
        key: row.optionalText(0).map { attribute.name($0, under: node) }, amount: row.double(1),
        positionCount: row.int(2))
    }
    guard let first = rows.first else {
      return Concentration(
        largest: [], groupCount: 0, gross: 0, sumOfSquares: 0, positionCount: 0, gapCount: 0)
    }
    return Concentration(
      largest: largest, groupCount: first.int(3), gross: first.double(4), sumOfSquares: first.double(5),
      positionCount: first.int(6), gapCount: first.int(7))
  }
}

/// The sum of one group as the run has stored it.
private struct RolledUp {
  let name: String
  let amount: Double
  let positionCount: Int
  let gapCount: Int
}

extension RolledUp {
  init(_ name: String, _ amount: Double, _ row: NodeResult) {
    self.init(name: name, amount: amount, positionCount: row.positionCount, gapCount: row.gapCount)
  }
}

extension [NodeResult] {
  /// `nil` where there are none, or one has no total for want of a rate.
  fileprivate func rolledUp(
    _ quantity: RiskQuantity, _ scenario: Int, name: (NodeResult) -> String
  ) -> [RolledUp]? {
    var groups: [RolledUp] = []
    for row in self {
      guard let amount = quantity.amount(row, scenario, rate: 1, baseRate: 1) else { return nil }
      groups.append(RolledUp(name(row), amount, row))
    }
    return groups.isEmpty ? nil : groups
  }
}

extension RiskQuantity {
  /// From a stored sum; `nil` where it has no number under the scenario.
  fileprivate func amount(_ row: NodeResult, _ scenario: Int, rate: Double, baseRate: Double) -> Double? {
    func value(_ ordinal: Int) -> Double? {
      ordinal < row.values.values.count ? row.values.values[ordinal] : nil
    }
    guard let after = value(scenario) else { return nil }
    switch self {
    case .presentValue, .dv01, .cs01: return after * rate
    case .profit: return value(0).map { after * rate - $0 * baseRate }
    }
  }
}

extension RiskAttribute {
  /// The attribute of a position `p` on an instrument `i`, null where it has none.
  fileprivate func expression(under node: String) -> String {
    switch self {
    case .currency: return "i.currency::text"
    case .productType: return "p.product_type"
    case .node: return "split_part(p.portfolio_id, '/', \(node.split(separator: "/").count + 1))"
    case .instrument: return "i.instrument_id"
    case .issuer: return "i.issuer"
    case .country: return "i.country"
    case .sector: return "i.sector"
    case .rating: return "i.rating"
    }
  }

  /// What a value of the expression is called.
  fileprivate func name(_ key: String, under node: String) -> String {
    switch self {
    case .currency, .productType, .instrument, .issuer, .country, .sector, .rating: return key
    case .node: return key.isEmpty ? node : node.isEmpty ? key : "\(node)/\(key)"
    }
  }
}
