/// Loans, or bonds of other deals, whose cash comes in together.
public struct CollateralGroup: Equatable, Sendable, Decodable {
  public let name: String
  /// The account that interest goes to, after the servicing fee.
  public let interestTo: String
  /// The account that principal and recoveries go to.
  public let principalTo: String
  /// The account that prepayment penalties go to; `nil` for `interestTo`.
  public let penaltiesTo: String?
  /// Balance when the deal closed, for the factor and shares of losses; `nil` for the balance at the start of the run.
  public let originalBalance: Double?
  /// Bonds of `underlying` deals; `nil` for a pool, whose flows come with the run.
  public let bonds: [HeldBond]?

  public init(
    name: String, interestTo: String, principalTo: String, penaltiesTo: String? = nil,
    originalBalance: Double? = nil,
    bonds: [HeldBond]? = nil
  ) {
    self.name = name
    self.interestTo = interestTo
    self.principalTo = principalTo
    self.penaltiesTo = penaltiesTo
    self.originalBalance = originalBalance
    self.bonds = bonds
  }
}

/// A share of an underlying deal's bond.
public struct HeldBond: Equatable, Sendable, Decodable {
  public let deal: String
  public let bond: String
  /// Above 0, at most 1; all holders of a bond have at most 1 together.
  public let share: Double

  public init(deal: String, bond: String, share: Double) {
    self.deal = deal
    self.bond = bond
    self.share = share
  }
}
