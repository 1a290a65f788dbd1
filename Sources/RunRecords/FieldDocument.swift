import DatesAndConventions
package import Instruments
import JSONDocuments

/// Writes named fields as one canonical JSON object.
package struct FieldDocument<Name: FieldName>: Sendable {
  private let table: FieldNameTable<Name>

  package init(table: FieldNameTable<Name>) { self.table = table }

  /// Appends the object; `extra` are members of other names. Numbers must be finite.
  package func append(
    _ fields: [(name: Name, value: FieldOutput)], extra: [(name: String, value: String)] = [],
    to out: inout [UInt8]
  ) {
    var byName: [FieldOutput?] = Array(repeating: nil, count: table.sorted.count)
    for field in fields { byName[field.name.rawValue] = field.value }
    var extra = extra.sorted { $0.name < $1.name }[...]
    out.append(UInt8(ascii: "{"))
    for (index, field) in table.sorted.enumerated() {
      guard let value = byName[field.rawValue] else { continue }
      if !extra.isEmpty { append(&extra, before: field.name, to: &out) }
      out.append(contentsOf: table.memberStarts[index])
      append(value, to: &out)
      out.append(UInt8(ascii: ","))
    }
    append(&extra, before: nil, to: &out)
    if out.last == UInt8(ascii: ",") { out.removeLast() }
    out.append(UInt8(ascii: "}"))
  }

  /// Appends the extra members whose names come before `name`, each with a comma after it.
  private func append(
    _ extra: inout ArraySlice<(name: String, value: String)>, before name: String?, to out: inout [UInt8]
  ) {
    while let next = extra.first, name.map({ next.name < $0 }) ?? true {
      CanonicalJSON.appendString(next.name.utf8, to: &out)
      out.append(UInt8(ascii: ":"))
      CanonicalJSON.appendString(next.value.utf8, to: &out)
      out.append(UInt8(ascii: ","))
      extra.removeFirst()
    }
  }

  private func append(_ value: FieldOutput, to out: inout [UInt8]) {
    switch value {
    case .text(let text): CanonicalJSON.appendString(text.utf8, to: &out)
    case .number(let number): JSONNumber.append(number, to: &out)
    case .flag(let flag): out.append(contentsOf: flag ? "true".utf8 : "false".utf8)
    case .payments(let payments):
      out.append(UInt8(ascii: "["))
      for (index, payment) in payments.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        out.append(contentsOf: "{\"amount\":".utf8)
        JSONNumber.append(payment.amount, to: &out)
        out.append(contentsOf: ",\"date\":\"".utf8)
        out.append(contentsOf: payment.date.description.utf8)
        out.append(contentsOf: "\"}".utf8)
      }
      out.append(UInt8(ascii: "]"))
    case .words(let words):
      out.append(UInt8(ascii: "["))
      for (index, word) in words.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        CanonicalJSON.appendString(word.utf8, to: &out)
      }
      out.append(UInt8(ascii: "]"))
    }
  }
}
