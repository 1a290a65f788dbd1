import DatesAndConventions

extension InstrumentRecord {
  /// Reads a record from its fields.
  ///
  /// A record with a `description` is one that Tenor keeps and counts but does not value, whatever its product
  /// type. Throws `TermsError` naming the field at fault: missing,
  /// malformed, out of range, or not a field of this product.
  public init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let productType = try fields.required(.productType, fields.choice(.productType, ProductType.self))
    self.init(
      id: try fields.required(.instrumentID, fields.identifier(.instrumentID)),
      name: try fields.text(.name) ?? "",
      issuer: try fields.text(.issuer),
      country: try fields.country(.country),
      sector: try fields.text(.sector),
      rating: try fields.text(.rating, limit: 32),
      vintage: try fields.vintage(.vintage),
      tags: try fields.tags(.tags),
      spreadCurve: try fields.text(.spreadCurve, limit: 64),
      terms: try Instrument(productType, fields))
  }

  /// The record as named fields in declaration order; absent ones are left out, defaults are written.
  ///
  /// Reading them back gives an equal record.
  public var fields: [(name: InstrumentField, value: FieldOutput)] {
    var writer = FieldWriter()
    writer.write(.instrumentID, id)
    writer.write(.productType, terms.productType.rawValue)
    if !name.isEmpty { writer.write(.name, name) }
    writer.write(.currency, terms.currency.code)
    writer.write(.issuer, issuer)
    writer.write(.country, country)
    writer.write(.sector, sector)
    writer.write(.rating, rating)
    writer.write(.vintage, vintage)
    writer.write(.tags, tags)
    writer.write(.spreadCurve, spreadCurve)
    switch terms {
    case .fixedBond(let bond): bond.write(to: &writer)
    case .linkedBond(let bond): bond.write(to: &writer)
    case .callableBond(let bond): bond.write(to: &writer)
    case .perpetualBond(let bond): bond.write(to: &writer)
    case .floatingNote(let note): note.write(to: &writer)
    case .perpetualFloater(let note): note.write(to: &writer)
    case .structuredNote(let note): note.write(to: &writer)
    case .amortisingLoan(let loan): loan.write(to: &writer)
    case .variableLoan(let loan): loan.write(to: &writer)
    case .fxForward(let forward): forward.write(to: &writer)
    case .derivative(let derivative): derivative.write(to: &writer)
    case .assetBacked(let security): security.write(to: &writer)
    case .unsupported(let contract): contract.write(to: &writer)
    }
    return writer.fields
  }
}

extension Instrument {
  fileprivate init(
    _ productType: ProductType, _ fields: some TermFields<InstrumentField>
  ) throws(TermsError) {
    if case .absent = fields.value(.description) {
      switch productType {
      case .fixedBond:
        if try fields.flag(.isPerpetual) == true {
          try fields.refuseAllBut(
            InstrumentField.ofPerpetualBond, of: "\(productType.rawValue) that is perpetual")
          self = .perpetualBond(try PerpetualBond(fields: fields))
        } else if case .absent = fields.value(.inflationIndex) {
          try fields.refuseAllBut(
            InstrumentField.ofFixedBond + [.isPerpetual],
            of: "\(productType.rawValue) without an inflation_index")
          self = .fixedBond(try FixedBond(fields: fields))
        } else {
          try fields.refuseAllBut(InstrumentField.ofInflationLinkedBond, of: productType.rawValue)
          self = .linkedBond(try InflationLinkedBond(fields: fields))
        }
        return
      case .amortisingLoan:
        if VariableLoan.isMeant(fields) {
          try fields.refuseAllBut(
            InstrumentField.ofVariableLoan, of: "\(productType.rawValue) with a moving rate or balance")
          self = .variableLoan(try VariableLoan(fields: fields))
        } else {
          try fields.refuseAllBut(InstrumentField.ofAmortisingLoan, of: productType.rawValue)
          self = .amortisingLoan(try AmortisingLoan(fields: fields))
        }
        return
      case .fxForward:
        try fields.refuseAllBut(InstrumentField.ofFXForward, of: productType.rawValue)
        self = .fxForward(try FXForward(fields: fields))
        return
      case .callableBond, .putableBond:
        try fields.refuseAllBut(InstrumentField.ofCallableBond, of: productType.rawValue)
        self = .callableBond(try CallableBond(productType: productType, fields: fields))
        return
      case .derivatives:
        self = .derivative(try Derivative(fields: fields))
        return
      case .floatingRate:
        if try fields.flag(.isPerpetual) == true {
          try fields.refuseAllBut(
            InstrumentField.ofPerpetualFloater, of: "\(productType.rawValue) that is perpetual")
          self = .perpetualFloater(try PerpetualFloater(fields: fields))
        } else {
          try fields.refuseAllBut(InstrumentField.ofFloatingNote + [.isPerpetual], of: productType.rawValue)
          self = .floatingNote(try FloatingNote(fields: fields))
        }
        return
      case .structured:
        try fields.refuseAllBut(InstrumentField.ofStructuredNote, of: productType.rawValue)
        self = .structuredNote(try StructuredNote(fields: fields))
        return
      case .mortgageAssetBacked:
        self = .assetBacked(try AssetBackedSecurity(fields: fields))
        return
      }
    }
    try fields.refuseAllBut(InstrumentField.ofUnsupported, of: "\(productType.rawValue) with a description")
    self = .unsupported(try UnsupportedInstrument(productType: productType, fields: fields))
  }
}

extension TermFields<InstrumentField> {
  /// Refuses a filled field that says nothing about this product: it is a slip, or meant for another row.
  func refuseAllBut(_ own: [InstrumentField], of product: String) throws(TermsError) {
    for field in InstrumentField.allCases {
      if case .absent = value(field) { continue }
      guard own.contains(field) || InstrumentField.common.contains(field) else {
        throw TermsError(field: field.name, message: "is not a field of \(product); leave it empty")
      }
    }
  }

  /// A year.
  fileprivate func vintage(_ field: InstrumentField) throws(TermsError) -> Int? {
    guard let year = try integer(field) else { return nil }
    guard (1800...2200).contains(year) else {
      throw TermsError(
        field: field.name, message: "\(year) is not a year; write that of issue, such as 2019")
    }
    return year
  }
}

/// Collects fields in the order they are written.
struct FieldWriter {
  private(set) var fields: [(name: InstrumentField, value: FieldOutput)] = []

  init() { fields.reserveCapacity(24) }

  mutating func write(_ field: InstrumentField, _ text: String?) {
    if let text { fields.append((field, .text(text))) }
  }

  mutating func write(_ field: InstrumentField, _ number: Double?) {
    if let number { fields.append((field, .number(number))) }
  }

  mutating func write(_ field: InstrumentField, _ integer: Int?) {
    if let integer { fields.append((field, .number(Double(integer)))) }
  }

  mutating func write(_ field: InstrumentField, _ date: CivilDate?) {
    if let date { fields.append((field, .text(date.description))) }
  }

  mutating func write(_ field: InstrumentField, _ flag: Bool) { fields.append((field, .flag(flag))) }

  mutating func write(_ field: InstrumentField, _ payments: [PrincipalPayment]) {
    if !payments.isEmpty { fields.append((field, .payments(payments))) }
  }

  mutating func write(_ field: InstrumentField, _ words: [String]) {
    if !words.isEmpty { fields.append((field, .words(words))) }
  }
}
