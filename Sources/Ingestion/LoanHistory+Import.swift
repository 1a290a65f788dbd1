public import Collateral
public import DatesAndConventions
public import Instruments

/// What was seen of a loan of a tape, as a row of a file.
public struct LoanHistoryRecord: Hashable, Sendable {
  /// Which histories a model is fitted to, and which it is tried on.
  public enum Sample: String, CaseIterable, Sendable {
    case fit
    case test
  }

  /// The loan's.
  public let id: String
  public let firstMonth: YearMonth
  public let months: Int
  public let ending: LoanHistory.Ending
  public let sample: Sample

  /// The history of that loan. Throws when it has more months than the loan has left.
  public func history(of loan: PoolLoan) throws(TermsError) -> LoanHistory {
    guard months <= loan.remainingTerm else {
      throw TermsError(
        field: "months",
        message: "\(months) are more than the \(loan.remainingTerm) that loan '\(id)' has left")
    }
    return LoanHistory(loan, firstMonth: firstMonth, months: months, ending: ending)
  }
}

/// The columns of histories; months are written `2024-10`.
public enum LoanHistoryField: Int, FieldName {
  case loanID, firstMonth, months, ending, sample

  public var name: String {
    switch self {
    case .loanID: return "loan_id"
    case .firstMonth: return "first_month"
    case .months: return "months"
    case .ending: return "ending"
    case .sample: return "sample"
    }
  }
}

extension LoanHistoryRecord: ImportableRecord {
  public static var idField: LoanHistoryField { .loanID }
  public static var requiredColumns: [LoanHistoryField] { [.loanID, .firstMonth, .months, .ending] }
  public static var collectionName: String { "histories" }

  public init(fields: some TermFields<LoanHistoryField>) throws(TermsError) {
    id = try fields.required(.loanID, fields.identifier(.loanID))
    firstMonth = try fields.required(.firstMonth, fields.month(.firstMonth))
    months = try fields.required(.months, fields.integer(.months))
    guard (1...720).contains(months) else {
      throw TermsError(field: "months", message: "\(months) is not between 1 and 720")
    }
    ending = try fields.required(.ending, fields.choice(.ending, LoanHistory.Ending.self))
    sample = try fields.choice(.sample, Sample.self) ?? .fit
  }
}
