import Foundation
import LeaseQueue
import Testing

/// `TENOR_LEASE_HISTORIES` sets how many histories are run; `TENOR_LEASE_SEED` replays one.
@Suite("Simulated leases")
struct LeaseSimulationTests {
  @Test("no history of crashes, pauses, delays, duplicates and skewed clocks loses or doubles a task")
  func histories() throws {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["TENOR_LEASE_SEED"].flatMap(UInt64.init) {
      replay(seed)
      return
    }
    let count = environment["TENOR_LEASE_HISTORIES"].flatMap(UInt64.init) ?? 20_000
    var total = LeaseSimulation.Outcome()
    for seed in 0..<count {
      guard let outcome = replay(seed) else { return }
      total.succeeded += outcome.succeeded
      total.dead += outcome.dead
      total.takeOvers += outcome.takeOvers
      total.lateRefusals += outcome.lateRefusals
      total.duplicates += outcome.duplicates
      total.crashes += outcome.crashes
      total.pauses += outcome.pauses
    }
    print("\(count) lease histories: \(total)")
    // The weather was bad enough to mean something.
    let few = Int(count / 20)
    #expect(total.succeeded > few && total.dead > few && total.takeOvers > few && total.lateRefusals > few)
    #expect(total.duplicates > few && total.crashes > few && total.pauses > few)
  }

  @discardableResult
  private func replay(_ seed: UInt64) -> LeaseSimulation.Outcome? {
    var simulation = LeaseSimulation(seed: seed)
    do throws(LeaseSimulation.Violation) {
      return try simulation.run()
    } catch {
      Issue.record("\(error); replay: TENOR_LEASE_SEED=\(seed) swift test --filter LeaseSimulationTests")
      return nil
    }
  }
}
