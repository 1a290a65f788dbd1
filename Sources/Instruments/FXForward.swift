public import DatesAndConventions

/// An agreement to exchange two amounts on one day.
///
/// A position's quantity is the number of contracts, negative for the opposite side.
public struct FXForward: Sendable, Hashable {
  public let buyCurrency: Currency
  /// Received at settlement, in `buyCurrency`; above 0.
  public let buyAmount: Double
  public let sellCurrency: Currency
  /// Paid at settlement, in `sellCurrency`; above 0.
  public let sellAmount: Double
  public let settlementDate: CivilDate
  /// The currency, one of the two, in which the contract's value is stated.
  public let valueCurrency: Currency

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    buyCurrency: Currency, buyAmount: Double, sellCurrency: Currency, sellAmount: Double,
    settlementDate: CivilDate, valueCurrency: Currency
  ) throws(TermsError) {
    guard buyCurrency != sellCurrency else {
      throw TermsError(
        field: "sell_currency", message: "both sides are \(buyCurrency); a forward needs two currencies")
    }
    guard buyAmount.isFinite, buyAmount > 0 else {
      throw TermsError(field: "buy_amount", message: "\(buyAmount) is not an amount above 0")
    }
    guard sellAmount.isFinite, sellAmount > 0 else {
      throw TermsError(field: "sell_amount", message: "\(sellAmount) is not an amount above 0")
    }
    guard valueCurrency == buyCurrency || valueCurrency == sellCurrency else {
      throw TermsError(field: "currency", message: "\(valueCurrency) is neither side of the contract")
    }
    self.buyCurrency = buyCurrency
    self.buyAmount = buyAmount
    self.sellCurrency = sellCurrency
    self.sellAmount = sellAmount
    self.settlementDate = settlementDate
    self.valueCurrency = valueCurrency
  }
}
