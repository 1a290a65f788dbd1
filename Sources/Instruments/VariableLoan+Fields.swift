import DatesAndConventions

extension InstrumentField {
  /// Those that only loans with a moving rate or balance have: one of them makes a loan such a loan.
  static let onlyOfVariableLoan: [InstrumentField] = [
    .index, .margin, .cap, .floor, .lookbackDays, .firstResetDate, .resetMonths, .rateRounding,
    .roundingDirection, .firstRateCap, .periodicRateCap, .paymentResetDate, .paymentResetMonths, .paymentCap,
    .balanceLimit, .commitment, .isRevolving, .drawdowns, .commitmentFee, .utilisationFee,
    .utilisationThreshold, .prepaymentPenalties,
  ]
  static let ofVariableLoan: [InstrumentField] =
    ofAmortisingLoan.filter { $0 != .rateSchedule && !onlyOfFixedLoan.contains($0) } + onlyOfVariableLoan
}

extension VariableLoan {
  /// Whether fields are of such a loan.
  static func isMeant(_ fields: some TermFields<InstrumentField>) -> Bool {
    InstrumentField.onlyOfVariableLoan.contains {
      if case .absent = fields.value($0) { false } else { true }
    }
  }

  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    var amortisation = try Amortisation(fields: fields)
    var repayments: [PrincipalPayment] = []
    if case .schedule(let payments) = amortisation { (repayments, amortisation) = (payments, .bullet) }
    let rateReset = try LoanRateReset(fields: fields)
    try self.init(
      loan: AmortisingLoan(fields: fields, amortisation: amortisation), rateReset: rateReset,
      paymentReset: LoanPaymentReset(fields: fields, rateReset),
      balanceLimit: fields.number(.balanceLimit), commitment: LoanCommitment(fields: fields),
      drawdowns: fields.payments(.drawdowns), repayments: repayments,
      prepaymentPenalties: fields.payments(.prepaymentPenalties).map {
        PrepaymentPenalty(through: $0.date, rate: $0.amount)
      })
  }

  func write(to writer: inout FieldWriter) {
    loan.write(to: &writer, repayments: repayments)
    rateReset?.write(to: &writer)
    if let paymentReset {
      writer.write(.paymentResetDate, paymentReset.first)
      writer.write(.paymentResetMonths, paymentReset.months)
      writer.write(.paymentCap, paymentReset.cap)
    }
    writer.write(.balanceLimit, balanceLimit)
    if let commitment {
      writer.write(.commitment, commitment.amount)
      writer.write(.isRevolving, commitment.isRevolving)
      writer.write(.commitmentFee, commitment.fee)
      writer.write(.utilisationFee, commitment.utilisationFee)
      writer.write(.utilisationThreshold, commitment.utilisationThreshold)
    }
    writer.write(.drawdowns, drawdowns)
    writer.write(
      .prepaymentPenalties,
      prepaymentPenalties.map { PrincipalPayment(date: $0.through, amount: $0.rate) })
  }
}

extension TermFields<InstrumentField> {
  /// Refuses fields that say nothing without `leading`.
  fileprivate func refuse(_ fields: [InstrumentField], without leading: InstrumentField) throws(TermsError) {
    for field in fields {
      if case .absent = value(field) { continue }
      throw TermsError(
        field: leading.name, message: "is missing; \(field.name) says nothing without it")
    }
  }
}

extension LoanRateReset {
  /// `nil` without an index.
  fileprivate init?(fields: some TermFields<InstrumentField>) throws(TermsError) {
    guard let index = try fields.choice(.index, RateIndexID.self) else {
      try fields.refuse(
        [
          .margin, .cap, .floor, .lookbackDays, .firstResetDate, .resetMonths, .rateRounding,
          .roundingDirection, .firstRateCap, .periodicRateCap, .paymentResetDate, .paymentResetMonths,
          .paymentCap, .balanceLimit,
        ], without: .index)
      return nil
    }
    let step = try fields.number(.rateRounding)
    if step == nil { try fields.refuse([.roundingDirection], without: .rateRounding) }
    let direction = try fields.choice(.roundingDirection, RateRounding.Direction.self) ?? .nearest
    self.init(
      index: index, margin: try fields.number(.margin) ?? 0,
      first: try fields.required(.firstResetDate, fields.date(.firstResetDate)),
      months: try fields.required(.resetMonths, fields.integer(.resetMonths)),
      lookbackDays: try fields.integer(.lookbackDays),
      rounding: step.map { RateRounding(step: $0, direction: direction) },
      firstCap: try fields.number(.firstRateCap), periodicCap: try fields.number(.periodicRateCap),
      cap: try fields.number(.cap), floor: try fields.number(.floor) ?? 0)
  }

  fileprivate func write(to writer: inout FieldWriter) {
    writer.write(.index, index.rawValue)
    writer.write(.margin, margin)
    writer.write(.cap, cap)
    writer.write(.floor, floor)
    writer.write(.lookbackDays, lookbackDays)
    writer.write(.firstResetDate, first)
    writer.write(.resetMonths, months)
    writer.write(.rateRounding, rounding?.step)
    writer.write(.roundingDirection, rounding?.direction.rawValue)
    writer.write(.firstRateCap, firstCap)
    writer.write(.periodicRateCap, periodicCap)
  }
}

extension LoanPaymentReset {
  /// `nil` where none of its fields is there: the payment then moves with the rate.
  fileprivate init?(fields: some TermFields<InstrumentField>, _ rate: LoanRateReset?) throws(TermsError) {
    let (first, months) = (try fields.date(.paymentResetDate), try fields.integer(.paymentResetMonths))
    let cap = try fields.number(.paymentCap)
    guard let rate, first != nil || months != nil || cap != nil else { return nil }
    self.init(first: first ?? rate.first, months: months ?? rate.months, cap: cap)
  }
}

extension LoanCommitment {
  /// `nil` without an amount.
  fileprivate init?(fields: some TermFields<InstrumentField>) throws(TermsError) {
    guard let amount = try fields.number(.commitment) else {
      try fields.refuse(
        [.isRevolving, .drawdowns, .commitmentFee, .utilisationFee, .utilisationThreshold],
        without: .commitment)
      return nil
    }
    self.init(
      amount: amount, isRevolving: try fields.flag(.isRevolving) ?? false,
      fee: try fields.number(.commitmentFee) ?? 0,
      utilisationFee: try fields.number(.utilisationFee) ?? 0,
      utilisationThreshold: try fields.number(.utilisationThreshold) ?? 0)
  }
}
