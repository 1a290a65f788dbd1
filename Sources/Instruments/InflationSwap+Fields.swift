import DatesAndConventions

extension InflationSwap {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let payments = try fields.integer(.frequency) ?? 0
    guard let kind = Kind(rawValue: payments) else {
      throw TermsError(
        field: "frequency", message: "\(payments) payments a year is not one of: 0 (at maturity), 1")
    }
    try self.init(
      currency: fields.required(.currency, fields.currency(.currency)),
      index: fields.required(.inflationIndex, fields.choice(.inflationIndex, InflationIndexID.self)),
      notional: fields.required(.notional, fields.number(.notional)),
      rate: fields.required(.rate, fields.number(.rate)),
      start: fields.required(.datedDate, fields.date(.datedDate)),
      maturity: fields.required(.maturity, fields.date(.maturity)), kind: kind,
      baseIndex: fields.number(.baseIndex),
      calendar: fields.choice(.calendar, CalendarID.self) ?? .weekendsOnly)
  }

  func write(to writer: inout FieldWriter) {
    writer.write(.notional, notional)
    writer.write(.rate, rate)
    writer.write(.datedDate, start)
    writer.write(.maturity, maturity)
    writer.write(.inflationIndex, index.rawValue)
    writer.write(.frequency, kind.rawValue)
    writer.write(.baseIndex, baseIndex)
    writer.write(.calendar, calendar.rawValue)
  }

  static let fields: [InstrumentField] = [
    .notional, .rate, .datedDate, .maturity, .inflationIndex, .frequency, .baseIndex, .calendar,
  ]
}
