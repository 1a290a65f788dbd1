public import Ingestion
public import RunRecords

/// What came of an import.
public struct ImportOutcome: Sendable, Hashable {
  /// Never running or failed.
  public let state: ImportState
  /// Of rows; `nil` for a market and scenarios, which are taken whole or not at all.
  public let report: IngestionReport?
  /// What was stored; `nil` where nothing was.
  public let result: ImportResult?
  /// Why nothing was stored, where that is the file's fault.
  public let problem: String?

  /// Rows were read and what was good is stored.
  init(_ report: IngestionReport, stored result: ImportResult) {
    state = report.rejected > 0 ? .partial : .succeeded
    self.report = report
    self.result = result
    problem = nil
  }

  /// Rows were read and nothing is stored.
  ///
  /// - Parameter problem: Why; `nil` for a dry run that would have stored something.
  init(nothingStored report: IngestionReport, because problem: String?) {
    state = problem != nil ? .refused : report.rejected > 0 ? .partial : .succeeded
    self.report = report
    result = nil
    self.problem = problem
  }

  /// The whole file was taken; `nil` for a dry run.
  init(whole result: ImportResult?) {
    state = .succeeded
    report = nil
    self.result = result
    problem = nil
  }
}

extension IngestionReport {
  /// Why nothing of it is stored; `nil` where what is good is.
  ///
  /// - Parameter canBeEmpty: Whether no good row is as good as any.
  func refusal(_ request: ImportRequest, canBeEmpty: Bool) -> String? {
    if request.isStrict, rejected > 0 {
      return
        "\(rejected) of \(read) rows \(rejected == 1 ? "is" : "are") refused, and every row has to be right"
    }
    guard accepted == 0, !canBeEmpty else { return nil }
    return read == 0 ? "the file has no rows" : "none of the \(read) rows can be used"
  }
}

/// Ends an import that stores nothing, after the whole file was read.
struct NothingStored: Error {
  let report: IngestionReport
  let problem: String?
}
