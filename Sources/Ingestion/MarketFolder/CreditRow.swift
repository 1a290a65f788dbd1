import DatesAndConventions
import Instruments
import MarketData

/// The columns of `credit_curves.csv`: a row for each default swap of each entity, index or rating.
enum CreditField: Int, FieldName {
  case curve, currency, recoveryPercent, couponBasisPoints, tenor, spreadBasisPoints, upfrontPercent,
    hazardRatePercent, source

  var name: String {
    switch self {
    case .curve: return "curve"
    case .currency: return "currency"
    case .recoveryPercent: return "recovery_percent"
    case .couponBasisPoints: return "coupon_bp"
    case .tenor: return "tenor"
    case .spreadBasisPoints: return "spread_bp"
    case .upfrontPercent: return "upfront_percent"
    case .hazardRatePercent: return "hazard_rate_percent"
    case .source: return "source"
    }
  }
}

/// A row of `credit_curves.csv`. Which of the three quotes it gives says what kind its curve is.
struct CreditRow: MarketTableRow {
  let curve: String
  let currency: Currency
  let recovery: Double
  let coupon: Double?
  let kind: CreditQuoteKind
  let quote: CreditPoint
  let source: String

  static let required: [CreditField] = [.curve, .currency, .recoveryPercent, .tenor, .source]
  static let pointField = CreditField.tenor
  var group: String { curve }
  var point: String { quote.tenor.description }
  var groupPath: String { "credit_curves[\(curve)]" }
  var place: String { ".points[\(quote.tenor)]" }

  init(fields: some TermFields<CreditField>) throws(TermsError) {
    curve = try fields.required(.curve, fields.text(.curve, limit: 64))
    currency = try fields.required(.currency, fields.currency(.currency))
    recovery = try fields.required(.recoveryPercent, fields.percent(.recoveryPercent))
    coupon = try fields.basisPoints(.couponBasisPoints)
    let tenor = try fields.required(.tenor, fields.tenor(.tenor))
    let quotes: [(field: CreditField, kind: CreditQuoteKind, quote: Double?)] = [
      (.spreadBasisPoints, .parSpread, try fields.basisPoints(.spreadBasisPoints)),
      (.upfrontPercent, .upfront, try fields.percent(.upfrontPercent)),
      (.hazardRatePercent, .hazardRate, try fields.percent(.hazardRatePercent)),
    ]
    let given = quotes.filter { $0.quote != nil }
    guard let first = given.first, let quote = first.quote else {
      throw TermsError(
        field: "spread_bp", message: "is missing; give it, or upfront_percent, or hazard_rate_percent")
    }
    guard given.count == 1 else {
      throw TermsError(
        field: given[1].field.name, message: "is given beside \(first.field.name); give one of them")
    }
    kind = first.kind
    self.quote = CreditPoint(tenor: tenor, quote: quote)
    source = try fields.required(.source, fields.text(.source, limit: 400))
  }

  func agreement(with first: CreditRow) -> [(field: CreditField, holds: Bool)] {
    [
      (.currency, currency == first.currency), (.recoveryPercent, recovery == first.recovery),
      (.couponBasisPoints, coupon == first.coupon), (field(of: kind), kind == first.kind),
      (.source, source == first.source),
    ]
  }

  private func field(of kind: CreditQuoteKind) -> CreditField {
    switch kind {
    case .parSpread: .spreadBasisPoints
    case .upfront: .upfrontPercent
    case .hazardRate: .hazardRatePercent
    }
  }
}

extension MarketTable<CreditRow> {
  /// The credit curves, each with its quotes by rising tenor.
  var quotes: [CreditQuotes] {
    groups.map { rows in
      CreditQuotes(
        id: rows[0].curve, currency: rows[0].currency, recovery: rows[0].recovery, kind: rows[0].kind,
        coupon: rows[0].coupon, points: rows.map(\.quote).sorted { $0.tenor.years < $1.tenor.years },
        source: rows[0].source)
    }
  }
}
