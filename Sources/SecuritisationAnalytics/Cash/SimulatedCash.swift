public import Models
public import NumericalMethods

/// Cash on simulated paths, discounted along them: one simulation that can be valued at any spread.
///
/// A spread moves all paths' discount factors of a payment alike, so that the mean over the paths of a set is kept for each month and
/// nothing of a single path. Values are in the currency of the cash at the valuation date.
public struct SimulatedCash: Hashable, Sendable {
  /// What is valued.
  public enum Part: CaseIterable, Sendable {
    case all
    /// Interest less fees, with penalties.
    case interest
    case principal
  }

  /// Means of discounted cash by month.
  struct Sums: Hashable, Sendable {
    var interest: [Double]
    var principal: [Double]

    init(months: Int) {
      interest = [Double](repeating: 0, count: months)
      principal = interest
    }

    mutating func add(_ other: Sums) {
      for month in interest.indices {
        interest[month] += other.interest[month]
        principal[month] += other.principal[month]
      }
    }

    mutating func scale(_ factor: Double) {
      for month in interest.indices {
        interest[month] *= factor
        principal[month] *= factor
      }
    }
  }

  /// When each month is paid, in years.
  public let times: [Double]
  private var sets: [Sums]

  init(times: [Double], sets: Int) {
    self.times = times
    self.sets = [Sums](repeating: Sums(months: times.count), count: sets)
  }

  mutating func add(_ sums: Sums, set: Int) { sets[set].add(sums) }

  /// The sum of the cash of several on the same paths, each so many times.
  public static func sum(_ parts: [(cash: SimulatedCash, share: Double)]) -> SimulatedCash {
    precondition(!parts.isEmpty, "a sum is of something")
    var sum = SimulatedCash(times: parts[0].cash.times, sets: parts[0].cash.sets.count)
    for (cash, share) in parts {
      precondition(cash.times == sum.times && cash.sets.count == sum.sets.count, "cash on the same paths")
      for (set, sums) in cash.sets.enumerated() {
        var sums = sums
        sums.scale(share)
        sum.add(sums, set: set)
      }
    }
    return sum
  }

  /// Value and its standard error when every payment is discounted by e^(−spread · years) more; the spread is a decimal a year,
  /// continuously compounded.
  public func estimate(spread: Double = 0, of part: Part = .all) -> Estimate {
    Estimate(independent: setValues(spread: spread, of: part))
  }

  /// Values of each set of paths, which are independent of each other.
  public func setValues(spread: Double = 0, of part: Part = .all) -> [Double] {
    let factors = factors(spread)
    return sets.map { value($0, factors, part) }
  }

  public func value(spread: Double = 0, of part: Part = .all) -> Double {
    estimate(spread: spread, of: part).mean
  }

  /// The value's first and second derivative by the spread.
  public func derivatives(spread: Double, of part: Part = .all) -> (first: Double, second: Double) {
    let factors = factors(spread)
    let first = times.indices.map { -times[$0] * factors[$0] }
    let second = times.indices.map { times[$0] * times[$0] * factors[$0] }
    func mean(_ weights: [Double]) -> Double {
      Estimate(independent: sets.map { value($0, weights, part) }).mean
    }
    return (mean(first), mean(second))
  }

  /// The spread at which the cash is worth `value`: its option-adjusted spread. Searched from -50% to 200%.
  public func spread(value: Double, of part: Part = .all) -> RootResult {
    var cash = [Double](repeating: 0, count: times.count)
    for set in sets {
      for month in times.indices { cash[month] += self.cash(set, month, part) / Double(sets.count) }
    }
    return RootSearch(bracket: -0.5...2, tolerance: 1e-13).newton(from: 0) { spread in
      var (sum, slope) = (-value, 0.0)
      for (month, factor) in factors(spread).enumerated() {
        sum += factor * cash[month]
        slope -= times[month] * factor * cash[month]
      }
      return (sum, slope)
    }
  }

  /// Standard error of the spread at which the cash is worth a value known without error.
  public func spreadError(spread: Double, of part: Part = .all) -> Double {
    abs(estimate(spread: spread, of: part).standardError / derivatives(spread: spread, of: part).first)
  }

  /// Cash itself, where it is the same on every path.
  func undiscounted(_ discountFactor: (Double) -> Double) -> (interest: [Double], principal: [Double]) {
    let factors = times.map(discountFactor)
    return (zip(sets[0].interest, factors).map(/), zip(sets[0].principal, factors).map(/))
  }

  private func factors(_ spread: Double) -> [Double] {
    var factors = times.map { -spread * $0 }
    Exponential.expInPlace(&factors)
    return factors
  }

  private func value(_ sums: Sums, _ factors: [Double], _ part: Part) -> Double {
    var value = CompensatedSum()
    for month in times.indices { value.add(factors[month] * cash(sums, month, part)) }
    return value.value
  }

  private func cash(_ sums: Sums, _ month: Int, _ part: Part) -> Double {
    switch part {
    case .all: sums.interest[month] + sums.principal[month]
    case .interest: sums.interest[month]
    case .principal: sums.principal[month]
    }
  }
}

/// For those who weigh months themselves, as a curve of spreads does.
extension SimulatedCash {
  /// Mean discounted cash of each month.
  public var monthlyMeans: [Double] {
    times.indices.map { month in
      sets.reduce(0) { $0 + $1.interest[month] + $1.principal[month] } / Double(sets.count)
    }
  }

  /// Standard error of the sum of all months, each so many times.
  public func standardError(weights: [Double]) -> Double {
    let values = sets.map { sums in
      times.indices.reduce(0) { $0 + weights[$1] * (sums.interest[$1] + sums.principal[$1]) }
    }
    return Estimate(independent: values).standardError
  }
}
