import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

/// Loans whose rate or balance moves against run-offs by plain arithmetic on QuantLib 1.44's curves and calendars: 240 with rates
/// that follow an index, 120 commitments.
@Suite struct VariableLoanGoldenTests {
  private static let golden = (try? VariableLoanGolden.load()) ?? []

  @Test func everyCaseIsRead() {
    #expect(Self.golden.count == 360)
    #expect(Self.golden.filter { $0.commitment != nil }.count == 120)
    #expect(Self.golden.filter { $0.limit != nil }.count > 20)
    #expect(Self.golden.filter { $0.reset?.step != nil }.count > 60)
    #expect(Self.golden.filter { $0.dv01 != nil }.count > 200)
  }

  /// Payments on the base market, each amount to 1e-9 of what the loan is about.
  @Test func paymentsAreThoseOfTheTextbook() throws {
    let pricer = try VariableLoanMarket.pricer([.cashFlows])
    for golden in Self.golden {
      let columns = pricer.price([Fixtures.position(.variableLoan(try golden.terms()))]).cashFlows
      #expect(columns.flowCount == golden.count, "\(golden.name)")
      let size = max(golden.balance, golden.commitment?.amount ?? 0)
      for (flow, payment) in zip(golden.places, golden.payments) where flow < columns.flowCount {
        #expect(columns.payDays[flow] == payment.date.dayNumber, "\(golden.name) \(payment.date)")
        for (number, expected) in zip(
          [
            columns.interest[flow], columns.principal[flow], columns.prepayment[flow], columns.balances[flow],
          ],
          payment.amounts)
        {
          #expect(abs(number - expected) <= 1e-9 * size, "\(golden.name) \(payment.date)")
        }
      }
    }
  }

  /// Values on the base market and with all zero rates 1% higher, to 1e-10 of what the loan is about; DV01 to the central
  /// difference of the script, whose rounding is 1e-9 of the same.
  @Test func valuesAreThoseOfTheTextbook() throws {
    let pricer = try VariableLoanMarket.pricer([.presentValue, .dv01], [.base, Fixtures.parallel(100)])
    for golden in Self.golden {
      let block = pricer.price([Fixtures.position(.variableLoan(try golden.terms()))]).results
      let size = max(golden.balance, golden.commitment?.amount ?? 0)
      #expect(abs(block.values[0] - golden.value) <= 1e-10 * size, "\(golden.name)")
      #expect(abs(block.values[1] - golden.valueUp) <= 1e-10 * size, "\(golden.name)")
      if let dv01 = golden.dv01 {
        #expect(abs(block.values[2] - dv01) <= 1e-6 * abs(dv01) + 1e-9 * size, "\(golden.name)")
      }
    }
  }
}
