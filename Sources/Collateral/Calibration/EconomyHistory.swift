public import DatesAndConventions

/// What models look at, by calendar month: the economy that loans of different months have lived through.
public struct EconomyHistory: Hashable, Sendable {
  /// Values of a quantity from a month on, without a gap; the last goes on.
  public struct Series: Hashable, Sendable {
    public let firstMonth: YearMonth
    public let values: [Double]

    /// Precondition: at least one value.
    public init(firstMonth: YearMonth, values: [Double]) {
      precondition(!values.isEmpty, "a series has a value")
      self.firstMonth = firstMonth
      self.values = values
    }

    /// As seen from a month; before the first value stands that value.
    func seen(from month: YearMonth) -> MonthSeries {
      let start = firstMonth.months(since: month)
      guard start > 0 else { return MonthSeries(values, firstMonth: start) }
      return MonthSeries([Double](repeating: values[0], count: start) + values)
    }
  }

  /// Decimals a year, as all rates.
  public let mortgageRates: Series?
  public let nationalHousePrices: Series?
  /// By region.
  public let housePrices: [String: Series]
  public let unemployment: Series?

  public init(
    mortgageRates: Series? = nil, nationalHousePrices: Series? = nil, housePrices: [String: Series] = [:],
    unemployment: Series? = nil
  ) {
    self.mortgageRates = mortgageRates
    self.nationalHousePrices = nationalHousePrices
    self.housePrices = housePrices
    self.unemployment = unemployment
  }

  /// The economy of a projection whose first payments fall in a month. What is not known stands still.
  public func economy(from month: YearMonth) -> CollateralEconomy {
    CollateralEconomy(
      firstMonth: month, mortgageRates: mortgageRates?.seen(from: month) ?? MonthSeries([0.05]),
      housePrices: housePrices.mapValues { $0.seen(from: month) },
      nationalHousePrices: nationalHousePrices?.seen(from: month) ?? MonthSeries([1]),
      unemployment: unemployment?.seen(from: month) ?? MonthSeries([0.05]))
  }
}
