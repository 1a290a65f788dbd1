public import DatesAndConventions

/// A forward trade in an agency pool that is to be announced: of a program and a coupon, to be delivered on a day.
///
/// A position's quantity is the face delivered, negative when sold. The pool's loans are assumed.
public struct ToBeAnnounced: Sendable, Hashable {
  /// The pool assumed, new in the month of settlement: factor 1.
  public let pool: AgencyPool
  /// The day of delivery and payment.
  public let settlementDate: CivilDate
  /// Clean price per 100 agreed for it, paid on the settlement date with accrued interest. `nil` where the payment is recorded elsewhere: the
  /// position is then worth what is delivered.
  public let agreedPrice: Double?

  /// Checks the terms. Throws `TermsError` naming the field.
  ///
  /// - Parameters:
  ///   - noteRate: the coupon and the program's usual fee where `nil`.
  ///   - remainingTerm: what is left of 360 months where `nil`.
  public init(
    currency: Currency = .usd, program: AgencyProgram, coupon: Double, settlementDate: CivilDate,
    prepayment: PoolPrepayment, noteRate: Double? = nil, remainingTerm: Int? = nil, age: Int = 0,
    score: Int? = nil, loanToValue: Double? = nil, loanSize: Double? = nil, agreedPrice: Double? = nil
  ) throws(TermsError) {
    pool = try AgencyPool(
      currency: currency, program: program, coupon: coupon,
      loans: PoolLoans(
        noteRate: noteRate ?? coupon + program.usualFee, remainingTerm: remainingTerm ?? max(1, 360 - age),
        age: age, score: score, loanToValue: loanToValue, loanSize: loanSize),
      factor: 1, factorMonth: YearMonth(settlementDate), prepayment: prepayment, settlementDays: 0)
    if let agreedPrice, !(agreedPrice > 0 && agreedPrice <= 1_000) {
      throw TermsError(field: "agreed_price", message: "\(agreedPrice) is not a price per 100 above 0")
    }
    self.settlementDate = settlementDate
    self.agreedPrice = agreedPrice
  }

  /// Paid on the settlement date for a face of 1, accrued interest included; `nil` where it is recorded elsewhere.
  public var payment: Double? { agreedPrice.map { ($0 + pool.accrued(at: settlementDate)) / 100 } }
}
