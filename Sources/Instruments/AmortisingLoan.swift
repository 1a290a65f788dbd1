public import DatesAndConventions

/// A loan that repays principal over its life, at rates that are known in advance.
///
/// Terms state the loan as it stands on `balanceDate`. A position's quantity is the number of such loans held,
/// fractions allowed (a 40% participation is 0.4), negative when sold.
public struct AmortisingLoan: Sendable, Hashable {
  public let currency: Currency
  /// Principal outstanding after the payment, if any, of `balanceDate`; currency units, not negative.
  public let balance: Double
  /// The day to which interest is paid; interest accrues from here.
  public let balanceDate: CivilDate
  /// First payment after `balanceDate`; later ones follow at `frequency` on the same day of the month.
  public let firstPaymentDate: CivilDate
  /// Whether later payments fall on month ends when the first one does.
  public let endOfMonth: Bool
  public let maturity: CivilDate
  /// Annual note rate from the balance date on, as a decimal.
  public let rate: Double
  /// Later rates, in date order.
  public let rateSteps: [RateStep]
  public let frequency: Frequency
  /// `30/360` charges every regular month one twelfth.
  public let dayCount: DayCount
  public let amortisation: Amortisation
  /// Annual servicing fee as a decimal of the balance, taken out of interest before it reaches the holder.
  public let servicingFee: Double
  /// Constant annual prepayment rate as a decimal, 0 to 1: SMM = 1 − (1 − CPR)^(1/12) per month.
  public let prepaymentRate: Double
  public let calendar: CalendarID
  public let paymentConvention: BusinessDayConvention

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    currency: Currency, balance: Double, balanceDate: CivilDate, firstPaymentDate: CivilDate,
    maturity: CivilDate, rate: Double, rateSteps: [RateStep] = [], frequency: Frequency = .monthly,
    dayCount: DayCount = .thirty360BondBasis,
    amortisation: Amortisation, servicingFee: Double = 0, prepaymentRate: Double = 0,
    endOfMonth: Bool = false, calendar: CalendarID = .weekendsOnly,
    paymentConvention: BusinessDayConvention = .unadjusted
  ) throws(TermsError) {
    self.currency = currency
    self.balance = balance
    self.balanceDate = balanceDate
    self.firstPaymentDate = firstPaymentDate
    self.endOfMonth = endOfMonth
    self.maturity = maturity
    self.rate = rate
    self.rateSteps = rateSteps
    self.frequency = frequency
    self.dayCount = dayCount
    self.amortisation = amortisation
    self.servicingFee = servicingFee
    self.prepaymentRate = prepaymentRate
    self.calendar = calendar
    self.paymentConvention = paymentConvention
    try validate()
  }
}

/// How a loan's principal comes back.
public enum Amortisation: Sendable, Hashable {
  /// Equal total payments. `payment` per period in currency units when the contract states it; otherwise the
  /// annuity over `periods` remaining payments (balloon when more than run to maturity), or to maturity when `nil`,
  /// worked out anew from the first due date at which another rate is in force.
  case levelPay(payment: Double?, periods: Int?)
  /// Equal principal: `principal` per period in currency units when the contract states it; otherwise to maturity, or over
  /// `periods` remaining payments with the rest at maturity.
  case linear(principal: Double? = nil, periods: Int?)
  /// All principal at maturity.
  case bullet
  /// Interest only for `interestOnlyPeriods` remaining payments, then level pay over `periods` payments
  /// (balloon when more than run to maturity), or to maturity when `nil`; worked out anew as `levelPay`.
  case interestOnlyThenLevelPay(interestOnlyPeriods: Int, periods: Int?)
  /// Principal by date, in currency units; whatever is left is due at maturity.
  case schedule([PrincipalPayment])
}
