public import Collateral

/// A run of a package under speeds of its own, to find out whether cash passes through its waterfall.
public struct PackageTrial: Sendable, Hashable, Codable {
  /// What is assumed, in words.
  public let name: String
  /// Periods that were run; 0 where it stopped.
  public let periods: Int
  /// Why it stopped, with period and step; `nil` where it came to its end.
  public let problem: String?
}

extension DealPackage {
  /// Rate of series that assume none, a decimal.
  private static let trialRate = 0.04
  /// Simulated paths of rates come as low.
  private static let lowRate = -0.05

  /// Runs the package as its loans' terms say, as it assumes (where that names no model, or there is an economy), under fast
  /// prepayment, under heavy losses, and with rates of its series far below zero.
  ///
  /// Each run checks after every step that cash and balances add up. Series that have and assume no rates are at 4%.
  ///
  /// - Parameters:
  ///   - given: rates of series month by month from the cut-off, decimals, such as a market's.
  ///   - models: by name.
  ///   - economy: what models look at.
  public func trials(
    rates given: [String: [Double]] = [:], models: CollateralModels = CollateralModels(),
    economy: CollateralEconomy? = nil
  ) -> [PackageTrial] {
    var sets: [(String, [String: PoolAssumptions]?)] = [("contractual terms", ["*": PoolAssumptions()])]
    if !usesModels || economy != nil { sets.append(("as assumed", nil)) }
    sets.append(("40 CPR", ["*": PoolAssumptions(prepayment: .speed(.cpr(0.4)))]))
    sets.append(
      (
        "10 CPR, 15 CDR, severity 60%, lag 12",
        [
          "*": PoolAssumptions(
            prepayment: .speed(.cpr(0.1)), defaults: .speed(.cdr(0.15)), severity: .curve([0.6]),
            liquidationLag: 12)
        ]
      ))
    let rates = series.filter { $0.value.assumedPercent == nil }.mapValues { _ in [DealPackage.trialRate] }
      .merging(given) { $1 }
    func trial(
      _ name: String, _ rates: [String: [Double]], _ assumptions: [String: PoolAssumptions]?
    ) -> PackageTrial {
      do throws(DealRunError) {
        let run = try project(rates: rates, assumptions: assumptions, models: models, economy: economy)
        return PackageTrial(name: name, periods: run.periods, problem: nil)
      } catch {
        return PackageTrial(name: name, periods: 0, problem: error.description)
      }
    }
    var trials = sets.map { trial($0, rates, $1) }
    if !series.isEmpty {
      trials.append(trial("series at -5%", series.mapValues { _ in [DealPackage.lowRate] }, sets[0].1))
    }
    return trials
  }
}

extension DealPackage {
  /// What trials take for the rates of series and for models, in words: those of a market, such as `market of 2023-03-31`, or constants
  /// where it is `nil`.
  public func trialBasis(market: String?) -> String {
    if let market { return "in the \(market)" }
    let rates = series.sorted { $0.key < $1.key }.map { name, terms in
      switch terms.assumedPercent {
      case nil: "\(name) constant at \(100 * DealPackage.trialRate)%"
      case let rates? where Set(rates).count == 1: "\(name) constant at \(rates[0])%"
      case .some: "\(name) month by month as the package assumes"
      }
    }
    return "without a market: " + (rates.isEmpty ? "no series of rates" : rates.joined(separator: ", "))
      + (usesModels ? "; not with the speeds of its models, which a market has" : "")
  }
}
