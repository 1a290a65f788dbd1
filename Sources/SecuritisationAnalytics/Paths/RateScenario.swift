public import Collateral
import Foundation

/// What a market gives simulated paths: the curve that they fit, and what follows from rates on them.
public struct RateScenario: Sendable {
  /// Discount factor of a time in years, 1 at 0.
  public var discountFactor: @Sendable (Double) -> Double
  /// `nil` where no pool looks at mortgage rates.
  public var mortgageRate: MortgageRateModel?
  /// Added to mortgage rates from the valuation date on, a decimal a year.
  public var mortgageRateShift: Double
  /// Indices of adjustable loans and floating bonds.
  public var indices: [SimulatedIndex]

  public init(
    discountFactor: @escaping @Sendable (Double) -> Double, mortgageRate: MortgageRateModel? = nil,
    mortgageRateShift: Double = 0, indices: [SimulatedIndex] = []
  ) {
    self.discountFactor = discountFactor
    self.mortgageRate = mortgageRate
    self.mortgageRateShift = mortgageRateShift
    self.indices = indices
  }

  /// The same market with its zero rates moved: `shift` tells by how much at a time in years, continuously compounded. Curves of
  /// indices move with it.
  public func shifted(_ shift: @escaping @Sendable (Double) -> Double) -> RateScenario {
    func shifted(_ curve: @escaping @Sendable (Double) -> Double) -> @Sendable (Double) -> Double {
      { years in curve(years) * exp(-shift(years) * years) }
    }
    var scenario = self
    scenario.discountFactor = shifted(discountFactor)
    for place in indices.indices {
      scenario.indices[place].forwardFactor = indices[place].forwardFactor.map(shifted)
    }
    return scenario
  }
}

/// A rate of a term that is fixed at the beginning of each month: simple interest, a decimal a year.
public struct SimulatedIndex: Sendable {
  /// How long a rate is for.
  public struct Term: Hashable, Sendable {
    /// As curves count.
    public let years: Double
    /// As the index counts: 31/360 for 31 days by actual/360.
    public let accrual: Double

    /// Precondition: a term above 0.
    public init(years: Double, accrual: Double) {
      precondition(years > 0 && accrual > 0, "a rate has a term")
      (self.years, self.accrual) = (years, accrual)
    }
  }

  /// As loans or formulas name it.
  public let name: String
  /// By month, as days differ; the last goes on.
  public let terms: [Term]
  /// What a bank adds to the rate that it follows; a decimal a year, 0 for rates that nobody sets.
  public let spread: Double
  /// Discount factors of the index's own curve; `nil` for that of discounting. Its distance from the other does not move.
  public var forwardFactor: (@Sendable (Double) -> Double)?

  /// Precondition: one term or more.
  public init(
    name: String, terms: [Term], spread: Double = 0, forwardFactor: (@Sendable (Double) -> Double)? = nil
  ) {
    precondition(!terms.isEmpty, "a rate has a term")
    self.name = name
    self.terms = terms
    self.spread = spread
    self.forwardFactor = forwardFactor
  }

  /// The same term in all months; it accrues its own years where `accrual` is `nil`.
  public init(
    name: String, years: Double, accrual: Double? = nil, forwardFactor: (@Sendable (Double) -> Double)? = nil
  ) {
    self.init(
      name: name, terms: [Term(years: years, accrual: accrual ?? years)], forwardFactor: forwardFactor)
  }

  /// Of a month counted from 0.
  public func term(_ month: Int) -> Term { terms[min(month, terms.count - 1)] }
}
