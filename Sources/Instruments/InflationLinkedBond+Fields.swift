import DatesAndConventions

extension InflationLinkedBond {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let value = try fields.number(.baseIndex)
    let date = try fields.date(.baseDate)
    if value != nil, date != nil {
      throw TermsError(field: "base_date", message: "is given beside base_index; keep one")
    }
    let lag = try fields.integer(.indexLag) ?? Indexation.threeMonths.rawValue
    guard let indexation = Indexation(rawValue: lag) else {
      throw TermsError(field: "index_lag", message: "\(lag) months is not one of: 3, 8")
    }
    try self.init(
      bond: FixedBond(fields: fields),
      index: fields.required(.inflationIndex, fields.choice(.inflationIndex, InflationIndexID.self)),
      indexation: indexation, base: value.map(Base.value) ?? date.map(Base.date),
      hasDeflationFloor: fields.flag(.deflationFloor))
  }

  func write(to writer: inout FieldWriter) {
    bond.write(to: &writer)
    writer.write(.inflationIndex, index.rawValue)
    switch base {
    case .value(let value): writer.write(.baseIndex, value)
    case .date(let date): writer.write(.baseDate, date)
    }
    writer.write(.indexLag, indexation.rawValue)
    writer.write(.deflationFloor, hasDeflationFloor)
  }
}
