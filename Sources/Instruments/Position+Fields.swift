extension Position {
  /// Reads a position from its fields. Throws `TermsError` naming the field at fault.
  public init(fields: some TermFields<PositionField>) throws(TermsError) {
    self.init(
      id: try fields.required(.positionID, fields.identifier(.positionID)),
      portfolio: try fields.portfolioPath(.portfolio),
      instrumentID: try fields.required(.instrumentID, fields.identifier(.instrumentID)),
      quantity: try fields.required(.quantity, fields.number(.quantity)),
      markCleanPrice: try fields.number(.cleanPrice),
      spreadBasisPoints: try fields.number(.spreadBasisPoints),
      reportedValue: try fields.number(.reportedValue),
      counterpartyID: try fields.identifier(.counterpartyID))
    if let price = markCleanPrice, price <= 0 || price > 1_000 {
      throw TermsError(
        field: "clean_price",
        message: "\(price) is not a price per 100 above 0 and up to 1000; leave it empty when unmarked")
    }
    if let spread = spreadBasisPoints {
      guard (-10_000...100_000).contains(spread) else {
        throw TermsError(
          field: "spread_bp", message: "\(spread) is not between -10000 and 100000 basis points")
      }
      guard markCleanPrice == nil else {
        throw TermsError(
          field: "spread_bp",
          message: "is given beside a clean_price, to which the spread is solved; keep one")
      }
    }
  }

  /// The position as named fields in declaration order; absent ones are left out.
  public var fields: [(name: PositionField, value: FieldOutput)] {
    var fields: [(name: PositionField, value: FieldOutput)] = [
      (.positionID, .text(id)), (.portfolio, .text(portfolio)), (.instrumentID, .text(instrumentID)),
      (.quantity, .number(quantity)),
    ]
    if let markCleanPrice { fields.append((.cleanPrice, .number(markCleanPrice))) }
    if let spreadBasisPoints { fields.append((.spreadBasisPoints, .number(spreadBasisPoints))) }
    if let reportedValue { fields.append((.reportedValue, .number(reportedValue))) }
    if let counterpartyID { fields.append((.counterpartyID, .text(counterpartyID))) }
    return fields
  }
}

extension TermFields {
  /// A path of 1 to 4 levels (fund, sub-fund, desk, book), each 1 to 40 letters, digits or ` _.&-`.
  fileprivate func portfolioPath(_ field: Name) throws(TermsError) -> String {
    let path = try required(field, text(field, limit: 4_096))
    let levels = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard levels.count <= 4 else {
      throw TermsError(
        field: field.name,
        message: "has \(levels.count) levels; the most is 4, as in FUND/SUB-FUND/DESK/BOOK")
    }
    for level in levels {
      guard (1...40).contains(level.count), level.first != 0x20, level.last != 0x20,
        level.allSatisfy(isAllowedInPath)
      else {
        throw TermsError(
          field: field.name,
          message:
            "'\(TermsError.shortened(path))' has a level that is not 1 to 40 letters, digits or ' _.&-' without outer spaces"
        )
      }
    }
    return path
  }

  private func isAllowedInPath(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122: return true
    case UInt8(ascii: " "), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "&"), UInt8(ascii: "-"):
      return true
    default: return false
    }
  }
}
