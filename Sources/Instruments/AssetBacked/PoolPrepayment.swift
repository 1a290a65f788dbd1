/// How fast a pool is expected to prepay.
public enum PoolPrepayment: Sendable, Hashable {
  /// As written, so 150 of PSA is one and a half times the standard, and 8 of CPR 8% a year.
  case speed(Double, Unit)
  /// A model of the market, by name.
  case model(String)

  /// Raw values are as written after the number.
  public enum Unit: String, Sendable, CaseIterable, Hashable {
    /// Per cent of the Standard Prepayment Model.
    case psa = "PSA"
    /// Per cent a year of the balance.
    case cpr = "CPR"
    /// Per cent a month of the balance.
    case smm = "SMM"

    /// The fastest that is taken; everything is repaid at 100% a year or a month.
    var limit: Double { self == .psa ? 5_000 : 100 }
  }

  /// `150 PSA`, `8 CPR`, `0.7 SMM`, or the name of a model, which begins with a letter. Throws `TermsError` naming `field`.
  public init(_ text: String, field: String = "prepayment") throws(TermsError) {
    guard let first = text.utf8.first,
      UInt8(ascii: "0")...UInt8(ascii: "9") ~= first || first == UInt8(ascii: ".")
    else {
      guard let first = text.first, first.isLetter, text.utf8.count <= 64 else {
        throw TermsError(field: field, message: "'\(TermsError.shortened(text))' \(Self.rule)")
      }
      self = .model(text)
      return
    }
    let parts = text.split(separator: " ")
    guard parts.count == 2, let unit = Unit(rawValue: String(parts[1])), let value = Double(parts[0]),
      (0...unit.limit).contains(value)
    else { throw TermsError(field: field, message: "'\(TermsError.shortened(text))' \(Self.rule)") }
    self = .speed(value, unit)
  }

  private static let rule =
    "is no speed such as 150 PSA, 8 CPR or 0.7 SMM, nor the name of a model, which begins with a letter"

  /// As it is written.
  public var text: String {
    switch self {
    case .speed(let value, let unit):
      value == value.rounded() ? "\(Int(value)) \(unit.rawValue)" : "\(value) \(unit.rawValue)"
    case .model(let name): name
    }
  }
}
