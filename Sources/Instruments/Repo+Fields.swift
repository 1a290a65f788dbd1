import DatesAndConventions

extension Repo {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let rate = try fields.number(.rate)
    let repayment = try fields.number(.payment)
    let price: Price
    switch (rate, repayment) {
    case (let rate?, nil): price = .rate(rate, try fields.choice(.dayCount, DayCount.self) ?? .actual360)
    case (nil, let amount?):
      if case .absent = fields.value(.dayCount) {
      } else {
        throw TermsError(field: "day_count", message: "is for a rate; leave it out beside payment")
      }
      price = .repayment(amount)
    case (.some, .some):
      throw TermsError(field: "payment", message: "is given beside a rate; keep one")
    case (nil, nil):
      throw TermsError(
        field: "rate", message: "is missing; give it as a decimal, or payment, the amount paid back")
    }
    let term: Term
    if let maturity = try fields.date(.maturity) {
      for field in [InstrumentField.noticeDays, .calendar] {
        if case .absent = fields.value(field) { continue }
        throw TermsError(field: field.name, message: "is for an open repo; leave it out beside a maturity")
      }
      term = .until(maturity)
    } else {
      term = .open(
        noticeDays: try fields.integer(.noticeDays) ?? 1,
        try fields.choice(.calendar, CalendarID.self) ?? .weekendsOnly)
    }
    try self.init(
      currency: fields.required(.currency, fields.currency(.currency)),
      cash: fields.required(.notional, fields.number(.notional)), price: price,
      start: fields.required(.datedDate, fields.date(.datedDate)), term: term,
      haircut: fields.number(.haircut) ?? 0, collateral: fields.identifier(.collateralID))
  }

  func write(to writer: inout FieldWriter) {
    writer.write(.notional, cash)
    switch price {
    case .rate(let rate, let dayCount):
      writer.write(.rate, rate)
      writer.write(.dayCount, dayCount.rawValue)
    case .repayment(let amount): writer.write(.payment, amount)
    }
    writer.write(.datedDate, start)
    switch term {
    case .until(let end): writer.write(.maturity, end)
    case .open(let noticeDays, let calendar):
      writer.write(.noticeDays, noticeDays)
      writer.write(.calendar, calendar.rawValue)
    }
    writer.write(.haircut, haircut)
    writer.write(.collateralID, collateral)
  }

  static let fields: [InstrumentField] = [
    .notional, .rate, .payment, .dayCount, .datedDate, .maturity, .noticeDays, .calendar, .haircut,
    .collateralID,
  ]
}
