import Foundation
import RunReports

extension Command {
  static let exportRuns = Command(
    path: ["export", "runs"], summary: "Write the list of runs to a file",
    options: ExportOutput.options, example: "tenor export runs --output runs.xlsx",
    run: { arguments, console in
      let output = try ExportOutput(arguments, console)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor export")
      try output.write(
        RunListExport(),
        about: ExportAbout.runs(exportedAt: Date.now.formatted(.iso8601), program: TenorVersion.text),
        connection)
      return .success
    })
}
