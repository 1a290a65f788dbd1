/// What a pool of loans pays, month by month, in the pool's currency.
///
/// Every column has one value a month, the first for the month that ends with the first payment after the cut-off date.
/// All amounts are zero or above, except interest of loans whose rate is below zero.
public struct CollateralFlows: Equatable, Sendable {
  /// Balance of loans that perform, before the first month.
  public var openingBalance: Double
  /// Balance of loans in default that are not liquidated yet, before the first month.
  public var openingInDefault: Double
  /// Balance of loans that perform, at the end of the month.
  public var balance: [Double]
  /// Balance of loans in default that are not liquidated yet, at the end of the month.
  public var inDefault: [Double]
  /// Interest that borrowers pay, or that the servicer advances, before the servicing fee.
  public var interest: [Double]
  /// Kept by the servicer out of the interest.
  public var servicingFee: [Double]
  /// Principal that falls due by the loans' terms, paid or advanced.
  public var scheduledPrincipal: [Double]
  /// Principal paid before it falls due.
  public var prepayment: [Double]
  /// Charged to borrowers who prepay.
  public var prepaymentPenalty: [Double]
  /// Balance of loans that default in the month.
  public var defaults: [Double]
  /// Paid by loans that are liquidated in the month.
  public var recovery: [Double]
  /// Principal that liquidated loans do not pay.
  public var loss: [Double]
  /// Interest that is due and not paid, and so joins the balance; it is no part of `interest`.
  public var deferredInterest: [Double]
  /// Balances of performing loans that are 30 to 59, 60 to 89, and 90 days late or more at the end of the month. Known where roll rates
  /// project defaults; else zero.
  public var delinquent30: [Double]
  public var delinquent60: [Double]
  public var delinquent90: [Double]

  /// No flows yet, with room for `months`.
  public init(openingBalance: Double, openingInDefault: Double = 0, months: Int) {
    self.openingBalance = openingBalance
    self.openingInDefault = openingInDefault
    let zeros = [Double](repeating: 0, count: months)
    balance = zeros
    inDefault = zeros
    interest = zeros
    servicingFee = zeros
    scheduledPrincipal = zeros
    prepayment = zeros
    prepaymentPenalty = zeros
    defaults = zeros
    recovery = zeros
    loss = zeros
    deferredInterest = zeros
    delinquent30 = zeros
    delinquent60 = zeros
    delinquent90 = zeros
  }

  /// How many months there are.
  public var months: Int { balance.count }
}
