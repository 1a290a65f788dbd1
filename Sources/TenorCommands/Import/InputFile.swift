import Foundation
import Ingestion
import Instruments
import MarketData

/// Input files by path: `.json` is read as JSON, everything else as CSV.
enum InputFile {
  /// Reads records; each good one goes to `accept`. On a terminal, `console` shows how far it is.
  static func records<Record: ImportableRecord>(
    _ path: String, console: Console? = nil,
    check: @escaping (Record) throws(TermsError) -> Void = { _ in },
    accept: (Record) throws -> Void
  ) throws -> IngestionReport {
    try refusing {
      var source = try ByteSource(path: path)
      let progress = console.flatMap { ImportProgress($0, path: path, file: name(path)) }
      if let progress { source = source.noting(progress.read) }
      defer { progress?.end() }
      let records = RecordImport<Record>(file: name(path), check: check)
      let counted = { (record: Record) in
        try accept(record)
        progress?.rows += 1
      }
      return path.lowercased().hasSuffix(".json")
        ? try records.json(source, accept: counted) : try records.csv(source, accept: counted)
    }
  }

  /// Reads a market from a JSON document, or from a folder of `market.json`, `curves.csv`, `spreads.csv`, `fx.csv`.
  static func market(_ path: String) throws -> MarketSnapshot {
    try refusing {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
        return try MarketImport().document(try ByteSource(path: path), file: name(path))
      }
      func optional(_ file: String) throws -> ByteSource? {
        FileManager.default.fileExists(atPath: "\(path)/\(file)")
          ? try ByteSource(path: "\(path)/\(file)") : nil
      }
      return try MarketImport().folder(
        MarketImport.Folder(
          manifest: try ByteSource(path: "\(path)/market.json"),
          curves: try ByteSource(path: "\(path)/curves.csv"),
          spreads: try optional("spreads.csv"), fx: try optional("fx.csv")))
    }
  }

  /// Scenarios from `core`, `demo`, or a JSON file.
  static func scenarios(_ name: String) throws -> [Scenario] {
    switch name {
    case "core": return StandardScenarios.core
    case "demo": return StandardScenarios.demo
    default:
      return try refusing {
        try ScenarioImport().document(try ByteSource(path: name), file: InputFile.name(name)).scenarios
      }
    }
  }

  /// A scenario set from JSON or, where the file's name does not end in `.json`, from CSV.
  ///
  /// - Parameter name: The set's name in place of that of the file.
  static func scenarioSet(_ path: String, name: String?) throws -> ScenarioSet {
    let file = InputFile.name(path)
    let set = try refusing {
      let source = try ByteSource(path: path)
      guard !path.lowercased().hasSuffix(".json") else {
        return try ScenarioImport().document(source, file: file)
      }
      return try ScenarioImport().csv(
        source, file: file, id: URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent)
    }
    guard let name else { return set }
    do throws(ScenarioSetError) {
      return try ScenarioSet(id: name, scenarios: set.scenarios)
    } catch {
      throw CommandError(.usage, "--name: \(error.problem)")
    }
  }

  /// The file as messages name it.
  static func name(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }

  /// Turns a file that is refused as a whole into exit code 3.
  private static func refusing<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as IngestionError {
      throw CommandError(.rejectedInput, "\(error)")
    }
  }
}
