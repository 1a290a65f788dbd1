extension FixedPointSum {
  /// The sum of terms of which someone else has added up whole parts and remainders apart, exactly.
  ///
  /// A term's remainder is what is left of it beyond its whole part, toward zero, in units of 2⁻⁴⁰ and rounded as `add`
  /// rounds. So the sum has the bits that adding the terms one by one gives. Throws when it would pass 2⁸⁷.
  public init(wholes: Int128, remainders: Int128) throws(FixedPointSumError) {
    let (shifted, isTooLarge) = wholes.multipliedReportingOverflow(by: 1 << 40)
    let (units, isBeyond) = shifted.addingReportingOverflow(remainders)
    guard !isTooLarge, !isBeyond else { throw .sumOutOfRange }
    self.init(units: units)
  }
}
