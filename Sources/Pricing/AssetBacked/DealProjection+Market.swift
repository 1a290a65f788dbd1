public import StructuredDeals

extension DealProjection {
  /// Takes what a market gives the deal. Rates of series that the market was not asked for stay, and so does the economy where no assumption
  /// names a model.
  public mutating func take(_ terms: DealMarketTerms) {
    take(rates: terms.rates)
    if let economy = terms.economy {
      self.economy = economy
      models = terms.models
    }
    multipliers = terms.multipliers
  }
}
