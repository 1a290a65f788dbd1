public import Instruments

/// The price of a pool of a tape, as a row of a file.
public struct PoolPrice: Hashable, Sendable {
  /// What of a pool's cash is priced.
  public enum Part: String, CaseIterable, Sendable {
    case all
    /// Strips of its interest after fees, and of its principal.
    case interest
    case principal
  }

  /// The pool's, as the tape has it.
  public let id: String
  public let program: AgencyProgram
  /// Paid to holders, a decimal a year.
  public let coupon: Double
  /// When the loans were made.
  public let termYears: Int
  /// From the end of a month to its payment.
  public let delayDays: Int
  public let part: Part
  /// Per 100 of the pool's balance, without accrued interest.
  public let price: Double
}

/// The columns of prices of pools.
public enum PoolPriceField: Int, FieldName {
  case loanID, program, couponPercent, termYears, delayDays, part, price

  public var name: String {
    switch self {
    case .loanID: return "loan_id"
    case .program: return "program"
    case .couponPercent: return "coupon_percent"
    case .termYears: return "term_years"
    case .delayDays: return "delay_days"
    case .part: return "part"
    case .price: return "price"
    }
  }
}

extension PoolPrice: ImportableRecord {
  public static var idField: PoolPriceField { .loanID }
  public static var requiredColumns: [PoolPriceField] { [.loanID, .program, .couponPercent, .price] }
  public static var collectionName: String { "prices" }

  public init(fields: some TermFields<PoolPriceField>) throws(TermsError) {
    id = try fields.required(.loanID, fields.identifier(.loanID))
    program = try fields.required(.program, fields.choice(.program, AgencyProgram.self))
    coupon = try fields.required(.couponPercent, fields.percent(.couponPercent))
    guard (0...0.3).contains(coupon) else {
      throw TermsError(
        field: "coupon_percent", message: "\(coupon * 100) is not from 0 to 30; write 5.5% as 5.5")
    }
    termYears = try fields.integer(.termYears) ?? 30
    guard (1...50).contains(termYears) else {
      throw TermsError(field: "term_years", message: "\(termYears) is not from 1 to 50")
    }
    delayDays = try fields.integer(.delayDays) ?? program.delayDays
    guard (0...90).contains(delayDays) else {
      throw TermsError(field: "delay_days", message: "\(delayDays) is not from 0 to 90")
    }
    part = try fields.choice(.part, Part.self) ?? .all
    price = try fields.required(.price, fields.number(.price))
    guard price > 0, price < 1_000 else {
      throw TermsError(field: "price", message: "\(price) is not a price per 100 of balance above 0")
    }
  }
}
