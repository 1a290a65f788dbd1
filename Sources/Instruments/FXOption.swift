public import DatesAndConventions

/// The right to make an exchange of two amounts, decided on one day: a European option on an exchange rate.
///
/// It is a call on the currency bought and a put on the one sold, struck at the ratio of the amounts. The premium is not part of it. A
/// position's quantity is the number of contracts, negative for options sold.
public struct FXOption: Sendable, Hashable {
  /// What is exchanged if the holder wants it.
  public let exchange: FXForward
  /// The day on which the holder decides; the option is over at its end.
  public let expiry: CivilDate

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(exchange: FXForward, expiry: CivilDate) throws(TermsError) {
    guard expiry <= exchange.settlementDate else {
      throw TermsError(
        field: "expiry_date",
        message: "\(expiry) is after the settlement_date \(exchange.settlementDate); exchanges follow expiry")
    }
    self.exchange = exchange
    self.expiry = expiry
  }

  /// Units of the currency sold for one of the currency bought.
  public var strike: Double { exchange.sellAmount / exchange.buyAmount }
}
