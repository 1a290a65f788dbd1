/// A table of a pool: its loans sorted by one thing, a row for each band or name, and the pool as a whole.
public struct Stratification: Hashable, Sendable {
  /// In order; none without loans.
  public let strata: [Stratum]
  public let total: Stratum

  /// Precondition: a width above 0.
  public init(_ loans: [PoolLoan], by key: StratumKey) {
    let balance = loans.reduce(0) { $0 + $1.balance }
    strata = Dictionary(grouping: loans, by: key.place)
      .map { Stratum($0, $1, poolBalance: balance) }
      .sorted { $0.place.precedes($1.place) }
    total = Stratum(.name("all", order: 0), loans, poolBalance: balance)
  }
}
