package import Instruments
package import JSONDocuments
import DatesAndConventions

/// The fields of a record written as a JSON object. Reused from record to record: it keeps its array.
package struct JSONFields<Name: FieldName>: TermFields {
  private let table: FieldNameTable<Name>
  private var slots: [JSONElement?]

  package init(table: FieldNameTable<Name>) {
    self.table = table
    slots = Array(repeating: nil, count: Name.allCases.count)
  }

  /// Takes up an object's members, which must stay valid while fields are read.
  ///
  /// Throws `TermsError` when it is no object, or a member's name is unknown or repeated.
  package mutating func take(_ element: JSONElement) throws(TermsError) {
    for index in slots.indices { slots[index] = nil }
    guard let members = element.members else {
      throw TermsError(field: "record", message: "expected an object, found \(element.kind.inWords)")
    }
    var hint = 0
    for (name, value) in members {
      guard let field = table.field(name, hint: &hint) else {
        let known = Name.allCases.map(\.name).joined(separator: ", ")
        throw TermsError(
          field: TermsError.shortened(name), message: "is not a known field; the fields are \(known)")
      }
      guard slots[field.rawValue] == nil else {
        throw TermsError(field: field.name, message: "appears twice; keep one")
      }
      slots[field.rawValue] = value
    }
  }

  package func value(_ field: Name) -> FieldValue {
    guard let element = slots[field.rawValue] else { return .absent }
    switch element.kind {
    case .null: return .absent
    case .bool: return .flag(element.bool!)
    case .number: return .number(element.number!)
    case .string:
      let text = element.utf8!
      return text.isEmpty ? .absent : .text(text)
    case .array: return words(element) ?? payments(element)
    case .object: return .unusable("an object")
    }
  }

  /// `nil` when it is not an array of strings, or empty.
  private func words(_ array: JSONElement) -> FieldValue? {
    var words: [String] = []
    for element in array.elements! {
      guard let text = element.utf8 else { return nil }
      words.append(String(decoding: text, as: UTF8.self))
    }
    return words.isEmpty ? nil : .words(words)
  }

  private func payments(_ array: JSONElement) -> FieldValue {
    var payments: [PrincipalPayment] = []
    for (index, element) in array.elements!.enumerated() {
      guard let payment = PrincipalPayment(element) else {
        return .unusable("an array whose element \(index) is not a date and an amount")
      }
      payments.append(payment)
    }
    return .payments(payments)
  }
}

extension PrincipalPayment {
  fileprivate init?(_ element: JSONElement) {
    var date: CivilDate?
    var amount: Double?
    guard let members = element.members else { return nil }
    for (name, value) in members {
      switch String(decoding: name, as: UTF8.self) {
      case "date" where date == nil: date = value.utf8.flatMap { CivilDate(isoBytes: $0) }
      case "amount" where amount == nil: amount = value.number
      default: return nil
      }
    }
    guard let date, let amount else { return nil }
    self.init(date: date, amount: amount)
  }
}
