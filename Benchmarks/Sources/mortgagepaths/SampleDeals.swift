import Collateral
import Foundation
import SecuritisationAnalytics
import StructuredDeals

/// The deals of `Samples/deals`, each over a line of loans that prepay and default, for what their triggers, calls, reserves and tests
/// cost on simulated paths.
struct SampleDeal {
  let name: String
  private let file: String
  private let group: String
  private let loans: [PoolLoan]
  private let speeds: CollateralAssumptions

  /// Defaults are in % a year.
  private init(
    _ name: String, _ file: String, group: String = "pool", _ loan: PoolLoan, defaults: Double,
    severity: Double,
    _ assumptions: CollateralAssumptions
  ) {
    self.name = name
    self.file = file
    self.group = group
    loans = [loan]
    var speeds = assumptions
    speeds.defaults = .speed(.cdr(defaults / 100))
    speeds.severity = .curve([severity])
    speeds.liquidationLag = 6
    self.speeds = speeds
  }

  static func all(_ assumptions: CollateralAssumptions) throws -> [SampleDeal] {
    func line(_ balance: Double, _ rate: Double, fee: Double, term: Int) throws -> PoolLoan {
      try PoolLoan(id: "line", balance: balance, noteRate: rate, servicingFee: fee, remainingTerm: term)
    }
    return [
      SampleDeal(
        "clo", "clo", group: "loans", try line(500e6, 0.085, fee: 0, term: 96), defaults: 3, severity: 0.6,
        assumptions),
      SampleDeal(
        "auto", "auto-abs", try line(500e6, 0.085, fee: 0.01, term: 60), defaults: 1.5, severity: 0.55,
        assumptions),
      SampleDeal(
        "rmbs", "senior-sub-rmbs", try line(300e6, 0.065, fee: 0.0025, term: 360), defaults: 1.2,
        severity: 0.35,
        assumptions),
      SampleDeal(
        "ubs", "ubs-2017-c1/deal", try line(755_952_737.4, 0.0465, fee: 0.0002, term: 118), defaults: 1,
        severity: 0.4, assumptions),
    ]
  }

  /// The deal over its loans; SOFR is an index of the paths.
  func simulation(samples: URL) throws -> DealSimulation {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let deal = try decoder.decode(Deal.self, from: Data(contentsOf: samples.appending(path: "\(file).json")))
    return DealSimulation(
      try Waterfall(deal), groups: [group: .init(loans, try CollateralSimulation(speeds))])
  }

  /// What its loans alone take: the part of a simulation that is no waterfall.
  func pools(on rates: SimulatedRates) throws -> [SimulatedCash] {
    try CollateralSimulation(speeds).cash([loans], on: rates)
  }
}
