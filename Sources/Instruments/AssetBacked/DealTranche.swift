public import DatesAndConventions

/// A bond of a securitisation, by the names of the deal and of its bond; what it pays is told by the deal's package.
///
/// A position's quantity is original face in currency units, negative when short.
public struct DealTranche: Sendable, Hashable {
  public let currency: Currency
  /// The deal, as its package names it.
  public let dealID: String
  /// The bond, as the deal's document names it.
  public let bond: String
  /// Business days from trade to settlement.
  public let settlementDays: Int

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    currency: Currency, dealID: String, bond: String, settlementDays: Int = 2
  ) throws(TermsError) {
    guard (0...10).contains(settlementDays) else {
      throw TermsError(
        field: "settlement_days", message: "\(settlementDays) is not a number of days from 0 to 10")
    }
    self.currency = currency
    self.dealID = dealID
    self.bond = bond
    self.settlementDays = settlementDays
  }
}
