import Collateral
import DatesAndConventions
import Ingestion
import RunRecords
import StructuredDeals
import Testing

/// Deal packages: what they run to, their hash, and what is refused in them.
@Suite struct DealPackageTests {
  private static func document(_ name: String) throws -> DealDocument {
    try DealImport().package(SampleFiles.source("deals/packages/\(name).json"), file: "\(name).json").get()
  }

  private func problems(_ text: String) throws -> [String] {
    switch try DealImport().package(ByteSource(Array(text.utf8)), file: "deal.json") {
    case .success: return []
    case .failure(let problems): return problems.problems.map(\.description)
    }
  }

  /// The samples' lines and speeds, projected here, against the flows in Samples/deals/collateral, which a script has projected.
  ///
  /// The script prepays a part of what has not defaulted, and lets nothing default in the last month; speeds are changed to say that.
  @Test(arguments: [
    ("agency-cmo", "pool", ["SOFR": [0.05]]), ("senior-sub-rmbs", "pool", [:]), ("auto-abs", "pool", [:]),
    ("cmbs", "pool", [:]), ("clo", "loans", ["SOFR": [0.04]]),
  ])
  func samplesRunAsTheirDealsDoOnFlows(name: String, group: String, series: [String: [Double]]) throws {
    let package = try DealPackageTests.document(name).package
    let loan = try #require(package.collateral[group]?.first)
    var assumed = package.assumptions(of: group)
    guard case .speed(let prepayment) = assumed.prepayment, case .speed(let defaults) = assumed.defaults
    else {
      Issue.record("the sample has speeds")
      return
    }
    var mdr = defaults.monthly(age: loan.age, months: loan.remainingTerm)
    mdr[loan.remainingTerm - 1] = 0
    let smm = zip(prepayment.monthly(age: loan.age, months: loan.remainingTerm), mdr).map { $0 * (1 - $1) }
    assumed.prepayment = .speed(PrepaymentSpeed(.smm, SpeedVector(smm)))
    assumed.defaults = .speed(DefaultSpeed(.mdr, SpeedVector(mdr)))
    let run = try package.project(assumptions: ["*": assumed])
    let flows = try CollateralImport().csv(
      SampleFiles.source("deals/collateral/\(name).csv"), file: "\(name).csv")
    let known = try package.waterfall.run(DealInputs(collateral: [group: flows], series: series))
    let asWritten = try package.project(isExplained: true)
    #expect(run.periods == known.periods && asWritten.explanations.count == run.periods)
    for (index, expected) in known.bonds.enumerated() {
      let bond = run.bonds[index]
      // The script rounds each month's flows to cents.
      let worst = (0..<run.periods).map {
        max(abs(bond.cash($0) - expected.cash($0)), abs(bond.balance[$0] - expected.balance[$0]))
      }.max()
      #expect(try #require(worst) < 2, "\(bond.name)")
      let total = { (flows: BondFlows) in (0..<known.periods).reduce(0) { $0 + flows.cash($1) } }
      #expect(
        abs(total(asWritten.bonds[index]) - total(expected)) < 0.01 * total(expected) + 1, "\(bond.name)")
    }
  }

  @Test func theHashIsOfWhatIsSaid() throws {
    let text = try SampleFiles.text("deals/packages/auto-abs.json")
    let document = try DealPackageTests.document("auto-abs")
    #expect(document.contentHash.utf8.count == 64)
    #expect(try DealDocument(json: document.json).contentHash == document.contentHash)
    let spaced = Array((" \n" + text).utf8)
    #expect(try DealDocument(json: spaced).contentHash == document.contentHash)
    let other = text.replacing("\"1.4 SMM\"", with: "\"1.5 SMM\"")
    #expect(try DealDocument(json: Array(other.utf8)).contentHash != document.contentHash)
  }

  @Test func ratesAndAssumptionsOfTheCallerReplaceThePackages() throws {
    let package = try DealPackageTests.document("clo").package
    let low = try package.project(rates: ["SOFR": [0.01]])
    let high = try package.project(rates: ["SOFR": [0.01, 0.01, 0.01, 0.05]])
    #expect(low.bonds[0].rate[0] == high.bonds[0].rate[0])
    // By month from the cut-off: the second quarter begins with the fourth month.
    #expect(abs(low.bonds[0].rate[1] - 0.023) < 1e-15 && abs(high.bonds[0].rate[1] - 0.063) < 1e-15)
    let fast = try package.project(assumptions: ["*": PoolAssumptions(prepayment: .speed(.cpr(0.3)))])
    #expect(try #require(fast.bonds[0].lastPrincipalPeriod) < #require(low.bonds[0].lastPrincipalPeriod))
    let named = ["*": PoolAssumptions(prepayment: .model("TURNOVER"))]
    let error = #expect(throws: DealRunError.self) { try package.project(assumptions: named) }
    #expect(error?.message.contains("'TURNOVER' is not a model of prepayment") == true)
  }

  @Test func everythingWrongIsToldAtOnce() throws {
    let text = """
      {"schema_version": 2, "deal_id": 7, "as_of": "2026-02-30", "note": 1,
       "deal": {"name": "d", "collateral": [{"name": "pool", "interest_to": "cash", "principal_to": "cash"}],
         "bonds": [{"name": "R"}], "accounts": [{"name": "cash"}],
         "waterfall": [{"step": "RELEASE", "from": "cash", "to": "Q"}]},
       "collateral": {"pool": [{"loan_id": "1", "balance": -1, "note_rate_percent": 5, "remaining_months": 12},
                               {"loan_id": "2", "rate": 5}], "b": 3},
       "assumptions": {"*": {"prepayment": "fast"}}, "series": {"SOFR": {"index": "LIBOR"}}}
      """
    let found = try problems(text)
    for start in [
      "schema_version: version 2", "deal_id: ", "as_of: ", "note: is not a member",
      "collateral.pool[0].balance: -1",
      "collateral.pool[1].rate: is not a known field", "collateral.b: expected an array",
      "assumptions.*.prepayment: 'fast'",
      "series.SOFR.index: ", "currency: is missing", "deal.waterfall[0].to: 'Q' is not a bond",
    ] {
      #expect(found.contains { $0.hasPrefix(start) }, "\(start)")
    }
    #expect(found.count == 11)
  }

  @Test func whatDoesNotFitTogetherIsRefused() throws {
    let text = """
      {"deal_id": "a b", "as_of": "2026-01-31", "currency": "USD", "delay_days": 200,
       "deal": {"name": "d", "first_payment": "2026-01-25",
         "collateral": [{"name": "pool", "interest_to": "cash", "principal_to": "cash"},
                        {"name": "other", "interest_to": "cash", "principal_to": "cash"}],
         "bonds": [{"name": "A", "balance": 101, "coupon": "series.SOFR"}, {"name": "R"}], "accounts": [{"name": "cash"}],
         "waterfall": [{"step": "RELEASE", "from": "cash", "to": "R"}]},
       "collateral": {"pool": [
          {"loan_id": "1", "balance": 50, "note_rate_percent": 5, "remaining_months": 12},
          {"loan_id": "1", "balance": 50, "note_rate_percent": 5, "remaining_months": 12, "rate_type": "adjustable",
           "index": "PRIME", "margin_percent": 1, "months_to_reset": 3}], "third": []},
       "group_balances": {"pool": 101}, "assumptions": {"pool": {}, "fourth": {}},
       "bonds": {"B": {"tier": ""}}}
      """
    let found = try problems(text)
    for start in [
      "deal_id: 'a b'", "delay_days: 200", "deal.first_payment: 2026-01-25 is not after",
      "collateral.other: has no loans",
      "collateral.third: is not a group", "collateral.pool[1].loan_id: '1' is there twice",
      "collateral.pool[1].index: 'PRIME' is not in series", "group_balances.pool: is 101.0, but",
      "deal.bonds: have balances of 101.0, more than collateral of 100.0",
      "assumptions.fourth: is not a group",
      "assumptions: say nothing of the group 'other'", "series.SOFR: is used by a formula",
      "bonds.B: is not a bond",
      "bonds.B.tier: ",
    ] {
      #expect(found.contains { $0.hasPrefix(start) }, "\(start)")
    }
    #expect(found.count == 14)
  }

  @Test func aTextThatIsNoPackageIsToldFromOne() throws {
    let package = try SampleFiles.text("deals/packages/cmbs.json")
    let deal = try SampleFiles.text("deals/cmbs.json")
    #expect(try DealImport().isPackage(ByteSource(Array(package.utf8)), file: "a"))
    #expect(try !DealImport().isPackage(ByteSource(Array(deal.utf8)), file: "a"))
    #expect(try problems("{\"deal_id\": }").first?.hasPrefix("line 1, column") == true)
    #expect(try problems("[]").first == "document: expected an object, found an array")
  }
}
