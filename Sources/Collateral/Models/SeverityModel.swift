/// What is lost of a loan that is liquidated, from the value of its property: balance and costs less what the sale brings, less what an
/// insurer of mortgages pays.
public struct SeverityModel: Hashable, Sendable, CollateralModelParameters {
  public let name: String
  public let version: String
  /// Where the parameters come from.
  public let source: String
  /// Part of the value that a forced sale loses.
  public let saleDiscount: Double
  /// Part of the sale that selling costs.
  public let sellingCosts: Double
  /// Taxes, lawyers and lost interest, as a part of the balance.
  public let carryingCosts: Double
  /// Never less is lost, before insurance.
  public let least: Double
  /// What is lost where the value is not known, before insurance.
  public let withoutValue: Double

  public init(
    name: String, version: String, source: String, saleDiscount: Double, sellingCosts: Double,
    carryingCosts: Double,
    least: Double, withoutValue: Double
  ) {
    self.name = name
    self.version = version
    self.source = source
    self.saleDiscount = saleDiscount
    self.sellingCosts = sellingCosts
    self.carryingCosts = carryingCosts
    self.least = least
    self.withoutValue = withoutValue
  }

  /// A part of the balance, 0 to 1. `loanToValue` is the present one, `insurance` the part of the balance that is insured.
  public func severity(loanToValue: Double?, insurance: Double = 0) -> Double {
    var loss = withoutValue
    if let loanToValue, loanToValue > 0 {
      loss = 1 + carryingCosts - (1 - saleDiscount) * (1 - sellingCosts) / loanToValue
    }
    return max(0, min(1, max(least, loss)) - insurance)
  }

  public var problems: [ParameterProblem] {
    var problems = ParameterProblem.ofName(name, version)
    for (field, value) in [
      ("sale_discount", saleDiscount), ("selling_costs", sellingCosts), ("carrying_costs", carryingCosts),
      ("least", least), ("without_value", withoutValue),
    ] {
      problems.require(value, in: 0...1, field)
    }
    return problems
  }
}
