import DatesAndConventions

extension MarketSnapshot {
  /// Codes of the currencies into which totals can be converted, ascending: those with an exchange rate or a discount
  /// curve. In any other every total would be withheld.
  public var reportingCurrencies: [String] {
    Set(fxRates.keys).union(discountCurves.keys).union([fxBase.code]).sorted()
  }
}
