public import DatesAndConventions

/// A forward exchange of which only the difference is paid, in the currency of the contract, by a rate published on the fixing date.
///
/// A position's quantity is the number of contracts, negative for the opposite side.
public struct NonDeliverableForward: Sendable, Hashable {
  /// The amounts compared; its value currency is the one paid.
  public let exchange: FXForward
  public let fixingDate: CivilDate
  /// The rate published on the fixing date: units of the other currency for one of the currency paid; `nil` while it is not known.
  public let fixingRate: Double?

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(exchange: FXForward, fixingDate: CivilDate, fixingRate: Double? = nil) throws(TermsError) {
    guard fixingDate <= exchange.settlementDate else {
      throw TermsError(
        field: "fixing_date",
        message:
          "\(fixingDate) is after the settlement_date \(exchange.settlementDate); what is paid is fixed before"
      )
    }
    self.exchange = exchange
    self.fixingDate = fixingDate
    self.fixingRate = fixingRate
    if let fixingRate {
      let agreed = otherAmount / paidAmount
      guard fixingRate.isFinite, fixingRate > agreed / 10, fixingRate < agreed * 10 else {
        throw TermsError(
          field: "fixing_rate",
          message:
            "\(fixingRate) is far from the rate agreed; write units of \(otherCurrency) for one "
            + "\(exchange.valueCurrency), about \(agreed)")
      }
    }
  }

  private var buysPaidCurrency: Bool { exchange.buyCurrency == exchange.valueCurrency }
  /// The currency that is not paid.
  public var otherCurrency: Currency { buysPaidCurrency ? exchange.sellCurrency : exchange.buyCurrency }
  private var paidAmount: Double { buysPaidCurrency ? exchange.buyAmount : exchange.sellAmount }
  private var otherAmount: Double { buysPaidCurrency ? exchange.sellAmount : exchange.buyAmount }

  /// What a day knows of the payment.
  public enum Fixing: Sendable, Hashable {
    /// The rate is still to be published.
    case open
    /// The amount received at settlement, in the currency of the contract; negative is paid.
    case fixed(Double)
    /// The rate has been published, and the terms lack it.
    case missing
  }

  /// What is known at the end of `date`. On the fixing date itself a rate that the terms lack counts as still to be published.
  public func fixing(on date: CivilDate) -> Fixing {
    if date < fixingDate { return .open }
    guard let fixingRate else { return date == fixingDate ? .open : .missing }
    let other = otherAmount / fixingRate
    return .fixed(buysPaidCurrency ? paidAmount - other : other - paidAmount)
  }
}
