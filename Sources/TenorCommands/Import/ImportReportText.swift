import DataImports
import Foundation
import Ingestion
import RunReports

extension IngestionReport {
  /// Tells what was read and the first rejections; `--rejections` gets all of them as CSV when given.
  func announce(_ arguments: Arguments, _ console: Console, stored: String) throws {
    console.note("\(file): read \(read), accepted \(accepted), rejected \(rejected)\(stored)")
    for rejection in rejections.prefix(20) { console.note("  \(rejection)") }
    if rejections.count > 20 {
      console.note("  … and \(rejected - 20) more; --rejections FILE writes them all")
    }
    if let path = arguments.value("rejections") {
      let output = ByteOutput()
      let writer = try ExportFormat.csv.writer(
        ExportTable(name: "Rejections", columns: ImportRejectionsExport.columns, about: []), to: output)
      for rejection in kept { try writer.row(ImportRejectionsExport.cells(rejection)) }
      try writer.end()
      do {
        try Data(output.collected).write(to: URL(fileURLWithPath: path), options: .atomic)
      } catch {
        throw CommandError(.failed, "cannot write \(path): \(error.localizedDescription)")
      }
    }
  }

  static let options = [
    Command.Option(name: "rejections", value: "FILE", help: "write every rejected row and its reason as CSV"),
    Command.Option(name: "strict", value: nil, help: "store nothing when any row is rejected"),
    Command.Option(name: "dry-run", value: nil, help: "check the file and store nothing"),
  ]
}
