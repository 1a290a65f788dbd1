import Collateral
import DataImports
import Foundation
import Ingestion
import Instruments
import JSONDocuments

extension Command {
  static let collateralCalibrate = Command(
    path: ["collateral", "calibrate"],
    summary: "Fit a model of default or prepayment to what was seen of loans, and try it on others",
    arguments: ["LOANS"],
    options: [
      Option(
        name: "histories", value: "FILE",
        help: "months seen of each loan, how they ended, and whether to fit to it or to try on it"),
      Option(
        name: "economy", value: "FILE", help: "mortgage rates, house prices, unemployment by month, CSV"),
      Option(name: "event", value: "NAME", help: "default or prepayment; default unless given"),
      Option(
        name: "age-bands", value: "N,N,...",
        help: "first loan months of the bands of age of a hazard; 1,13,25,37,61 unless given"),
      Option(name: "effects", value: "NAME,...", help: "ltv, score, unemployment; none unless given"),
      Option(
        name: "start", value: "FILE",
        help: "model of turnover and refinancing to start from, needed for prepayment"),
      Option(
        name: "fit", value: "NAME,...",
        help: "parameters to look for, such as turnover.annual_rate; all five unless given"),
      Option(name: "name", value: "NAME", help: "name of the model"),
      Option(name: "version", value: "TEXT", help: "version of the model; 1 unless given"),
      Option(name: "output", value: "FILE", help: "write the model there, as JSON"),
    ],
    example:
      "tenor collateral calibrate Samples/collateral-histories/sba-california/loans.csv "
      + "--histories Samples/collateral-histories/sba-california/histories.csv "
      + "--economy Samples/collateral-histories/sba-california/economy.csv --effects ltv,unemployment "
      + "--name SBA-CALIFORNIA --output sba-california.json",
    notes:
      "Maximum likelihood; docs/models/calibration.md says how, and what the figures out of sample mean.",
    run: { arguments, console in
      let loans = try CollateralFiles.loans(arguments.positional[0])
      let samples = try CollateralFiles.histories(try arguments.required("histories"), of: loans)
      let name = try arguments.required("name")
      let version = arguments.value("version") ?? "1"
      let path = try arguments.required("economy")
      let economy = try InputFile.refusing {
        try EconomyImport().csv(try ByteSource(path: path), file: ImportFile.name(path))
      }
      let source =
        "maximum likelihood of \(samples.fit.count) histories of \(ImportFile.name(arguments.positional[0]))"
      let model: [UInt8]
      switch try arguments.choice("event", default: CalibratedEvent.default) {
      case .default:
        let fit = try CalibratedEvent.refusing { () throws(CalibrationError) in
          try DefaultCalibration(
            ageBands: CalibratedEvent.ageBands(arguments), effects: CalibratedEvent.effects(arguments)
          ).fit(samples.fit, economy, name: name, version: version, source: source)
        }
        let baseline = fit.defaults / fit.exposure
        for line in CalibrationText.fit(fit.parameters, fit.logLikelihood) { console.print(line) }
        for (title, histories) in [("fitted to", samples.fit), ("tried on", samples.test)]
        where !histories.isEmpty {
          let test = CalibrationTest(fit.model, histories, economy, baselineRate: baseline)
          for line in CalibrationText.test(title, test) { console.print(line) }
        }
        try CalibratedEvent.check(fit.model)
        model = try CanonicalJSON.encodeBytes(fit.model)
      case .prepayment:
        let startPath = try arguments.required("start")
        let start = try InputFile.refusing {
          try CollateralModelImport().document(
            PrepaymentModel.self, try ByteSource(path: startPath), file: ImportFile.name(startPath))
        }
        let fit = try CalibratedEvent.refusing { () throws(CalibrationError) in
          try PrepaymentCalibration(CalibratedEvent.parameters(arguments)).fit(
            samples.fit, economy, from: start, name: name, version: version, source: source)
        }
        let baseline = fit.prepayments / fit.exposure
        for line in CalibrationText.fit(fit.parameters, fit.logLikelihood) { console.print(line) }
        for (title, histories) in [("fitted to", samples.fit), ("tried on", samples.test)]
        where !histories.isEmpty {
          let test = CalibrationTest(fit.model, histories, economy, baselineRate: baseline)
          for line in CalibrationText.test(title, test) { console.print(line) }
        }
        try CalibratedEvent.check(fit.model)
        model = try CanonicalJSON.encodeBytes(fit.model)
      }
      if let output = arguments.value("output") {
        do {
          try Data(model + [UInt8(ascii: "\n")]).write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
          throw CommandError(.failed, "cannot write \(output): \(error.localizedDescription)")
        }
      }
      return .success
    })
}
