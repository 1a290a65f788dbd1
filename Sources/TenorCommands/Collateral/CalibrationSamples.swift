import Collateral
import DataImports
import Ingestion

/// What a calibration reads, on the command line.
enum CalibrationSamples {
  /// Histories to fit to and to try on, of loans or of lines of them.
  static func read(_ arguments: Arguments) throws -> (fit: [LoanHistory], test: [LoanHistory]) {
    let loans = try CollateralFiles.loans(arguments.positional[0])
    switch (arguments.value("histories"), arguments.value("lines")) {
    case (let path?, nil): return try CollateralFiles.histories(path, of: loans)
    case (nil, let path?): return try CollateralFiles.lines(path, of: loans)
    case (nil, nil), (.some, .some): throw CommandError(.usage, "give either --histories or --lines")
    }
  }

  static func economy(_ arguments: Arguments) throws -> EconomyHistory {
    let path = try arguments.required("economy")
    return try InputFile.refusing {
      try EconomyImport().csv(try ByteSource(path: path), file: ImportFile.name(path))
    }
  }
}
