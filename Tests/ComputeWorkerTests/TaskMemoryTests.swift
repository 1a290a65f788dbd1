import DatesAndConventions
import Instruments
import MarketData
import Pricing
import RunRecords
import Testing

@testable import ComputeWorker

@Suite("The memory of a task")
struct TaskMemoryTests {
  private func bytes(_ measures: [Measure], baseOnly: [Measure] = [], scenarios: Int = 1) -> Int {
    TaskMemory(
      RunRequest(
        marketSnapshotID: "", positionSnapshotID: "",
        scenarios: (0..<scenarios).map { Scenario(id: "S\($0)", shifts: []) },
        pricing: PricingRequest(measures: measures, baseOnlyMeasures: baseOnly, reportingCurrency: .usd),
        bucketCount: 1, codeVersion: ""), productType: .fixedBond
    ).bytesPerPosition
  }

  @Test("each scenario takes 8 bytes in each row: one a measure, one a key rate, two of FX delta")
  func scenarios() {
    func perScenario(_ measures: [Measure], baseOnly: [Measure] = []) -> Int {
      (bytes(measures, baseOnly: baseOnly, scenarios: 101) - bytes(measures, baseOnly: baseOnly)) / 100
    }
    #expect(perScenario([.presentValue]) == 8)
    #expect(perScenario([.presentValue, .yield, .dv01]) == 24)
    #expect(perScenario([.presentValue, .keyRateDV01]) == 8 + 5 * 8)
    #expect(perScenario([.presentValue, .keyRateDuration]) == 8 + 5 * 8)
    #expect(perScenario([.fxDelta]) == 16)
    #expect(perScenario([.presentValue, .yield], baseOnly: [.yield]) == 8)
    #expect(perScenario([.presentValue, .cashFlows]) == 8)
  }

  private static let request = RunRequest(
    marketSnapshotID: "", positionSnapshotID: "", scenarios: [.base],
    pricing: PricingRequest(measures: [.presentValue], reportingCurrency: .usd), bucketCount: 1,
    codeVersion: "")

  @Test(
    "what contracts have in common is taken off first, half of the budget at most",
    arguments: [
      (ProductType.floatingRate, BatchPricer.productTableBytes),
      (.derivatives, BatchPricer.productTableBytes), (nil, BatchPricer.productTableBytes),
      (.mortgageAssetBacked, BatchPricer.simulationBytes),
    ] as [(ProductType?, Int)])
  func tables(productType: ProductType?, tables: Int) {
    let (plain, floating) = (
      TaskMemory(Self.request, productType: .fixedBond), TaskMemory(Self.request, productType: productType)
    )
    for budget in [2 * tables, 256 << 20, 1 << 30] {
      #expect(floating.positions(in: budget) == plain.positions(in: budget - tables))
    }
    #expect(floating.positions(in: tables) == plain.positions(in: tables / 2))
    #expect(floating.positions(in: 1) == 1)
  }

  @Test("flows take more than all of a small run's values, and one position always fits")
  func flowsAndLeast() {
    #expect(bytes([.presentValue, .cashFlows]) > 2 * bytes([.presentValue]))
    let memory = TaskMemory(Self.request, productType: .fixedBond)
    #expect(memory.positions(in: 1) == 1)
    #expect(memory.positions(in: 10 * memory.bytesPerPosition) == 10)
    #expect(memory.positions(in: 10 * memory.bytesPerPosition - 1) == 9)
  }
}
