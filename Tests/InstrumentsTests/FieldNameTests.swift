import Instruments
import Testing

struct FieldNameTests {
  private func check<Name: FieldName>(_ type: Name.Type) {
    let fields = Array(Name.allCases)
    #expect(fields.map(\.rawValue) == Array(fields.indices), "fields lie in arrays by their raw value")
    #expect(Set(fields.map(\.name)).count == fields.count)
    for field in fields {
      #expect(field.name.allSatisfy { ("a"..."z").contains($0) || $0 == "_" })
    }
  }

  @Test func namesAreUniqueAndNumberedWithoutGaps() {
    check(InstrumentField.self)
    check(PositionField.self)
  }
}
