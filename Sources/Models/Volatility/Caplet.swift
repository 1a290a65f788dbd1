/// One period of a cap or floor: an option on a rate.
public struct Caplet: Sendable, Hashable {
  /// Years until the rate is known; 0 or below when it is.
  public let years: Double
  /// Forward of the rate, a decimal.
  public let forward: Double
  /// What a rate of 1 pays, worth today: period length times discount factor; above 0.
  public let weight: Double

  public init(years: Double, forward: Double, weight: Double) {
    self.years = years
    self.forward = forward
    self.weight = weight
  }

  /// Value today of the option that is out of the money, per unit of notional, and its derivative by volatility. The option in the
  /// money differs by what does not depend on volatility.
  func outOfTheMoney(strike: Double, volatility: Double, _ type: VolatilityType) -> (
    value: Double, slope: Double
  )? {
    let option = ForwardOption(
      strike < forward ? .put : .call, forward: forward, strike: strike, years: max(0, years))
    return option.sensitivities(volatility: volatility, type).map { (weight * $0.value, weight * $0.vega) }
  }
}
