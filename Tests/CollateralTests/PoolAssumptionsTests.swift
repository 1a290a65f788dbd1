import Collateral
import Foundation
import Testing

/// Assumptions as documents and command lines write them.
struct PoolAssumptionsTests {
  @Test func speedsAreReadInPercent() throws {
    #expect(try PrepaymentSpeed(text: "150 PSA") == .psa(1.5))
    #expect(try PrepaymentSpeed(text: " 8cpr ") == .cpr(0.08))
    #expect(try PrepaymentSpeed(text: "1.3% ABS") == .abs(0.013))
    #expect(try PrepaymentSpeed(text: "0x2, 8 CPR") == PrepaymentSpeed(.cpr, SpeedVector([0, 0, 0.08])))
    #expect(try DefaultSpeed(text: "2 CDR") == .cdr(0.02))
    #expect(try DefaultSpeed(text: "100 SDA") == .sda(1))
    #expect(try DefaultSpeed(text: "0.1 MDR") == .mdr(0.001))
    #expect(try PoolAssumptions.Severity(text: "40%") == .curve([0.4]))
    #expect(try PoolAssumptions.Severity(text: "0.4, 35%") == .curve([0.4, 0.35]))
  }

  @Test(arguments: ["150", "PSA", "x CPR", "-1 CPR", "8x0 CPR", "8x12x3 CPR", "2 CDR", "8;9 CPR"])
  func whatIsNoSpeedIsRefused(text: String) {
    let error = #expect(throws: CollateralError.self) { try PrepaymentSpeed(text: text) }
    #expect(error?.message.contains("'\(text)'") == true && error?.message.contains("150 PSA") == true)
  }

  @Test(arguments: ["150 PSA", "8 CPR", "0x12, 8.5 CPR", "0.33 SMM", "7 SMM"])
  func textGoesRound(text: String) throws {
    #expect(try PrepaymentSpeed(text: text).text == text)
  }

  @Test func documentsGoRound() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let text = #"""
      {"prepayment": {"model": "TURNOVER"}, "default": "2 CDR", "severity": [0.4, 0.35], "liquidation_lag": 12,
       "servicer_advances": true}
      """#
    let read = try decoder.decode(PoolAssumptions.self, from: Data(text.utf8))
    #expect(
      read
        == PoolAssumptions(
          prepayment: .model("TURNOVER"), defaults: .speed(.cdr(0.02)), severity: .curve([0.4, 0.35]),
          liquidationLag: 12, servicerAdvances: true))
    #expect(try decoder.decode(PoolAssumptions.self, from: try encoder.encode(read)) == read)
    #expect(try decoder.decode(PoolAssumptions.self, from: Data("{}".utf8)) == PoolAssumptions())
    for wrong in [
      #"{"prepayment": "fast"}"#, #"{"severity": 1.4}"#, #"{"severity": []}"#, #"{"liquidation_lag": -1}"#,
    ] {
      #expect(throws: DecodingError.self) { try decoder.decode(PoolAssumptions.self, from: Data(wrong.utf8)) }
    }
  }

  /// Documents under a hash keep their bytes.
  @Test func documentsAreWrittenAsEver() throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = .sortedKeys
    func text(_ assumptions: PoolAssumptions) throws -> String {
      String(decoding: try encoder.encode(assumptions), as: UTF8.self)
    }
    let end = #","defaults_end_before_maturity":true,"liquidation_lag":0,"prepayment":"#
    #expect(
      try text(PoolAssumptions(prepayment: .speed(.psa(1.5)), defaults: .speed(.cdr(0.02))))
        == #"{"default":"2 CDR""# + end + #""150 PSA","servicer_advances":false,"severity":0}"#)
    #expect(
      try text(PoolAssumptions(prepayment: .model("P"), defaults: .model("D")))
        == #"{"default":{"model":"D"}"# + end + #"{"model":"P"},"servicer_advances":false,"severity":0}"#)
    let aged = PoolAssumptions(
      prepayment: .speed(PrepaymentSpeed(.abs, SpeedVector([0.02, 0.012], by: .loanAge))),
      defaults: .speed(DefaultSpeed(.mdr, SpeedVector([0.001], by: .loanAge))))
    #expect(
      try text(aged)
        == #"{"default":{"unit":"mdr","vector":{"clock":"loan_age","values":[0.001]}}"# + end
        + #"{"unit":"abs","vector":{"clock":"loan_age","values":[0.02,0.012]}},"servicer_advances":false,"severity":0}"#
    )
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    #expect(try decoder.decode(PoolAssumptions.self, from: Data(try text(aged).utf8)) == aged)
    let wrong = #"{"prepayment": {"unit": "abs", "vector": {"values": [-1]}}}"#
    #expect(throws: DecodingError.self) { try decoder.decode(PoolAssumptions.self, from: Data(wrong.utf8)) }
  }

  @Test func modelsAreLookedUpByName() throws {
    let severity = SeverityModel(
      name: "HOUSES", version: "1", source: "test", saleDiscount: 0.2, sellingCosts: 0.1, carryingCosts: 0.1,
      least: 0, withoutValue: 0.5)
    let assumptions = PoolAssumptions(severity: .model("HOUSES"))
    let resolved = try assumptions.resolved(CollateralModels(severity: [severity]))
    guard case .model(let found) = resolved.severity else {
      Issue.record("the severity is no model")
      return
    }
    #expect(found == severity)
    #expect(assumptions.usesModels && !PoolAssumptions().usesModels)
    let error = #expect(throws: CollateralError.self) { try assumptions.resolved() }
    #expect(error?.message == "'HOUSES' is not a model of severity; there are none")
  }
}
