import Collateral
import Models
import SecuritisationAnalytics

/// How far spread and effective duration of a pool at par are from those of many paths, for several numbers of paths.
struct SimulationErrors {
  let dynamics: RateDynamics
  let times: MonthTimes
  let scenario: RateScenario
  let pool: [PoolLoan]
  let simulation: CollateralSimulation

  private func risk(_ sets: Int, _ blocks: Int, seed: UInt64) throws -> MortgageRisk {
    let plan = PathPlan(.sobol, seed: seed, sets: sets, blocksPerSet: blocks)
    let risk = try MortgageAnalysis(StoredPaths(dynamics, plan, times), scenario).risks(
      SimulatedPools([pool], simulation), [.value(100)], .init(volatility: nil, prepayment: nil))[0]
    guard let risk else { preconditionFailure("a spread for par") }
    return risk
  }

  /// Root mean squares over seeds of the difference from 65,536 other paths, and of the standard errors that simulations tell of
  /// themselves.
  func report() throws -> [String: Double] {
    let reference = try risk(16, 64, seed: 1_000_000)
    var report: [String: Double] = [:]
    for (sets, blocks, seeds) in [(16, 1, 24), (8, 2, 24), (4, 4, 24), (16, 4, 8), (16, 16, 4)] {
      let risks = try (1...seeds).map { try risk(sets, blocks, seed: UInt64(1_000 * $0)) }
      func root(_ value: (MortgageRisk) -> Double) -> Double {
        (risks.reduce(0) { $0 + value($1) * value($1) } / Double(seeds)).squareRoot()
      }
      let name = "\(sets)x\(blocks * 64)"
      report["error_oas_bp_\(name)"] = root { ($0.spread - reference.spread) * 1e4 }
      report["error_oas_bp_\(name)_told"] = root { $0.spreadError * 1e4 }
      report["error_duration_\(name)"] = root { $0.effectiveDuration.mean - reference.effectiveDuration.mean }
      report["error_duration_\(name)_told"] = root { $0.effectiveDuration.standardError }
    }
    return report
  }
}
