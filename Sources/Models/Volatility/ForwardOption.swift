/// The right to buy or sell at the strike, once, something whose forward is known: a rate, a swap rate, an exchange rate.
///
/// Amounts are those at expiry, in the forward's units per unit of notional; whoever wants today's multiplies by a discount
/// factor or by an annuity.
public struct ForwardOption: Sendable, Hashable {
  public let right: OptionRight
  public let forward: Double
  public let strike: Double
  /// Years to expiry; at least 0.
  public let years: Double

  public init(_ right: OptionRight, forward: Double, strike: Double, years: Double) {
    self.right = right
    self.forward = forward
    self.strike = strike
    self.years = years
  }

  /// What exercise at the forward would bring: at least 0.
  public var intrinsicValue: Double { max(0, right.sign * (forward - strike)) }

  /// Whether the models have a value for this option.
  func isDefined(_ type: VolatilityType) -> Bool {
    type.admits(forward: forward) && strike.isFinite && years.isFinite && years >= 0
  }
}
