package import Instruments

/// The names of one kind of record in canonical order, for looking them up and writing them.
package struct FieldNameTable<Name: FieldName>: Sendable {
  /// Ascending by name, which for ASCII is the order of RFC 8785.
  package let sorted: [Name]
  private let names: [[UInt8]]
  /// `"name":` of each of `sorted`.
  let memberStarts: [[UInt8]]

  package init() {
    sorted = Name.allCases.sorted { $0.name < $1.name }
    names = sorted.map { Array($0.name.utf8) }
    memberStarts = sorted.map { Array("\"\($0.name)\":".utf8) }
  }

  /// The field with this name; `nil` when there is none.
  ///
  /// `hint` is where to look first and moves past a find: names that come in canonical order are found at once.
  package func field(_ name: UnsafeBufferPointer<UInt8>, hint: inout Int) -> Name? {
    var index = hint
    for _ in 0..<names.count {
      if index >= names.count { index = 0 }
      if names[index].count == name.count, names[index].elementsEqual(name) {
        hint = index + 1
        return sorted[index]
      }
      index += 1
    }
    return nil
  }
}

extension InstrumentField {
  package static let table = FieldNameTable<InstrumentField>()
}

extension PositionField {
  package static let table = FieldNameTable<PositionField>()
}
