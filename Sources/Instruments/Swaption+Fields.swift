import DatesAndConventions

extension Swaption {
  static let fields: [InstrumentField] =
    InterestRateSwap.fields.filter { ![.notionalExchange, .notionalReset].contains($0) }
    + [.expiryDate, .exerciseDates, .settlementMethod]

  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let swap = try InterestRateSwap(fields: fields)
    let settlement = try fields.choice(.settlementMethod, Settlement.self) ?? .physical
    switch (try fields.date(.expiryDate), try fields.text(.exerciseDates, limit: 1_100)) {
    case (let expiry?, nil): try self.init(swap, expiry: expiry, settlement: settlement)
    case (nil, let text?):
      try self.init(swap, exerciseDates: Self.dates(text), settlement: settlement)
    case (nil, nil):
      throw TermsError(field: "expiry_date", message: "is missing; write it, or several exercise_dates")
    case (.some, .some):
      throw TermsError(field: "expiry_date", message: "does not go with exercise_dates; leave one empty")
    }
  }

  private static func dates(_ text: String) throws(TermsError) -> [CivilDate] {
    var dates: [CivilDate] = []
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      guard let date = CivilDate(iso: String(part)) else {
        throw TermsError(
          field: "exercise_dates",
          message:
            "'\(TermsError.shortened(part))' is not a date; write days as YYYY-MM-DD between semicolons")
      }
      dates.append(date)
    }
    return dates
  }

  func write(to writer: inout FieldWriter) {
    swap.writeWithoutExchange(to: &writer)
    if entries.isEmpty {
      writer.write(.expiryDate, expiry)
    } else {
      writer.write(.exerciseDates, exerciseDates.map(\.description).joined(separator: ";"))
    }
    writer.write(.settlementMethod, settlement.rawValue)
  }
}
