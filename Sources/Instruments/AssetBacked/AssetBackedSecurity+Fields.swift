import DatesAndConventions

extension AssetBackedSecurity {
  /// A bond of a deal has a `deal_id`, a forward trade a `settlement_date`, and a pool neither.
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let product = ProductType.mortgageAssetBacked.rawValue
    if case .absent = fields.value(.dealID) {
      if case .absent = fields.value(.settlementDate) {
        try fields.refuseAllBut(InstrumentField.ofAgencyPool, of: "\(product) of a pool")
        self = .agencyPool(try AgencyPool(fields: fields))
      } else {
        try fields.refuseAllBut(
          InstrumentField.ofToBeAnnounced, of: "\(product) with a settlement_date, which is a forward trade")
        self = .toBeAnnounced(try ToBeAnnounced(fields: fields))
      }
    } else {
      try fields.refuseAllBut(InstrumentField.ofDealTranche, of: "\(product) with a deal_id")
      self = .dealTranche(try DealTranche(fields: fields))
    }
  }

  func write(to writer: inout FieldWriter) {
    switch self {
    case .agencyPool(let pool): pool.write(to: &writer)
    case .toBeAnnounced(let trade): trade.write(to: &writer)
    case .dealTranche(let tranche): tranche.write(to: &writer)
    }
  }
}

extension InstrumentField {
  /// What is said of a pool's loans and of how it pays.
  private static let ofPool: [InstrumentField] = [
    .program, .coupon, .wac, .wam, .loanAge, .score, .loanToValue, .loanSize, .prepayment,
  ]
  static let ofAgencyPool =
    ofPool + [.factor, .factorMonth, .loanRegion, .delayDays, .settlementDays]
  static let ofToBeAnnounced = ofPool + [.settlementDate, .agreedPrice]
  static let ofDealTranche: [InstrumentField] = [.dealID, .bond, .settlementDays]
}

extension AgencyPool {
  fileprivate init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    try self.init(
      currency: fields.required(.currency, fields.currency(.currency)),
      program: fields.required(.program, fields.choice(.program, AgencyProgram.self)),
      coupon: fields.required(.coupon, fields.number(.coupon)),
      loans: PoolLoans(
        noteRate: fields.required(.wac, fields.number(.wac)),
        remainingTerm: fields.required(.wam, fields.integer(.wam)),
        age: fields.required(.loanAge, fields.integer(.loanAge)), score: fields.integer(.score),
        loanToValue: fields.number(.loanToValue), loanSize: fields.number(.loanSize),
        region: fields.identifier(.loanRegion)),
      factor: fields.required(.factor, fields.number(.factor)),
      factorMonth: fields.required(.factorMonth, fields.month(.factorMonth)),
      prepayment: PoolPrepayment(fields.required(.prepayment, fields.text(.prepayment))),
      delayDays: fields.integer(.delayDays), settlementDays: fields.integer(.settlementDays) ?? 2)
  }

  fileprivate func write(to writer: inout FieldWriter) {
    writePool(to: &writer)
    writer.write(.factor, factor)
    writer.write(.factorMonth, factorMonth.description)
    writer.write(.loanRegion, loans.region)
    writer.write(.delayDays, delayDays)
    writer.write(.settlementDays, settlementDays)
  }

  fileprivate func writePool(to writer: inout FieldWriter) {
    writer.write(.program, program.rawValue)
    writer.write(.coupon, coupon)
    writer.write(.wac, loans.noteRate)
    writer.write(.wam, loans.remainingTerm)
    writer.write(.loanAge, loans.age)
    writer.write(.score, loans.score)
    writer.write(.loanToValue, loans.loanToValue)
    writer.write(.loanSize, loans.loanSize)
    writer.write(.prepayment, prepayment.text)
  }
}

extension ToBeAnnounced {
  fileprivate init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    try self.init(
      currency: fields.required(.currency, fields.currency(.currency)),
      program: fields.required(.program, fields.choice(.program, AgencyProgram.self)),
      coupon: fields.required(.coupon, fields.number(.coupon)),
      settlementDate: fields.required(.settlementDate, fields.date(.settlementDate)),
      prepayment: PoolPrepayment(fields.required(.prepayment, fields.text(.prepayment))),
      noteRate: fields.number(.wac), remainingTerm: fields.integer(.wam), age: fields.integer(.loanAge) ?? 0,
      score: fields.integer(.score), loanToValue: fields.number(.loanToValue),
      loanSize: fields.number(.loanSize), agreedPrice: fields.number(.agreedPrice))
  }

  fileprivate func write(to writer: inout FieldWriter) {
    pool.writePool(to: &writer)
    writer.write(.settlementDate, settlementDate)
    writer.write(.agreedPrice, agreedPrice)
  }
}

extension DealTranche {
  fileprivate init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    try self.init(
      currency: fields.required(.currency, fields.currency(.currency)),
      dealID: fields.required(.dealID, fields.identifier(.dealID)),
      bond: fields.required(.bond, fields.identifier(.bond)),
      settlementDays: fields.integer(.settlementDays) ?? 2)
  }

  fileprivate func write(to writer: inout FieldWriter) {
    writer.write(.dealID, dealID)
    writer.write(.bond, bond)
    writer.write(.settlementDays, settlementDays)
  }
}
