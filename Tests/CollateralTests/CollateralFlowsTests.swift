import Collateral
import Testing

@Test func aPoolWithoutFlowsHasAZeroForEachMonth() {
  let flows = CollateralFlows(openingBalance: 100, months: 3)
  #expect(flows.months == 3)
  #expect(flows.interest == [0, 0, 0])
  #expect(flows.openingInDefault == 0)
}
