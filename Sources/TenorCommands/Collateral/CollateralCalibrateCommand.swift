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
        name: "lines", value: "FILE",
        help: "instead of histories: by month of lines of loans, how many there were and how many ended"),
      Option(
        name: "economy", value: "FILE", help: "mortgage rates, house prices, unemployment by month, CSV"),
      Option(name: "event", value: "NAME", help: "default or prepayment; default unless given"),
      Option(
        name: "age-bands", value: "N,N,...",
        help:
          "first loan months of the bands of age, of a hazard, a speed and the tables; 1,13,25,37,61 unless given"
      ),
      Option(
        name: "speed", value: "UNIT",
        help: "find a speed of prepayment for each band of age, in smm, cpr, psa or abs, and no model"),
      Option(name: "effects", value: "NAME,...", help: "ltv, score, unemployment; none unless given"),
      Option(
        name: "start", value: "FILE",
        help: "model of turnover and refinancing to start from, needed for prepayment"),
      Option(
        name: "fit", value: "NAME,...",
        help: "parameters to look for, such as turnover.annual_rate; all five unless given"),
      Option(name: "name", value: "NAME", help: "name of the model, needed for one"),
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
      let samples = try CalibrationSamples.read(arguments)
      let bands = try CalibratedEvent.refusing { () throws(CalibrationError) in
        try CalibratedEvent.ageBands(arguments)
      }
      var tested: [(title: String, CalibrationTest)] = []
      func test(_ make: ([LoanHistory]) -> CalibrationTest) {
        for (title, histories) in [("fitted to", samples.fit), ("tried on", samples.test)]
        where !histories.isEmpty {
          tested.append((title, make(histories)))
        }
      }
      let source =
        "maximum likelihood of \(samples.fit.count) histories of \(ImportFile.name(arguments.positional[0]))"
      let found: (parameters: [FittedParameter], logLikelihood: Double, document: [UInt8])
      // A speed has no name.
      let unit = try CalibratedEvent.unit(arguments)
      let name = unit == nil ? try arguments.required("name") : ""
      let version = arguments.value("version") ?? "1"
      let event = try arguments.choice("event", default: CalibratedEvent.default)
      switch (event, unit) {
      case (.default, nil):
        let economy = try CalibrationSamples.economy(arguments)
        let fit = try CalibratedEvent.refusing { () throws(CalibrationError) in
          try DefaultCalibration(ageBands: bands, effects: CalibratedEvent.effects(arguments)).fit(
            samples.fit, economy, name: name, version: version, source: source)
        }
        test {
          CalibrationTest(
            fit.model, $0, economy, baselineRate: fit.defaults / fit.exposure, ageBands: bands)
        }
        try CalibratedEvent.check(fit.model)
        found = (fit.parameters, fit.logLikelihood, try CanonicalJSON.encodeBytes(fit.model))
      case (.prepayment, nil):
        let startPath = try arguments.required("start")
        let start = try InputFile.refusing {
          try CollateralModelImport().document(
            PrepaymentModel.self, try ByteSource(path: startPath), file: ImportFile.name(startPath))
        }
        let economy = try CalibrationSamples.economy(arguments)
        let fit = try CalibratedEvent.refusing { () throws(CalibrationError) in
          try PrepaymentCalibration(CalibratedEvent.parameters(arguments)).fit(
            samples.fit, economy, from: start, name: name, version: version, source: source)
        }
        test {
          CalibrationTest(
            .model(fit.model), $0, economy, baselineRate: fit.prepayments / fit.exposure, ageBands: bands)
        }
        try CalibratedEvent.check(fit.model)
        found = (fit.parameters, fit.logLikelihood, try CanonicalJSON.encodeBytes(fit.model))
      case (.prepayment, let unit?):
        let economy =
          arguments.value("economy") == nil ? EconomyHistory() : try CalibrationSamples.economy(arguments)
        let fit = try CalibratedEvent.refusing { () throws(CalibrationError) in
          try SpeedCalibration(unit, ageBands: bands).fit(samples.fit)
        }
        test {
          CalibrationTest(
            .speed(fit.speed), $0, economy, baselineRate: fit.prepayments / fit.exposure, ageBands: bands)
        }
        found = (fit.parameters, fit.logLikelihood, try CanonicalJSON.encodeBytes(fit.speed))
      case (.default, .some):
        throw CommandError(.usage, "--speed is of prepayments; give --event prepayment")
      }
      for line in CalibrationText.fit(found.parameters, found.logLikelihood) { console.print(line) }
      for (title, test) in tested {
        for line in CalibrationText.test(title, test) { console.print(line) }
      }
      if let output = arguments.value("output") {
        do {
          try Data(found.document + [UInt8(ascii: "\n")]).write(
            to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
          throw CommandError(.failed, "cannot write \(output): \(error.localizedDescription)")
        }
      }
      return .success
    })
}
