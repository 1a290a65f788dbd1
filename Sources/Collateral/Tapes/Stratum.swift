/// A row of a table of a pool: loans that are alike in one respect, and what they are on average, weighted by balance.
public struct Stratum: Hashable, Sendable {
  /// Where a loan belongs.
  public enum Place: Hashable, Sendable {
    /// From the lower bound to below the upper.
    case band(lower: Double, upper: Double)
    case name(String, order: Int)
    /// The loan does not say.
    case unknown

    /// The band of a value. Values within a billionth of a bound lie on it.
    static func band(_ value: Double, width: Double) -> Place {
      let number = (value / width + 1e-9).rounded(.down)
      return .band(lower: number * width, upper: (number + 1) * width)
    }

    /// Bands by their bounds, names by their order and the alphabet, what is not known at the end.
    func precedes(_ other: Place) -> Bool {
      switch (self, other) {
      case (.band(let a, _), .band(let b, _)): a < b
      case (.name(let a, let first), .name(let b, let second)): (first, a) < (second, b)
      case (.unknown, _): false
      case (_, .unknown): true
      case (.band, .name): true
      case (.name, .band): false
      }
    }
  }

  public let place: Place
  /// How many loans.
  public let count: Int
  public let balance: Double
  /// Part of the pool's balance.
  public let share: Double
  /// WAC, a decimal a year.
  public let averageRate: Double
  /// WAM, in months.
  public let averageRemaining: Double
  /// WALA, in months.
  public let averageAge: Double
  /// Of the loans that say; `nil` where none does.
  public let averageLTV: Double?
  /// Of the loans that say; `nil` where none does.
  public let averageScore: Double?

  init(_ place: Place, _ loans: [PoolLoan], poolBalance: Double) {
    self.place = place
    count = loans.reduce(0) { $0 + $1.count }
    balance = loans.reduce(0) { $0 + $1.balance }
    share = poolBalance > 0 ? balance / poolBalance : 0
    averageRate = loans.average { $0.noteRate } ?? 0
    averageRemaining = loans.average { Double($0.remainingTerm) } ?? 0
    averageAge = loans.average { Double($0.age) } ?? 0
    averageLTV = loans.average(\.originalLTV)
    averageScore = loans.average { $0.score.map(Double.init) }
  }
}

extension [PoolLoan] {
  /// Average weighted by balance of the loans that have a value, plain where all balances are zero; `nil` where none has.
  func average(_ value: (PoolLoan) -> Double?) -> Double? {
    let known = compactMap { loan in value(loan).map { (weight: loan.balance, value: $0) } }
    guard !known.isEmpty else { return nil }
    let weight = known.reduce(0) { $0 + $1.weight }
    guard weight > 0 else { return known.reduce(0) { $0 + $1.value } / Double(known.count) }
    return known.reduce(0) { $0 + $1.weight * $1.value } / weight
  }
}
