public import Collateral
import DatesAndConventions
public import Instruments

/// The columns of reports, a row for each loan and month; months are written `2024-10`.
public enum ReportedLoanField: Int, FieldName {
  case loanID, month, interest, scheduledPrincipal, unscheduledPrincipal, loss, balance

  public var name: String {
    switch self {
    case .loanID: return "loan_id"
    case .month: return "month"
    case .interest: return "interest"
    case .scheduledPrincipal: return "scheduled_principal"
    case .unscheduledPrincipal: return "unscheduled_principal"
    case .loss: return "loss"
    case .balance: return "balance"
    }
  }
}

extension ReportedLoanMonth: ImportableRecord {
  public var id: String { "\(loan) \(month)" }
  public static var idField: ReportedLoanField { .month }
  public static var requiredColumns: [ReportedLoanField] { [.loanID, .month, .balance] }
  public static var collectionName: String { "months" }

  public init(fields: some TermFields<ReportedLoanField>) throws(TermsError) {
    func amount(_ field: ReportedLoanField) throws(TermsError) -> Double { try fields.number(field) ?? 0 }
    try self.init(
      loan: fields.required(.loanID, fields.identifier(.loanID)),
      month: fields.required(.month, fields.month(.month)), interest: amount(.interest),
      scheduledPrincipal: amount(.scheduledPrincipal), unscheduledPrincipal: amount(.unscheduledPrincipal),
      loss: amount(.loss), balance: fields.required(.balance, fields.number(.balance)))
  }
}
