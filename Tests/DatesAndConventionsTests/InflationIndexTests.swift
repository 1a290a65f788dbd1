import DatesAndConventions
import Testing

@Suite struct InflationIndexTests {
  /// 31 CFR 356, appendix B, I.B.3: the reference CPI of 15 April 1996 from those of January and February, 154.40 and 154.90.
  @Test func referenceIsLinearInDaysAndRounded() throws {
    let date = try #require(CivilDate(iso: "1996-04-15"))
    let (first, share) = IndexReference.day(date).months
    #expect(first == YearMonth(year: 1996, month: 1))
    #expect(share == 14.0 / 30)
    let level = 154.40 + share * (154.90 - 154.40)
    #expect(InflationIndex.of(.usCPIU).referenceRounding.rounded(level) == 154.63333)
  }

  @Test func roundings() {
    #expect(IndexRounding.truncatedThenFifthDecimal.rounded(1.0000049999) == 1.0)
    #expect(IndexRounding.truncatedThenFifthDecimal.rounded(1.000005) == 1.00001)
    #expect(IndexRounding.fifthDecimal.rounded(1.0000049999) == 1.0)
    #expect(IndexRounding.fifthDecimal.rounded(1.0000050001) == 1.00001)
    #expect(IndexRounding.none.rounded(1.23456789) == 1.23456789)
    // What is cut before it is rounded never reaches up from beyond the sixth decimal.
    #expect(IndexRounding.truncatedThenFifthDecimal.rounded(2.1234549) == 2.12345)
  }

  @Test func monthsCount() {
    let month = YearMonth(year: 2023, month: 2)
    #expect(month.description == "2023-02" && YearMonth("2023-02") == month)
    #expect(YearMonth("2023-13") == nil && YearMonth("2023-2") == nil && YearMonth("2023-02-01") == nil)
    #expect(month.adding(months: -3) == YearMonth(year: 2022, month: 11))
    #expect(month.adding(months: 11).months(since: month) == 11)
    #expect(IndexReference.month(month).months.first == month)
  }

  @Test(arguments: InflationIndexID.allCases)
  func everyIndexHasItsConventions(id: InflationIndexID) { #expect(InflationIndex.of(id).id == id) }
}
