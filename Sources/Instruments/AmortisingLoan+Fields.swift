import DatesAndConventions

extension AmortisingLoan {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    try self.init(fields: fields, amortisation: Amortisation(fields: fields))
  }

  /// - Parameter amortisation: in place of what the fields say of it.
  init(fields: some TermFields<InstrumentField>, amortisation: Amortisation) throws(TermsError) {
    try self.init(
      currency: fields.required(.currency, fields.currency(.currency)),
      balance: fields.required(.balance, fields.number(.balance)),
      balanceDate: fields.required(.balanceDate, fields.date(.balanceDate)),
      firstPaymentDate: fields.required(.firstPaymentDate, fields.date(.firstPaymentDate)),
      maturity: fields.required(.maturity, fields.date(.maturity)),
      rate: fields.required(.rate, fields.number(.rate)),
      rateSteps: fields.payments(.rateSchedule).map { RateStep(date: $0.date, rate: $0.amount) },
      frequency: fields.frequency(.frequency) ?? .monthly,
      dayCount: fields.choice(.dayCount, DayCount.self) ?? .thirty360BondBasis,
      amortisation: amortisation,
      servicingFee: fields.number(.servicingFee) ?? 0,
      prepaymentRate: fields.number(.prepaymentRate) ?? 0,
      endOfMonth: fields.flag(.endOfMonth) ?? false,
      calendar: fields.choice(.calendar, CalendarID.self) ?? .weekendsOnly,
      paymentConvention: fields.choice(.paymentConvention, BusinessDayConvention.self) ?? .unadjusted,
      accrualConvention: fields.choice(.accrualConvention, BusinessDayConvention.self) ?? .unadjusted,
      penultimatePaymentDate: fields.date(.penultimatePaymentDate), periodDays: fields.integer(.periodDays),
      annuity: fields.choice(.annuity, Annuity.self) ?? .equalPeriods,
      capitalisedUntil: fields.date(.capitalisedUntil), interestRests: InterestRests(fields: fields))
  }

  /// - Parameter repayments: of a loan that states them by day beside its amortisation.
  func write(to writer: inout FieldWriter, repayments: [PrincipalPayment] = []) {
    writer.write(.balance, balance)
    writer.write(.balanceDate, balanceDate)
    writer.write(.firstPaymentDate, firstPaymentDate)
    if endOfMonth { writer.write(.endOfMonth, endOfMonth) }
    writer.write(.maturity, maturity)
    writer.write(.rate, rate)
    writer.write(.rateSchedule, rateSteps.map { PrincipalPayment(date: $0.date, amount: $0.rate) })
    writer.write(.frequency, frequency.rawValue)
    writer.write(.dayCount, dayCount.rawValue)
    (repayments.isEmpty ? amortisation : .schedule(repayments)).write(to: &writer)
    writer.write(.servicingFee, servicingFee)
    writer.write(.prepaymentRate, prepaymentRate)
    writer.write(.calendar, calendar.rawValue)
    writer.write(.paymentConvention, paymentConvention.rawValue)
    if accrualConvention != .unadjusted { writer.write(.accrualConvention, accrualConvention.rawValue) }
    writer.write(.penultimatePaymentDate, penultimatePaymentDate)
    writer.write(.periodDays, periodDays)
    if annuity != .equalPeriods { writer.write(.annuity, annuity.rawValue) }
    writer.write(.capitalisedUntil, capitalisedUntil)
    if let interestRests {
      writer.write(.firstRestDate, interestRests.first)
      writer.write(.restMonths, interestRests.months)
      writer.write(.restBalance, interestRests.balance)
    }
  }
}

extension InterestRests {
  /// `nil` where the fields say nothing of rests.
  init?(fields: some TermFields<InstrumentField>) throws(TermsError) {
    guard let first = try fields.date(.firstRestDate) else {
      for field in [InstrumentField.restMonths, .restBalance] {
        if case .absent = fields.value(field) { continue }
        throw TermsError(
          field: field.name, message: "needs first_rest_date, the first due date whose balance counts")
      }
      return nil
    }
    self.init(
      first: first, months: try fields.required(.restMonths, fields.integer(.restMonths)),
      balance: try fields.number(.restBalance))
  }
}

extension Amortisation {
  /// The names of the cases in files.
  enum Kind: String, CaseIterable {
    case levelPay = "level_pay"
    case linear = "linear"
    case bullet = "bullet"
    case interestOnlyThenLevelPay = "interest_only_then_level_pay"
    case schedule = "schedule"

    /// The fields that say more about this kind.
    var ownFields: [InstrumentField] {
      switch self {
      case .levelPay: return [.payment, .amortisationPeriods]
      case .linear: return [.payment, .amortisationPeriods]
      case .bullet: return []
      case .interestOnlyThenLevelPay: return [.payment, .interestOnlyPeriods, .amortisationPeriods]
      case .schedule: return [.principalPayments]
      }
    }
  }

  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let kind = try fields.required(.amortisation, fields.choice(.amortisation, Kind.self))
    let optional: [InstrumentField] = [
      .payment, .amortisationPeriods, .interestOnlyPeriods, .principalPayments,
    ]
    for field in optional where !kind.ownFields.contains(field) {
      if case .absent = fields.value(field) { continue }
      throw TermsError(
        field: field.name, message: "is not a field of a \(kind.rawValue) loan; leave it empty")
    }
    switch kind {
    case .levelPay:
      self = .levelPay(
        payment: try fields.number(.payment), periods: try fields.integer(.amortisationPeriods))
    case .linear:
      self = .linear(
        principal: try fields.number(.payment), periods: try fields.integer(.amortisationPeriods))
    case .bullet: self = .bullet
    case .interestOnlyThenLevelPay:
      self = .interestOnlyThenLevelPay(
        interestOnlyPeriods: try fields.required(
          .interestOnlyPeriods, fields.integer(.interestOnlyPeriods)),
        payment: try fields.number(.payment),
        periods: try fields.integer(.amortisationPeriods))
    case .schedule: self = .schedule(try fields.payments(.principalPayments))
    }
  }

  func write(to writer: inout FieldWriter) {
    func write(_ kind: Kind) { writer.write(.amortisation, kind.rawValue) }
    switch self {
    case .levelPay(let payment, let periods):
      write(.levelPay)
      writer.write(.payment, payment)
      writer.write(.amortisationPeriods, periods)
    case .linear(let principal, let periods):
      write(.linear)
      writer.write(.payment, principal)
      writer.write(.amortisationPeriods, periods)
    case .bullet: write(.bullet)
    case .interestOnlyThenLevelPay(let interestOnlyPeriods, let payment, let periods):
      write(.interestOnlyThenLevelPay)
      writer.write(.payment, payment)
      writer.write(.interestOnlyPeriods, interestOnlyPeriods)
      writer.write(.amortisationPeriods, periods)
    case .schedule(let payments):
      write(.schedule)
      writer.write(.principalPayments, payments)
    }
  }
}
