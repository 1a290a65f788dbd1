import DatesAndConventions

extension PrincipalPayment {
  /// A payment written `2025-06-15:10`; `nil` for anything else.
  init?(cell: UnsafeBufferPointer<UInt8>) {
    guard cell.count > 11, cell[10] == UInt8(ascii: ":"),
      let date = CivilDate(isoBytes: UnsafeBufferPointer(rebasing: cell[..<10])),
      let amount = DecimalText.number(UnsafeBufferPointer(rebasing: cell[11...]))
    else { return nil }
    self.init(date: date, amount: amount)
  }
}
