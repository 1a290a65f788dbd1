public import DatesAndConventions

/// Why a market says nothing of a deal.
public enum DealMarketError: Error, Hashable, Sendable {
  /// What the market lacks, by name: `index curve for USD-SOFR`.
  case missing(String)
  /// Balances are of a day after the market's.
  case laterDeal(asOf: CivilDate, valuationDate: CivilDate)
}
