import DataImports
import Foundation
import Ingestion
import Instruments
import MarketData

/// Input files by path, on the command line.
enum InputFile {
  /// Reads records; each good one goes to `accept`.
  static func records<Record: ImportableRecord>(
    _ path: String, check: @escaping (Record) throws(TermsError) -> Void = { _ in },
    accept: (Record) throws -> Void
  ) throws -> IngestionReport {
    try refusing { try ImportFile(path: path).records(check: check, accept: accept) }
  }

  /// Reads a market from a JSON document, or from a folder.
  static func market(_ path: String) throws -> MarketSnapshot {
    try refusing { try ImportFile.market(path: path).snapshot }
  }

  /// Scenarios from `core`, `demo`, or a JSON file.
  static func scenarios(_ name: String) throws -> [Scenario] {
    switch name {
    case "core": return StandardScenarios.core
    case "demo": return StandardScenarios.demo
    default:
      return try refusing {
        try ScenarioImport().document(try ByteSource(path: name), file: ImportFile.name(name)).scenarios
      }
    }
  }

  /// Turns a file that is refused as a whole into exit code 3.
  static func refusing<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as IngestionError {
      throw CommandError(.rejectedInput, "\(error)")
    }
  }
}
