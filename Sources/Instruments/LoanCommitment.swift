public import DatesAndConventions

/// What a lender has promised: the most that may be drawn until maturity, and what that earns.
public struct LoanCommitment: Sendable, Hashable {
  /// Currency units, drawn and undrawn together, above 0.
  public let amount: Double
  /// Whether what is repaid may be drawn again.
  public let isRevolving: Bool
  /// A decimal a year of what is undrawn.
  public let fee: Double
  /// A decimal a year of what is drawn, on days on which more than `utilisationThreshold` of the amount is.
  public let utilisationFee: Double
  /// A part of the amount, 0 to 1.
  public let utilisationThreshold: Double

  public init(
    amount: Double, isRevolving: Bool = false, fee: Double = 0, utilisationFee: Double = 0,
    utilisationThreshold: Double = 0
  ) {
    self.amount = amount
    self.isRevolving = isRevolving
    self.fee = fee
    self.utilisationFee = utilisationFee
    self.utilisationThreshold = utilisationThreshold
  }
}

/// What a borrower pays for repaying ahead of schedule.
public struct PrepaymentPenalty: Sendable, Hashable {
  /// The last day on which it is due.
  public let through: CivilDate
  /// A part of what is prepaid, 0 to 1.
  public let rate: Double

  public init(through: CivilDate, rate: Double) {
    self.through = through
    self.rate = rate
  }
}
