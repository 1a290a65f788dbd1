import Collateral
import DataImports
import DatesAndConventions
import Ingestion
import Instruments

/// Files of loans and of what became of them, on the command line. A file with a row that is refused is refused as a whole.
enum CollateralFiles {
  static func loans(_ path: String) throws -> [PoolLoan] { try records(path) }

  static func reported(_ path: String) throws -> [ReportedLoanMonth] { try records(path) }

  static func prices(_ path: String) throws -> [PoolPrice] { try records(path) }

  /// None where the option is not given.
  static func outcomes(_ arguments: Arguments) throws -> [String: LoanOutcome] {
    guard let path = arguments.value("outcomes") else { return [:] }
    let rows: [LoanOutcomeRecord] = try records(path)
    return Dictionary(rows.map { ($0.id, $0.outcome) }) { first, _ in first }
  }

  /// Histories of the loans, those to fit to and those to try on.
  static func histories(
    _ path: String, of loans: [PoolLoan]
  ) throws -> (fit: [LoanHistory], test: [LoanHistory]) {
    let byID = Dictionary(loans.map { ($0.id, $0) }) { first, _ in first }
    var samples: (fit: [LoanHistory], test: [LoanHistory]) = ([], [])
    for record: LoanHistoryRecord in try records(path) {
      guard let loan = byID[record.id] else {
        throw CommandError(.rejectedInput, "the history of '\(record.id)' is of no loan of the tape")
      }
      do throws(TermsError) {
        let history = try record.history(of: loan)
        switch record.sample {
        case .fit: samples.fit.append(history)
        case .test: samples.test.append(history)
        }
      } catch {
        throw CommandError(.rejectedInput, "the history of '\(record.id)', \(error.field): \(error.message)")
      }
    }
    return samples
  }

  /// Histories of lines of loans, those to fit to and those to try on.
  static func lines(
    _ path: String, of loans: [PoolLoan]
  ) throws -> (fit: [LoanHistory], test: [LoanHistory]) {
    let months: [LineMonthRecord] = try records(path)
    do throws(TermsError) {
      let histories = try LineMonthRecord.histories(months, of: loans)
      return (
        histories.filter { $0.sample == .fit }.map(\.history),
        histories.filter { $0.sample == .test }.map(\.history)
      )
    } catch {
      throw CommandError(.rejectedInput, "\(ImportFile.name(path)): \(error.field) \(error.message)")
    }
  }

  /// The month of the first payments after the tape's cut-off date.
  static func firstMonth(_ arguments: Arguments) throws(CommandError) -> YearMonth {
    let text = try arguments.required("first-month")
    guard let month = YearMonth(text) else {
      throw CommandError(.usage, "--first-month '\(text)' is not a month; write it as 2017-07")
    }
    return month
  }

  private static func records<Record: ImportableRecord>(_ path: String) throws -> [Record] {
    var records: [Record] = []
    let report = try InputFile.records(path) { (record: Record) in records.append(record) }
    if let first = report.rejections.first {
      let more = report.rejected > 1 ? " (and \(report.rejected - 1) more)" : ""
      throw CommandError(.rejectedInput, "\(first)\(more)")
    }
    return records
  }

  /// Turns a projection that cannot be made into exit code 3.
  static func refusing<Value>(_ body: () throws(CollateralError) -> Value) throws(CommandError) -> Value {
    do throws(CollateralError) {
      return try body()
    } catch {
      throw CommandError(.rejectedInput, "\(error)")
    }
  }

  static let outcomeOption = Command.Option(
    name: "outcomes", value: "FILE", help: "what became of loans that were prepaid or defaulted, CSV or JSON")
  static let firstMonthOption = Command.Option(
    name: "first-month", value: "YYYY-MM", help: "month of the first payments after the tape's cut-off date")
}
