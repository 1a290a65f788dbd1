/// The rate at which new loans are made, as a line of zero rates of the market.
public struct MortgageRateModel: Hashable, Sendable, Codable {
  /// One zero rate and what it counts.
  public struct Term: Hashable, Sendable, Codable {
    /// Maturity of the zero rate.
    public let years: Double
    public let weight: Double

    public init(years: Double, weight: Double) {
      self.years = years
      self.weight = weight
    }
  }

  public let name: String
  public let version: String
  /// Where the parameters come from.
  public let source: String
  /// The rate where all zero rates are zero, a decimal a year.
  public let intercept: Double
  public let terms: [Term]

  public init(name: String, version: String, source: String, intercept: Double, terms: [Term]) {
    self.name = name
    self.version = version
    self.source = source
    self.intercept = intercept
    self.terms = terms
  }

  /// The rate for zero rates by maturity in years; all decimals a year.
  public func rate(_ zeroRate: (Double) -> Double) -> Double {
    terms.reduce(intercept) { $0 + $1.weight * zeroRate($1.years) }
  }
}

extension MortgageRateModel: CollateralModelParameters {
  public var problems: [ParameterProblem] {
    var problems = ParameterProblem.ofName(name, version)
    problems.require(intercept.isFinite && abs(intercept) < 1, "intercept", "is no rate between -1 and 1")
    problems.require(!terms.isEmpty, "terms", "are missing; give a maturity and a weight")
    problems.require(
      terms.allSatisfy { $0.years > 0 && $0.years <= 100 && $0.weight.isFinite }, "terms",
      "have a maturity that is not above 0 and at most 100 years, or no weight")
    return problems
  }
}
