import CashFlows
import DatesAndConventions
import Instruments
import Testing

@Suite struct FXForwardFlowTests {
  @Test func eachSideFlowsInItsCurrency() throws {
    let forward = Instrument.fxForward(
      try FXForward(
        buyCurrency: .eur, buyAmount: 1_000_000, sellCurrency: .usd, sellAmount: 1_087_500,
        settlementDate: date("2023-06-30"), valueCurrency: .usd))
    let flows = flows(of: forward, after: date("2023-06-29"))
    #expect(flows.payDays == [date("2023-06-30").dayNumber, date("2023-06-30").dayNumber])
    #expect(flows.principal == [1_000_000, -1_087_500])
    #expect(flows.currencies == [.eur, .usd])
    #expect(flows.interest == [0, 0])
    #expect(CashFlowsTests.flows(of: forward, after: date("2023-06-30")).payDays.isEmpty)
  }
}
