/// A rate that follows an index: index plus margin, within bounds, set anew every few months.
public struct AdjustableRate: Hashable, Sendable {
  /// Name of the index among the index rates of a projection.
  public let index: String
  /// Added to the index, a decimal a year.
  public let margin: Double
  /// Months that still accrue at the present rate.
  public let monthsToReset: Int
  /// Months between resets.
  public let resetMonths: Int
  /// Months before a reset at which the index is read.
  public let lookbackMonths: Int
  /// Most that the first reset may move the rate, up or down; `nil` for what other resets may.
  public let firstCap: Double?
  /// Most that a reset may move the rate, up or down; `nil` for no bound.
  public let periodicCap: Double?
  /// The rate is never above; `nil` for no bound.
  public let lifetimeCap: Double?
  /// The rate is never below.
  public let lifetimeFloor: Double
  /// Steps to which index plus margin is rounded before the bounds, such as 0.00125; 0 for none.
  public let rounding: Double
  /// Bounds on the payment; `nil` where the payment is worked out anew at each reset and always pays the interest.
  public let paymentCap: PaymentCap?

  public init(
    index: String, margin: Double, monthsToReset: Int, resetMonths: Int = 12, lookbackMonths: Int = 1,
    firstCap: Double? = nil, periodicCap: Double? = nil, lifetimeCap: Double? = nil,
    lifetimeFloor: Double = 0,
    rounding: Double = 0, paymentCap: PaymentCap? = nil
  ) {
    self.index = index
    self.margin = margin
    self.monthsToReset = monthsToReset
    self.resetMonths = resetMonths
    self.lookbackMonths = lookbackMonths
    self.firstCap = firstCap
    self.periodicCap = periodicCap
    self.lifetimeCap = lifetimeCap
    self.lifetimeFloor = lifetimeFloor
    self.rounding = rounding
    self.paymentCap = paymentCap
  }

  /// The rate after a reset that finds the index here and the rate at `current`.
  func rate(index: Double, current: Double, isFirst: Bool) -> Double {
    var rate = index + margin
    if rounding > 0 { rate = (rate / rounding).rounded() * rounding }
    if let cap = isFirst ? firstCap ?? periodicCap : periodicCap {
      rate = min(max(rate, current - cap), current + cap)
    }
    rate = max(rate, lifetimeFloor)
    if let lifetimeCap { rate = min(rate, lifetimeCap) }
    return rate
  }
}

/// Bounds on the payment of an adjustable loan. Interest that the payment does not pay joins the balance.
public struct PaymentCap: Hashable, Sendable {
  /// Most that the payment may move when it is worked out anew, as a part of itself, such as 0.075.
  public let change: Double
  /// Months between payments worked out anew, the first after `monthsToReset`.
  public let resetMonths: Int
  /// Months from cut-off to payments that repay in full whatever the cap, and between them; `nil` for never.
  public let recastMonths: Int?
  /// Balance as a multiple of the original one beyond which the payment pays the interest at least and is worked out anew.
  public let balanceLimit: Double

  public init(change: Double, resetMonths: Int = 12, recastMonths: Int? = 60, balanceLimit: Double = 1.15) {
    self.change = change
    self.resetMonths = resetMonths
    self.recastMonths = recastMonths
    self.balanceLimit = balanceLimit
  }
}
