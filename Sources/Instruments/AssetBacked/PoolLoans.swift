/// What is said of a pool's loans together.
public struct PoolLoans: Sendable, Hashable {
  /// What borrowers pay on average, a decimal a year (WAC).
  public let noteRate: Double
  /// Months left on average, at least 1 (WAM).
  public let remainingTerm: Int
  /// Months since the loans were made, on average (WALA).
  public let age: Int
  /// Average credit score when the loans were made; `nil` where not known.
  public let score: Int?
  /// Average loan to value when the loans were made, 0.8 for 80%; `nil` where not known.
  public let loanToValue: Double?
  /// Average size of a loan when it was made, in currency units; recorded. `nil` where not known.
  public let loanSize: Double?
  /// Where the properties are, as the market's house prices name it; `nil` for the whole country.
  public let region: String?

  public init(
    noteRate: Double, remainingTerm: Int, age: Int, score: Int? = nil, loanToValue: Double? = nil,
    loanSize: Double? = nil, region: String? = nil
  ) {
    self.noteRate = noteRate
    self.remainingTerm = remainingTerm
    self.age = age
    self.score = score
    self.loanToValue = loanToValue
    self.loanSize = loanSize
    self.region = region
  }

  /// Throws `TermsError` naming the field that is out of range.
  func check(coupon: Double) throws(TermsError) {
    guard coupon.isFinite, (0...0.3).contains(coupon) else {
      throw TermsError(
        field: "coupon", message: "\(coupon) is not a decimal rate from 0 to 0.3; write 5.5% as 0.055")
    }
    guard noteRate.isFinite, noteRate >= coupon, noteRate <= 0.3 else {
      throw TermsError(
        field: "wac", message: "\(noteRate) is not a decimal rate from the coupon, \(coupon), to 0.3")
    }
    guard (1...600).contains(remainingTerm) else {
      throw TermsError(field: "wam", message: "\(remainingTerm) is not a number of months from 1 to 600")
    }
    guard (0...600).contains(age) else {
      throw TermsError(field: "loan_age", message: "\(age) is not a number of months from 0 to 600")
    }
    if let score, !(300...850).contains(score) {
      throw TermsError(field: "score", message: "\(score) is not a credit score from 300 to 850")
    }
    if let loanToValue, !(loanToValue > 0 && loanToValue <= 3) {
      throw TermsError(
        field: "ltv", message: "\(loanToValue) is not a decimal above 0, at most 3; write 80% as 0.8")
    }
    if let loanSize, !(loanSize.isFinite && loanSize > 0) {
      throw TermsError(field: "loan_size", message: "\(loanSize) is not an amount above 0")
    }
  }
}
