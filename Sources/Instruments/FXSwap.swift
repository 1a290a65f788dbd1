/// Two amounts exchanged on a near day and, the other way round, on a far day.
///
/// A position's quantity is the number of contracts, negative for the opposite side.
public struct FXSwap: Sendable, Hashable {
  /// The first exchange.
  public let near: FXForward
  /// The exchange back: it buys what `near` sells and sells what `near` buys.
  public let far: FXForward

  /// Checks that the far exchange comes later and reverses the near one. Throws `TermsError` naming the field.
  public init(near: FXForward, far: FXForward) throws(TermsError) {
    guard far.settlementDate > near.settlementDate else {
      throw TermsError(
        field: "far_date",
        message: "\(far.settlementDate) is not after the settlement_date \(near.settlementDate)")
    }
    guard far.buyCurrency == near.sellCurrency, far.sellCurrency == near.buyCurrency,
      far.valueCurrency == near.valueCurrency
    else {
      throw TermsError(field: "far_date", message: "exchanges other currencies than settlement_date")
    }
    self.near = near
    self.far = far
  }
}
