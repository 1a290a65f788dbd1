public import DatesAndConventions
import NumericalMethods

extension ScenarioMarkets {
  /// Maturity is the day nearest to `years`, and tomorrow at the earliest; the bond is that of the par bootstrap, so
  /// that a curve quoted in par yields gives its quotes back at its own tenors.
  public func parYields(currency: Currency, years: Double, frequency: Frequency) throws(MissingMarketData)
    -> [Double]
  {
    parYields(try discountCurve(currency), years: years, frequency: frequency)
  }

  public func swapConvention(_ currency: Currency) throws(MissingMarketData) -> SwapConvention {
    guard let convention = SwapConvention.first(of: currency, indices: Set(indexCurves.keys)) else {
      throw MissingMarketData("index curve for swaps in \(currency)")
    }
    return convention
  }

  public func swapRates(currency: Currency, years: Double, frequency: Frequency) throws(MissingMarketData)
    -> [Double]
  {
    guard let curve = indexCurves[try swapConvention(currency).index] else {
      preconditionFailure("the index of the convention has a curve")
    }
    return parYields(curve, years: years, frequency: frequency)
  }

  private func parYields(_ curve: CurveStates, years: Double, frequency: Frequency) -> [Double] {
    let days = max(1, Int((min(years, 200) * 365).rounded()))
    let bond = ParBond(
      maturity: valuationDate.adding(days: days), frequency: frequency, valuationDate: valuationDate)
    let yields = curve.states.map { state in
      bond.parYield { Exponential.exp(-curve.exponent(state, at: $0)) }
    }
    return curve.stateOfColumn.map { yields[$0] }
  }
}

extension SwapConvention {
  /// The standard swap of a currency whose index is one of `indices`, in the order of `SwapConventionID`; `nil` when there is none.
  public static func first(of currency: Currency, indices: Set<RateIndexID>) -> SwapConvention? {
    SwapConventionID.allCases.lazy.map(SwapConvention.of).first {
      indices.contains($0.index) && RateIndex.of($0.index).currency == currency
    }
  }
}
