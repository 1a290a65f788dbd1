/// What a contract pays its holder, and who may end it when, on the times of a lattice.
public struct LatticeContract: Sendable, Hashable {
  /// Who decides.
  public enum Party: Sendable, Hashable {
    /// A call: used where it is worth less to the holder than going on.
    case issuer
    /// A put: used where it is worth more to the holder than going on.
    case holder
  }

  /// A right to end the contract.
  public struct Exercise: Sendable, Hashable {
    public let party: Party
    /// Place of the time at which the decision is announced. What is paid at that very time is the holder's in any case.
    public let decision: Int
    /// Place of the time at which `amount` is paid, not before the decision. What is paid between is still the holder's.
    public let settlement: Int
    /// Paid to the holder, accrued interest included.
    public let amount: Double

    public init(party: Party, decision: Int, settlement: Int, amount: Double) {
      self.party = party
      self.decision = decision
      self.settlement = settlement
      self.amount = amount
    }
  }

  /// What is paid at each time of the grid unless the contract has ended.
  public let payments: [Double]
  /// In ascending order of decision; of those decided at one time, the first takes precedence.
  public let exercises: [Exercise]

  /// Precondition: exercises ascend, and settle at or after their decision at places of `payments`.
  public init(payments: [Double], exercises: [Exercise]) {
    precondition(
      exercises.allSatisfy { 0...$0.settlement ~= $0.decision && $0.settlement < payments.count }
        && zip(exercises, exercises.dropFirst()).allSatisfy { $0.decision <= $1.decision },
      "exercises ascend and settle on the grid")
    self.payments = payments
    self.exercises = exercises
  }
}
