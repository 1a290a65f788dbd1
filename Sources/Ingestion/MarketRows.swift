import DatesAndConventions
import Instruments
import MarketData

/// A row of `curves.csv`.
struct CurveRow {
  let curve: String
  let currency: Currency
  let kind: CurveKind
  let interpolation: CurveInterpolation
  let point: CurvePoint
  let source: String

  init(fields: some TermFields<CurveField>) throws(TermsError) {
    curve = try fields.required(.curve, fields.text(.curve, limit: 64))
    currency = try fields.required(.currency, fields.currency(.currency))
    let kindName = try fields.required(.kind, fields.text(.kind))
    guard let kind = CurveKind(fileName: kindName) else {
      throw TermsError(
        field: "kind",
        message:
          "'\(TermsError.shortened(kindName))' is not one of: \(CurveKind.fileNames.joined(separator: ", "))")
    }
    self.kind = kind
    interpolation =
      try fields.choice(.interpolation, CurveInterpolation.self) ?? .monotoneCubicDiscount
    point = CurvePoint(
      tenor: try fields.required(.tenor, fields.tenor(.tenor)),
      rate: try fields.required(.ratePercent, fields.percent(.ratePercent)))
    source = try fields.required(.source, fields.text(.source, limit: 400))
  }
}

/// A row of `spreads.csv`.
struct SpreadRow {
  let curve: String
  let currency: Currency
  let point: SpreadPoint
  let source: String

  init(fields: some TermFields<SpreadField>) throws(TermsError) {
    curve = try fields.required(.curve, fields.text(.curve, limit: 64))
    currency = try fields.required(.currency, fields.currency(.currency))
    point = SpreadPoint(
      tenor: try fields.required(.tenor, fields.tenor(.tenor)),
      basisPoints: try fields.required(.spreadBasisPoints, fields.number(.spreadBasisPoints)))
    source = try fields.required(.source, fields.text(.source, limit: 400))
  }
}

/// A row of `fx.csv`.
struct FXRow {
  let currency: Currency
  let rate: Double

  init(fields: some TermFields<FXField>) throws(TermsError) {
    currency = try fields.required(.currency, fields.currency(.currency))
    rate = try fields.required(.rate, fields.number(.rate))
    guard rate > 0 else {
      throw TermsError(field: "rate", message: "\(rate) is not a rate above 0")
    }
  }
}

extension CurveKind {
  /// The names of the kinds in `curves.csv`.
  static let fileNames: [String] =
    ZeroCompounding.allCases.map { "zero_\($0.rawValue)" } + ["par_1", "par_2", "par_4"]

  init?(fileName: String) {
    let parts = fileName.split(separator: "_", maxSplits: 1)
    guard parts.count == 2, CurveKind.fileNames.contains(fileName) else { return nil }
    if parts[0] == "par", let count = Int(parts[1]), let frequency = Frequency(rawValue: count) {
      self = .par(frequency)
    } else if let compounding = ZeroCompounding(rawValue: String(parts[1])) {
      self = .zero(compounding)
    } else {
      return nil
    }
  }
}

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
  func percent(_ field: Name) throws(TermsError) -> Double? {
    guard let percent = try number(field) else { return nil }
    let digits = "\(percent)"
    guard !digits.contains("e"), let decimal = Double(digits + "e-2") else { return percent / 100 }
    return decimal
  }
}
