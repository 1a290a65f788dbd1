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
  /// The due date after which nothing is due before maturity: a long last period. `nil`: payments run on to maturity.
  public let penultimatePaymentDate: CivilDate?
  /// Annual note rate from the balance date on, as a decimal; −0.1 to 1.
  public let rate: Double
  /// Later rates, in date order.
  public let rateSteps: [RateStep]
  public let frequency: Frequency
  /// Days from one payment to the next, such as 14, in place of `frequency`.
  public let periodDays: Int?
  /// `30/360` charges every regular month one twelfth.
  public let dayCount: DayCount
  public let amortisation: Amortisation
  /// How a level payment that the contract does not state is worked out.
  public let annuity: Annuity
  /// Interest due on this day or before joins the balance; `nil` where all is paid.
  public let capitalisedUntil: CivilDate?
  /// Set where interest is on the balance of some due dates alone.
  public let interestRests: InterestRests?
  /// Annual servicing fee as a decimal of the balance, taken out of interest before it reaches the holder.
  public let servicingFee: Double
  /// Constant annual prepayment rate as a decimal, 0 to 1: SMM = 1 − (1 − CPR)^(1/12) per month.
  public let prepaymentRate: Double
  public let calendar: CalendarID
  public let paymentConvention: BusinessDayConvention
  /// Moves the days between which interest accrues.
  public let accrualConvention: BusinessDayConvention

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    currency: Currency, balance: Double, balanceDate: CivilDate, firstPaymentDate: CivilDate,
    maturity: CivilDate, rate: Double, rateSteps: [RateStep] = [], frequency: Frequency = .monthly,
    dayCount: DayCount = .thirty360BondBasis,
    amortisation: Amortisation, servicingFee: Double = 0, prepaymentRate: Double = 0,
    endOfMonth: Bool = false, calendar: CalendarID = .weekendsOnly,
    paymentConvention: BusinessDayConvention = .unadjusted,
    accrualConvention: BusinessDayConvention = .unadjusted, penultimatePaymentDate: CivilDate? = nil,
    periodDays: Int? = nil, annuity: Annuity = .equalPeriods, capitalisedUntil: CivilDate? = nil,
    interestRests: InterestRests? = nil
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
    self.accrualConvention = accrualConvention
    self.penultimatePaymentDate = penultimatePaymentDate
    self.periodDays = periodDays
    self.annuity = annuity
    self.capitalisedUntil = capitalisedUntil
    self.interestRests = interestRests
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
  /// Interest only for `interestOnlyPeriods` remaining payments, then level pay as `levelPay` says, over `periods` payments
  /// (balloon when more than run to maturity), or to maturity when `nil`.
  case interestOnlyThenLevelPay(interestOnlyPeriods: Int, payment: Double? = nil, periods: Int?)
  /// Principal by date, in currency units; whatever is left is due at maturity.
  case schedule([PrincipalPayment])
}
