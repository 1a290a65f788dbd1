import Collateral
import Ingestion
import JSONDocuments
import Testing

/// Parameters of models for pools: the files that come with Tenor, and what is wrong with others.
struct CollateralModelFileTests {
  private func shipped<Model: CollateralModelParameters>(_ type: Model.Type, _ name: String) throws -> Model {
    try CollateralModelImport().document(
      type, try ByteSource(path: SampleFiles.folder + "collateral-models/\(name).json"), file: name)
  }

  private func read<Model: CollateralModelParameters>(_ type: Model.Type, _ text: String) throws -> Model {
    try CollateralModelImport().document(type, ByteSource(Array(text.utf8)), file: "m.json")
  }

  @Test func theSamplesAreRead() throws {
    let published = try shipped(PrepaymentModel.self, "prepayment-richard-roll")
    guard case .richardRoll(let model) = published.form else {
      Issue.record("another form")
      return
    }
    #expect(abs(model.refinancing(noteRate: 0.06, mortgageRate: 0.06) - 0.172935) < 6e-6)
    #expect(published.name == "RICHARD-ROLL" && published.version == "1989")
    let split = try shipped(PrepaymentModel.self, "prepayment-turnover-refinancing")
    guard case .turnoverAndRefinancing(let model) = split.form else {
      Issue.record("another form")
      return
    }
    #expect(abs(model.refinancing.smm(incentive: 0.009) - 0.03025) < 1e-15)
    guard case .hazard = try shipped(DefaultModel.self, "default-hazard").form,
      case .rollRates = try shipped(DefaultModel.self, "default-roll-rates").form
    else {
      Issue.record("another form")
      return
    }
    #expect(try shipped(SeverityModel.self, "severity-house-prices").withoutValue == 0.35)
    #expect(
      abs(try shipped(MortgageRateModel.self, "mortgage-rate-2y-10y").rate { _ in 0.05 } - 0.064) < 1e-15)
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    for name in ["prepayment-richard-roll", "prepayment-turnover-refinancing"] {
      let model = try shipped(PrepaymentModel.self, name)
      #expect(try read(PrepaymentModel.self, try CanonicalJSON.encode(model)) == model)
    }
    for name in ["default-hazard", "default-roll-rates"] {
      let model = try shipped(DefaultModel.self, name)
      #expect(try read(DefaultModel.self, try CanonicalJSON.encode(model)) == model)
    }
  }

  private static let severity =
    #""name": "S", "version": "1", "source": "desk", "sale_discount": 0.2, "selling_costs": 0.1, "carrying_costs": 0.1"#

  @Test(arguments: [
    ("{\(severity), \"least\": 0.1, \"without_value\": 1.4}", "without_value", "between"),
    ("{\(severity), \"least\": 0.1}", "without_value", "missing"),
    ("{\(severity), \"least\": 0.1, \"without_value\": 0.4, \"lest\": 1}", "lest", "unknown field"),
    ("{\(severity), \"least\": \"high\", \"without_value\": 0.4}", "least", "number"),
    ("{\(severity),", "m.json", ""),
  ])
  func wrongFilesNameTheirField(text: String, field: String, message: String) {
    let error = #expect(throws: IngestionError.self) { try read(SeverityModel.self, text) }
    #expect(error?.file == "m.json")
    #expect(error?.description.contains(field) == true, "\(String(describing: error))")
    #expect(message.isEmpty || error?.message.contains(message) == true, "\(String(describing: error))")
  }

  @Test func aModelHasOneForm() {
    let error = #expect(throws: IngestionError.self) {
      try read(PrepaymentModel.self, #"{"name": "P", "version": "1", "source": "none"}"#)
    }
    #expect(error?.message.contains("richard_roll") == true, "\(String(describing: error))")
  }
}
