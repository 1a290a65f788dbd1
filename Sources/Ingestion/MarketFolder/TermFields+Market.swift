import DatesAndConventions
import Instruments
import MarketData

extension TermFields {
  func tenor(_ field: Name) throws(TermsError) -> Tenor? {
    guard let text = try text(field) else { return nil }
    guard let tenor = Tenor(text) else {
      throw TermsError(
        field: field.name,
        message: "'\(TermsError.shortened(text))' is not a tenor; write it as 3M, 10Y, 2W or ON")
    }
    return tenor
  }

  /// A percentage as a decimal, rounded once: `4.74` gives the `Double` nearest to 0.0474.
  func percent(_ field: Name) throws(TermsError) -> Double? { try number(field, movingPointBy: -2) }

  /// Basis points as a decimal, rounded once.
  func basisPoints(_ field: Name) throws(TermsError) -> Double? { try number(field, movingPointBy: -4) }

  /// A number times 10 to the power of `digits`, rounded once.
  private func number(_ field: Name, movingPointBy digits: Int) throws(TermsError) -> Double? {
    guard let number = try number(field) else { return nil }
    let text: String
    if case .cell(let cell) = value(field) {
      text = String(decoding: cell, as: UTF8.self)
    } else {
      text = "\(number)"
    }
    let parts = text.split(maxSplits: 1) { $0 == "e" || $0 == "E" }
    guard let mantissa = parts.first, let exponent = parts.count == 1 ? 0 : Int(parts[1]),
      let moved = Double("\(mantissa)e\(exponent + digits)")
    else { throw TermsError(field: field.name, message: "'\(TermsError.shortened(text))' is not a number") }
    return moved
  }

  /// A volatility, or what is added to one: one of the two columns is given and says what kind it is.
  func volatility(normal: Name, lognormal: Name) throws(TermsError) -> (value: Double, isNormal: Bool) {
    switch (try basisPoints(normal), try percent(lognormal)) {
    case (let value?, nil): return (value, true)
    case (nil, let value?): return (value, false)
    case (nil, nil):
      throw TermsError(
        field: normal.name,
        message: "is missing; give \(normal.name), or \(lognormal.name) for lognormal volatilities")
    case (.some, .some):
      throw TermsError(field: lognormal.name, message: "is given beside \(normal.name); give one of them")
    }
  }

  /// The same with the type of a surface, whose shift belongs to lognormal volatilities.
  func volatility(
    normal: Name, lognormal: Name, shift: Name
  ) throws(TermsError) -> (value: Double, type: QuotedVolatilityType) {
    let (value, isNormal) = try volatility(normal: normal, lognormal: lognormal)
    switch (isNormal, try percent(shift)) {
    case (true, nil): return (value, .normal)
    case (true, .some):
      throw TermsError(
        field: shift.name, message: "is only for lognormal volatilities; leave it empty for normal ones")
    case (false, let shift): return (value, .lognormal(shift: shift ?? 0))
    }
  }
}

extension Sequence<Tenor> {
  /// Each once, the shortest first.
  var ascending: [Tenor] {
    Set(self).sorted { ($0.years, $0.description) < ($1.years, $1.description) }
  }
}
