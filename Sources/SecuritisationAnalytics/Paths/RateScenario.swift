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
  /// As loans or formulas name it.
  public let name: String
  /// The rate's term.
  public let years: Double
  /// The term as the index counts it: 31/360 for 31 days by actual/360.
  public let accrual: Double
  /// Discount factors of the index's own curve; `nil` for that of discounting. Its distance from the other does not move.
  public var forwardFactor: (@Sendable (Double) -> Double)?

  /// Precondition: a term above 0.
  ///
  /// - Parameter accrual: the term's own years where `nil`.
  public init(
    name: String, years: Double, accrual: Double? = nil, forwardFactor: (@Sendable (Double) -> Double)? = nil
  ) {
    precondition(years > 0 && accrual ?? years > 0, "a rate has a term")
    self.name = name
    self.years = years
    self.accrual = accrual ?? years
    self.forwardFactor = forwardFactor
  }
}
