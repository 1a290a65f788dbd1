import StructuredDeals
import Testing

@Test func aPeriodNamesItsMonths() {
  #expect(DealPeriod(number: 2, months: 3..<6).months.count == 3)
}
