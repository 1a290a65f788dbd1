import PostgresStore
import Instruments
public import Pricing

/// The positions of two runs that differ most, and how many there are.
public struct PositionComparisonView: Sendable, Encodable {
  public let measure: Measure
  public let factor: String
  public let scenario: String
  /// Into which amounts are converted; `nil` for measures that are no amounts.
  public let currency: String?
  public let inBoth: Int
  /// Of those in both, positions whose difference is not zero.
  public let differing: Int
  /// Of those in both, positions with a value in one run only.
  public let valuedInOne: Int
  public let onlyInA: OneSided
  public let onlyInB: OneSided
  /// Largest difference first.
  public let largest: [Item]

  public struct OneSided: Sendable, Encodable {
    public let count: Int
    public let positionIds: [String]
  }

  public struct Item: Sendable, Encodable {
    public let positionId: String
    public let productType: String
    /// `nil` where the run does not have the position.
    public let a: Side?
    public let b: Side?
    /// In `currency`; what one run is without counts as nothing there.
    public let difference: Double
    public let percent: Double?
  }

  public struct Side: Sendable, Encodable {
    public let portfolio: String
    public let currency: String
    /// In `currency` of the position.
    public let value: Double?
    /// Converted.
    public let amount: Double?
  }

  init(
    _ found: ResultStore.PositionDifferences, measure: Measure, factor: String, scenario: String,
    currency: String?
  ) {
    self.measure = measure
    self.factor = factor
    self.scenario = scenario
    self.currency = currency
    inBoth = found.inBoth
    differing = found.differing
    valuedInOne = found.valuedInOne
    onlyInA = OneSided(count: found.onlyInA.count, positionIds: found.onlyInA.positionIDs)
    onlyInB = OneSided(count: found.onlyInB.count, positionIds: found.onlyInB.positionIDs)
    func side(_ side: ResultStore.PositionSide?) -> Side? {
      side.map {
        Side(portfolio: $0.portfolio, currency: $0.currency, value: $0.value, amount: $0.amount)
      }
    }
    largest = found.largest.map { row in
      Item(
        positionId: row.positionID, productType: row.productType.rawValue, a: side(row.a), b: side(row.b),
        difference: row.difference,
        percent: Difference(row.a?.amount, row.b?.amount, difference: row.difference).percent)
    }
  }
}
