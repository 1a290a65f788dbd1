import Glibc
import Ingestion
import Instruments

/// The repository's sample files.
enum SampleFiles {
  static let folder: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/") + "/Samples/"
  }()

  static func source(_ path: String) throws -> ByteSource { try ByteSource(path: folder + path) }

  static func text(_ path: String) throws -> String {
    var text = ""
    guard let file = fopen(folder + path, "r") else {
      throw IngestionError(file: path, message: "cannot be opened")
    }
    defer { fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while getline(&line, &capacity, file) > 0, let line { text += String(cString: line) }
    return text
  }

  /// All records of a CSV sample, and the report.
  static func read<Record: ImportableRecord>(
    _ type: Record.Type, _ path: String, knownInstruments: Set<String>? = nil
  ) throws -> (records: [Record], report: IngestionReport) {
    var records: [Record] = []
    let importer = RecordImport<Record>(file: path) { record throws(TermsError) in
      guard let knownInstruments, let position = record as? Position,
        !knownInstruments.contains(position.instrumentID)
      else { return }
      throw TermsError(
        field: "instrument_id", message: "'\(position.instrumentID)' is not a known instrument")
    }
    let report = try importer.csv(source(path).unpacked(file: path)) { records.append($0) }
    return (records, report)
  }
}
