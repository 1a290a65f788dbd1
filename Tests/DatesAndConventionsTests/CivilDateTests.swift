import DatesAndConventions
import Testing

@Suite struct CivilDateTests {
  @Test func `epoch`() {
    #expect(CivilDate(year: 1970, month: 1, day: 1)?.dayNumber == 0)
  }
}
