public import Collateral
import DatesAndConventions
public import Instruments

/// What became of a loan of a tape, as a row of a file.
public struct LoanOutcomeRecord: Hashable, Sendable {
  /// The loan's.
  public let id: String
  public let outcome: LoanOutcome
}

/// The columns of outcomes; months are written `2024-10`.
public enum LoanOutcomeField: Int, FieldName {
  case loanID, outcome, month, liquidationMonth, lossPercent

  public var name: String {
    switch self {
    case .loanID: return "loan_id"
    case .outcome: return "outcome"
    case .month: return "month"
    case .liquidationMonth: return "liquidation_month"
    case .lossPercent: return "loss_percent"
    }
  }
}

extension LoanOutcomeRecord: ImportableRecord {
  public static var idField: LoanOutcomeField { .loanID }
  public static var requiredColumns: [LoanOutcomeField] { [.loanID, .outcome, .month] }
  public static var collectionName: String { "outcomes" }

  private enum Kind: String, CaseIterable { case prepaid, defaulted }

  public init(fields: some TermFields<LoanOutcomeField>) throws(TermsError) {
    id = try fields.required(.loanID, fields.identifier(.loanID))
    let kind = try fields.required(.outcome, fields.choice(.outcome, Kind.self))
    let month = try fields.required(.month, fields.month(.month))
    let liquidationMonth = try fields.month(.liquidationMonth)
    let loss = try fields.number(.lossPercent)
    if let loss, !(0...100).contains(loss) {
      throw TermsError(field: "loss_percent", message: "\(loss) is not between 0 and 100")
    }
    switch (kind, liquidationMonth, loss) {
    case (.prepaid, nil, nil): outcome = .prepaid(month)
    case (.prepaid, _, _):
      throw TermsError(
        field: "liquidation_month", message: "and loss_percent are of loans that defaulted; leave them out")
    case (.defaulted, nil, nil): outcome = .defaulted(month, liquidation: nil)
    case (.defaulted, let liquidated?, let loss?):
      guard liquidated >= month else {
        throw TermsError(
          field: "liquidation_month", message: "\(liquidated) is before the default in \(month)")
      }
      outcome = .defaulted(month, liquidation: .init(month: liquidated, severity: loss / 100))
    case (.defaulted, _, _):
      throw TermsError(
        field: "loss_percent",
        message: "and liquidation_month go together; give both, or none while in default")
    }
  }
}
