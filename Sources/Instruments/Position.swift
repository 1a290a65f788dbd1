/// A holding of one instrument in one book.
public struct Position: Sendable, Hashable {
  /// 1 to 64 characters, unique within its snapshot.
  public let id: String
  /// The portfolio node that holds it, such as `FUND/CREDIT/US`.
  public let portfolio: String
  public let instrumentID: String
  /// Face for bonds, number of contracts for loans and forwards; negative when short.
  public let quantity: Double
  /// Clean price per 100 at which the position is marked; its issue spread is solved to it. `nil` when unmarked.
  public let markCleanPrice: Double?
  /// Issue spread in basis points over the discount and spread curves, for positions without a mark. `nil` means 0.
  public let spreadBasisPoints: Double?
  /// The owner's or custodian's own value in the reporting currency, kept for comparison; never used in pricing.
  public let reportedValue: Double?
  /// Who owes or stands across, by the id under which the counterparty is stored.
  public let counterpartyID: String?

  public init(
    id: String, portfolio: String, instrumentID: String, quantity: Double, markCleanPrice: Double? = nil,
    spreadBasisPoints: Double? = nil, reportedValue: Double? = nil, counterpartyID: String? = nil
  ) {
    self.id = id
    self.portfolio = portfolio
    self.instrumentID = instrumentID
    self.quantity = quantity
    self.markCleanPrice = markCleanPrice
    self.spreadBasisPoints = spreadBasisPoints
    self.reportedValue = reportedValue
    self.counterpartyID = counterpartyID
  }
}
