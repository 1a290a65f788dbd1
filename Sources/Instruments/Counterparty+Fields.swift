extension Counterparty {
  /// Reads a counterparty from its fields. Throws `TermsError` naming the field at fault.
  public init(fields: some TermFields<CounterpartyField>) throws(TermsError) {
    self.init(
      id: try fields.required(.counterpartyID, fields.identifier(.counterpartyID)),
      name: try fields.required(.name, fields.text(.name)),
      lei: try fields.lei(.lei),
      country: try fields.country(.country),
      sector: try fields.text(.sector),
      rating: try fields.text(.rating, limit: 32),
      parentID: try fields.identifier(.parentID))
    if parentID == id {
      throw TermsError(
        field: "parent_id", message: "'\(id)' is the counterparty itself; leave it empty at the top")
    }
  }
}

extension TermFields {
  fileprivate func lei(_ field: Name) throws(TermsError) -> LegalEntityIdentifier? {
    guard let text = try text(field) else { return nil }
    do throws(LegalEntityIdentifier.Fault) {
      return try LegalEntityIdentifier(text)
    } catch {
      throw TermsError(field: field.name, message: "'\(TermsError.shortened(text))' \(error.description)")
    }
  }
}
