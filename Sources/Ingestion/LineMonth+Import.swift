public import Collateral
public import DatesAndConventions
public import Instruments

/// What was seen in a month of a line of loans that are alike, as a row of a file.
public struct LineMonthRecord: Hashable, Sendable {
  /// The line's id on the tape.
  public let line: String
  public let month: YearMonth
  /// Loans, or their balances, that paid at the beginning of the month, and those of them that ended in it.
  public let exposed: Double
  public let defaulted: Double
  public let prepaid: Double
  public let sample: LoanHistoryRecord.Sample

  /// The histories of the lines of a tape, in the order of the file. Throws where months of a line do not follow each other, or it
  /// is of two samples, of no line of the tape, or has more months than that.
  public static func histories(
    _ records: [LineMonthRecord], of loans: [PoolLoan]
  ) throws(TermsError) -> [(history: LoanHistory, sample: LoanHistoryRecord.Sample)] {
    let byID = Dictionary(loans.map { ($0.id, $0) }) { first, _ in first }
    var lines: [String: [LineMonthRecord]] = [:]
    var order: [String] = []
    for record in records {
      if lines[record.line] == nil { order.append(record.line) }
      lines[record.line, default: []].append(record)
    }
    var histories: [(history: LoanHistory, sample: LoanHistoryRecord.Sample)] = []
    for id in order {
      guard let loan = byID[id] else {
        throw TermsError(field: "loan_id", message: "'\(id)' is of no loan of the tape")
      }
      let months = lines[id, default: []]
      let first = months[0]
      for (number, record) in months.enumerated() {
        guard record.month == first.month.adding(months: number) else {
          throw TermsError(
            field: "month", message: "\(record.month) of '\(id)' does not follow the month of the row before")
        }
        guard record.sample == first.sample else {
          throw TermsError(field: "sample", message: "of '\(id)' is not the same in all months")
        }
      }
      guard months.count <= loan.remainingTerm else {
        throw TermsError(
          field: "month",
          message: "\(months.count) of '\(id)' are more than the \(loan.remainingTerm) that it has left")
      }
      histories.append(
        (
          LoanHistory(
            loan, firstMonth: first.month, exposed: months.map(\.exposed), defaulted: months.map(\.defaulted),
            prepaid: months.map(\.prepaid)), first.sample
        ))
    }
    return histories
  }
}

/// The columns of months of lines; months are written `2024-10`.
public enum LineMonthField: Int, FieldName {
  case loanID, month, exposed, defaulted, prepaid, sample

  public var name: String {
    switch self {
    case .loanID: return "loan_id"
    case .month: return "month"
    case .exposed: return "exposed"
    case .defaulted: return "defaulted"
    case .prepaid: return "prepaid"
    case .sample: return "sample"
    }
  }
}

extension LineMonthRecord: ImportableRecord {
  public var id: String { "\(line) \(month)" }
  public static var idField: LineMonthField { .month }
  public static var requiredColumns: [LineMonthField] { [.loanID, .month, .exposed] }
  public static var collectionName: String { "lines" }

  public init(fields: some TermFields<LineMonthField>) throws(TermsError) {
    line = try fields.required(.loanID, fields.identifier(.loanID))
    month = try fields.required(.month, fields.month(.month))
    exposed = try fields.required(.exposed, fields.number(.exposed))
    defaulted = try fields.number(.defaulted) ?? 0
    prepaid = try fields.number(.prepaid) ?? 0
    for (field, value) in [(LineMonthField.exposed, exposed), (.defaulted, defaulted), (.prepaid, prepaid)] {
      guard value >= 0 else { throw TermsError(field: field.name, message: "\(value) is below 0") }
    }
    guard defaulted + prepaid <= exposed else {
      throw TermsError(
        field: "exposed", message: "\(exposed) are fewer than the \(defaulted + prepaid) that ended")
    }
    sample = try fields.choice(.sample, LoanHistoryRecord.Sample.self) ?? .fit
  }
}
