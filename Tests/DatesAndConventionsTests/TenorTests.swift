import DatesAndConventions
import Testing

@Suite struct TenorTests {
  @Test(arguments: ["1D", "2W", "3M", "10Y", "0D", "18M"])
  func `text comes back`(_ text: String) {
    #expect(Tenor(text)?.description == text)
  }

  @Test(arguments: ["", "M", "3", "-3M", "+3M", "3m", "3.5Y", "3 M", "99999Y", "1Q"])
  func `text that is no tenor is refused`(_ text: String) {
    #expect(Tenor(text) == nil)
  }

  @Test func `overnight is a day`() {
    #expect(Tenor("ON") == Tenor(1, .days))
  }

  @Test func `months are cut to shorter months`() {
    #expect(Tenor("1M")?.date(after: day("2024-01-31")) == day("2024-02-29"))
    #expect(Tenor("2W")?.date(after: day("2024-02-20")) == day("2024-03-05"))
    #expect(Tenor("10Y")?.date(after: day("2024-02-29")) == day("2034-02-28"))
  }
}
