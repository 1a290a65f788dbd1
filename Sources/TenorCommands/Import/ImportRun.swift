import DataImports
import Ingestion
import JSONDocuments
import PostgresStore
import RunRecords

/// An import of rows on the command line: shows how far it is, and tells what came of it.
struct ImportRun {
  let arguments: Arguments
  let console: Console
  let connection: PostgresConnection

  init(_ arguments: Arguments, _ console: Console) throws {
    self.arguments = arguments
    self.console = console
    connection = try DatabaseOption.importConnection(arguments, console)
  }

  /// What is asked, with the options that all kinds have.
  func request(_ kind: ImportKind) -> ImportRequest {
    ImportRequest(kind, isDryRun: arguments.has("dry-run"), isStrict: arguments.has("strict"))
  }

  /// Imports the file that the command names, and tells what became of its rows.
  ///
  /// - Parameter stored: How that is put where something was stored.
  func rows(_ request: ImportRequest, stored: (ImportResult) -> String) throws -> ImportOutcome {
    let path = arguments.positional[0]
    var run = FileImport(ImportFile(path: path), by: try arguments.person(console), connection)
    let outcome = try carriedOut(&run, request, path)
    try outcome.report?.announce(
      arguments, console, stored: outcome.result.map(stored) ?? "; nothing stored")
    return outcome
  }

  private func carriedOut(_ run: inout FileImport, _ request: ImportRequest, _ path: String) throws
    -> ImportOutcome
  {
    let progress = ImportProgress(console, path: path, file: run.file.name)
    if let progress {
      let counts = RowCounts()
      run.counts = counts
      run.note = { progress.read($0, rows: counts.accepted) }
    }
    defer { progress?.end() }
    let run = run
    do {
      return try InputFile.refusing { try run.run(request) }
    } catch StoreError.invalid(let problems) {
      throw CommandError(.rejectedInput, problems.map(\.description).joined(separator: "; "))
    }
  }

  /// Prints the rows' report, where JSON is asked for.
  func printReport(_ outcome: ImportOutcome) throws {
    if arguments.has("json"), let report = outcome.report { console.print(try CanonicalJSON.encode(report)) }
  }
}

extension ImportOutcome {
  /// Rows that were left out make it 3.
  var exitCode: ExitCode {
    switch state {
    case .succeeded: .success
    case .partial, .refused: .rejectedInput
    case .running, .failed: .failed
    }
  }
}
