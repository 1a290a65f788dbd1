import DatesAndConventions
import Testing

@Suite struct RateIndexTests {
  private func day(_ iso: String) -> CivilDate { CivilDate(iso: iso)! }

  @Test func namesBeginWithTheirCurrency() {
    for id in RateIndexID.allCases {
      #expect(id.rawValue.hasPrefix(RateIndex.of(id).currency.code + "-"), "\(id)")
      #expect(RateIndex.of(id).id == id)
    }
  }

  /// 30 May 2024 is two TARGET days before 3 June; the deposit's end, 3 September, is a business day.
  @Test func euriborIsFixedTwoDaysBefore() {
    let index = RateIndex.of(.eurEuribor3M)
    #expect(index.fixingDate(start: day("2024-06-03")) == day("2024-05-30"))
    #expect(index.depositEnd(start: day("2024-06-03")) == day("2024-09-03"))
  }

  /// 28 March 2024 was the last TARGET day before Easter: a deposit from a month's last business day ends on one.
  @Test func depositsFromAMonthsEndEndAtAMonthsEnd() {
    #expect(RateIndex.of(.eurEuribor3M).depositEnd(start: day("2024-03-28")) == day("2024-06-28"))
    #expect(RateIndex.of(.eurEuribor1M).depositEnd(start: day("2024-01-31")) == day("2024-02-29"))
  }

  @Test func overnightDepositsEndOnTheNextBusinessDay() {
    #expect(RateIndex.of(.usdSOFR).depositEnd(start: day("2024-07-03")) == day("2024-07-05"))
    #expect(RateIndex.of(.usdSOFR).fixingDate(start: day("2024-07-03")) == day("2024-07-03"))
  }
}
