public import Collateral
import DatesAndConventions

extension DealProjection {
  /// A package's deal, loans and assumptions.
  ///
  /// `rates` are those of series month by month from the cut-off, decimals, the last going on; what they leave out is as the package assumes.
  public init(
    _ package: DealPackage, rates: [String: [Double]] = [:], models: CollateralModels = CollateralModels(),
    economy: CollateralEconomy? = nil
  ) {
    self.init(
      package.waterfall, loans: package.collateral, assumptions: package.assumptions, models: models,
      economy: economy)
    take(rates: package.monthlyRates(rates))
    firstMonth = YearMonth(package.asOf).adding(months: 1)
  }
}
