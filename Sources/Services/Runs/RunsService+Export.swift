import HTTPServing
import RunReports

extension RunsService {
  /// The list of runs as a file.
  func exportRuns(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["format"])
    return try environment.export(
      RunListExport(), as: try request.query.exportFormat(), named: "runs",
      about: ExportAbout.runs(exportedAt: environment.timestamp, program: environment.codeVersion),
      for: request)
  }
}
