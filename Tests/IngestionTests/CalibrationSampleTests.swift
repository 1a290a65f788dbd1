import Collateral
import Foundation
import Ingestion
import Instruments
import Testing

/// A hazard of default fitted to 752 loans and tried on 770 others, against what scipy finds (Tools/goldens/hazards.py).
struct CalibrationSampleTests {
  private struct Golden: Decodable {
    struct Tested: Decodable {
      let exposure, expected, observed, logLoss, baselineLogLoss, areaUnderCurve: Double
    }
    let baseRates: [Double]
    let loanToValueSlope, unemploymentSlope, logLikelihood: Double
    let standardErrors, clusteredErrors: [Double]
    let tested: Tested
  }

  private static let folder = "collateral-histories/sba-california/"

  private func golden<Value: Decodable>(_ name: String) throws -> Value {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name).json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Value.self, from: Data(contentsOf: file))
  }

  private func samples() throws -> (fit: [LoanHistory], test: [LoanHistory]) {
    let loans = try SampleFiles.read(PoolLoan.self, Self.folder + "loans.csv")
    let records = try SampleFiles.read(LoanHistoryRecord.self, Self.folder + "histories.csv")
    #expect(loans.report.rejections == [] && records.report.rejections == [])
    let byID = Dictionary(uniqueKeysWithValues: loans.records.map { ($0.id, $0) })
    var samples: (fit: [LoanHistory], test: [LoanHistory]) = ([], [])
    for record in records.records {
      let history = try record.history(of: try #require(byID[record.id]))
      if record.sample == .fit { samples.fit.append(history) } else { samples.test.append(history) }
    }
    return samples
  }

  /// To six digits, which is what the search of the golden reaches.
  @Test func theFitIsThatOfAnotherProgram() throws {
    let golden: Golden = try golden("hazards")
    let (own, others) = try samples()
    #expect(own.count == 752 && others.count == 770)
    let path = Self.folder + "economy.csv"
    let economy = try EconomyImport().csv(try SampleFiles.source(path), file: path)
    let fit = try DefaultCalibration(ageBands: [1, 13, 25, 37, 61], effects: [.loanToValue, .unemployment])
      .fit(own, economy, name: "SBA", version: "1", source: "test")
    let expected = golden.baseRates + [golden.loanToValueSlope, golden.unemploymentSlope]
    #expect(fit.parameters.count == expected.count)
    for (index, found) in fit.parameters.enumerated() {
      #expect(abs(found.value / expected[index] - 1) < 1e-5, "\(found)")
      #expect(abs(try #require(found.standardError) / golden.standardErrors[index] - 1) < 1e-5, "\(found)")
      #expect(abs(try #require(found.clusteredError) / golden.clusteredErrors[index] - 1) < 1e-5, "\(found)")
    }
    #expect(abs(fit.logLikelihood - golden.logLikelihood) < 1e-6)
    // Falling prices and unemployment bring defaults, each five standard errors away from nothing.
    for effect in fit.parameters.suffix(2) { #expect(effect.value > 5 * (effect.standardError ?? .infinity)) }

    // A projection with the fitted model has the rates that were fitted, effects' bounds and all.
    let test = CalibrationTest(
      fit.model, others, economy, baselineRate: fit.defaults / fit.exposure, ageBands: [1, 13, 25, 37, 61])
    #expect(test.exposure == golden.tested.exposure && test.observed == golden.tested.observed)
    #expect(abs(test.expected / golden.tested.expected - 1) < 1e-3)
    #expect(abs(test.logLoss / golden.tested.logLoss - 1) < 1e-4)
    #expect(abs(test.baselineLogLoss / golden.tested.baselineLogLoss - 1) < 1e-9)
    #expect(abs(test.areaUnderCurve - golden.tested.areaUnderCurve) < 1e-3)
    // What was seen is within two roots of what was expected, all together.
    #expect(abs(test.observed - test.expected) < 2 * test.expected.squareRoot())
  }

  private struct SpeedGolden: Decodable {
    struct Tested: Decodable {
      let exposure, expected, observed, logLoss, baselineLogLoss: Double
    }
    let speeds, standardErrors, clusteredErrors: [Double]
    let logLikelihood: Double
    let tested: Tested
  }

  /// Absolute speeds of car loans made in six quarters, tried on those of the four quarters after, against what scipy finds
  /// (Tools/goldens/speeds.py): values to six digits, which is what the search reaches, errors to a thousandth, as their
  /// differences are exact.
  @Test func speedsOfCarLoansAreThoseOfAnotherProgram() throws {
    let golden: SpeedGolden = try golden("speeds")
    let folder = "collateral-histories/auto-vintages/"
    let loans = try SampleFiles.read(PoolLoan.self, folder + "loans.csv")
    let months = try SampleFiles.read(LineMonthRecord.self, folder + "lines.csv")
    #expect(loans.report.rejections == [] && months.report.rejections == [] && months.records.count == 130)
    let lines = try LineMonthRecord.histories(months.records, of: loans.records)
    let own = lines.filter { $0.sample == .fit }.map(\.history)
    let others = lines.filter { $0.sample == .test }.map(\.history)
    #expect(own.count == 6 && others.count == 4)
    let bands = [1, 2, 3, 4, 9]
    let fit = try SpeedCalibration(.abs, ageBands: bands).fit(own)
    for (index, found) in fit.parameters.enumerated() {
      #expect(abs(found.value / golden.speeds[index] - 1) < 1e-6, "\(found)")
      #expect(abs(try #require(found.standardError) / golden.standardErrors[index] - 1) < 1e-3, "\(found)")
      // Vintages differ by more than chance: by several times the errors of independent months.
      #expect(try #require(found.clusteredError) > 3 * golden.standardErrors[index])
    }
    #expect(abs(fit.logLikelihood - golden.logLikelihood) < 1e-5)
    let test = CalibrationTest(
      .speed(fit.speed), others, EconomyHistory(), baselineRate: fit.prepayments / fit.exposure,
      ageBands: bands)
    for (found, expected) in [
      (test.exposure, golden.tested.exposure), (test.expected, golden.tested.expected),
      (test.observed, golden.tested.observed), (test.logLoss, golden.tested.logLoss),
      (test.baselineLogLoss, golden.tested.baselineLogLoss),
    ] {
      #expect(abs(found / expected - 1) < 1e-6)
    }
  }

  @Test func monthsOfLinesFollowEachOther() throws {
    let loan = try PoolLoan(id: "A", balance: 1, noteRate: 0.05, remainingTerm: 3)
    func problem(_ rows: [String]) throws -> (rejected: [String], refused: String?) {
      var records: [LineMonthRecord] = []
      let text = (["loan_id,month,exposed,defaulted,prepaid,sample"] + rows).joined(separator: "\n") + "\n"
      let report = try RecordImport<LineMonthRecord>(file: "l.csv").csv(ByteSource(Array(text.utf8))) {
        records.append($0)
      }
      do throws(TermsError) {
        _ = try LineMonthRecord.histories(records, of: [loan])
        return (report.rejections.map { $0.field ?? "" }, nil)
      } catch {
        return (report.rejections.map { $0.field ?? "" }, error.field)
      }
    }
    let good = ["A,2020-01,10,1,2,", "A,2020-02,7,,1,"]
    #expect(try problem(good) == ([], nil))
    #expect(try problem(good + ["A,2020-04,6,0,0,"]) == ([], "month"))
    #expect(try problem(good + ["A,2020-03,6,0,0,test"]) == ([], "sample"))
    #expect(try problem(good + ["A,2020-03,6,,,", "A,2020-04,6,,,"]) == ([], "month"))
    #expect(try problem(["B,2020-01,10,0,0,"]) == ([], "loan_id"))
    #expect(
      try problem(["A,2020-01,1,1,1,", "A,2020-01,-1,,,", "A,2020-01,1,,,,"]).rejected.prefix(2)
        == ["exposed", "exposed"])
    #expect(try problem(good + ["A,2020-02,7,0,0,"]).rejected == ["month"])
  }

  @Test func aGapInASeriesIsNamed() throws {
    let text = "month,series,value\n2020-01,unemployment_percent,5\n2020-03,unemployment_percent,6\n"
    let error = #expect(throws: IngestionError.self) {
      try EconomyImport().csv(ByteSource(Array(text.utf8)), file: "past.csv")
    }
    #expect(error?.file == "past.csv" && error?.field == "unemployment_percent")
    #expect(error?.message.contains("2020-02") == true)
    let wrong = #expect(throws: IngestionError.self) {
      try EconomyImport().csv(
        ByteSource(Array("month,series,value\n2020-01,rain,5\n".utf8)), file: "past.csv")
    }
    #expect(wrong?.file == "past.csv" && wrong?.line == 2)
  }

  @Test func historiesFitTheirLoans() throws {
    let rows =
      "loan_id,first_month,months,ending,sample\nA,2020-01,0,none,\nB,2020-01,9,sold,\nC,2020-01,9,prepaid,test\n"
    var records: [LoanHistoryRecord] = []
    let report = try RecordImport<LoanHistoryRecord>(file: "h.csv").csv(ByteSource(Array(rows.utf8))) {
      records.append($0)
    }
    #expect(report.rejections.map(\.field) == ["months", "ending"] && records.map(\.id) == ["C"])
    let short = try PoolLoan(id: "C", balance: 1, noteRate: 0.05, remainingTerm: 8)
    #expect(throws: TermsError.self) { try records[0].history(of: short) }
  }
}
