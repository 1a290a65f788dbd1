import Pricing
import RunRecords
import Testing

@testable import TenorCommands

@Suite("Options of runs")
struct RunOptionsTests {
  private func arguments(_ words: String...) throws(CommandError) -> Arguments {
    try Arguments(words, for: .runCreate)
  }

  @Test("measures are known by name, in any case, each once")
  func measures() throws {
    #expect(try PricingOptions.request(arguments()).measures == Measure.allCases)
    #expect(
      try PricingOptions.request(arguments("--measures", "pv,DV01,pv")).measures == [.presentValue, .dv01])
    let error = #expect(throws: CommandError.self) {
      try PricingOptions.request(arguments("--measures", "PV,,X"))
    }
    #expect(error?.message.contains("'' is not a measure; choose from PV, CLEAN_PRICE") == true)
  }

  @Test(
    "key rates ascend, above 0 and up to 100 years",
    arguments: ["0M", "101Y", "5Y,1Y", "1Y,1Y", "5X", "", "1Y,12M"])
  func keyRates(text: String) throws {
    #expect(throws: CommandError.self) { try PricingOptions.request(arguments("--key-rates=\(text)")) }
  }

  @Test("an option comes before the environment, the environment before the standard")
  func limits() throws {
    let environment = ["TENOR_MAX_CELLS": "5000", "TENOR_MAX_BYTES": ""]
    let console = Recorder(environment: environment).console
    let limits = try RunLimitOptions.limits(arguments("--max-scenarios", "10"), console)
    #expect(
      limits[.scenarios] == 10 && limits[.cells] == 5_000 && limits[.bytes] == RunLimits.standard[.bytes])
    #expect(try RunLimitOptions.limits(arguments("--max-cells=7"), console)[.cells] == 7)
    for wrong in ["0", "many", "-1"] {
      let error = #expect(throws: CommandError.self) {
        try RunLimitOptions.limits(["TENOR_MAX_SCENARIOS": wrong])
      }
      #expect(error?.message == "TENOR_MAX_SCENARIOS '\(wrong)' is not a whole number from 1 to 1000")
    }
  }
}
