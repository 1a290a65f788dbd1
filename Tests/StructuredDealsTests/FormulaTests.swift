import StructuredDeals
import Testing

/// Formulas read as they are meant, seen through the coupon of a bond.
@Suite struct FormulaTests {
  private static func value(_ formula: String) throws -> Double {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 100, coupon: .init(formula)), DealBond(name: "B", balance: 300)],
      definitions: [Definition(name: "half", formula: "bonds.balance / 800")],
      classes: [BondClass(name: "both", bonds: ["A", "B"])],
      steps: [])
    return try SmallDeals.run(
      deal, SmallDeals.pool(400, interest: [8], principal: [40], loss: [20]), series: ["x": [3]]
    )
    .bonds[0].rate[0]
  }

  @Test(
    arguments: [
      ("1 + 2 * 3 - 4 / 8", 6.5), ("(1 + 2) * 3", 9), ("2 - 3 - -4", 3), ("8 / 4 / 2", 1), ("25%", 0.25),
      ("1e-3 + 2E2", 200.001), ("min(3, 1, 2) + max(1, 5)", 6), ("if(2 > 1, 7, 1 / 0)", 7),
      ("if(not 1 > 2 and 3 <= 3, 1, 0)", 1), ("1 == 1.00000000001 or 0 > 1", 1), ("0 or 0", 0), ("3 != 4", 1),
      ("2030-01-16 - 2030-01-15", 1), ("2 * half", 1), ("both.balance + both.factor", 401),
      ("pool.balance + pool.loss + pool.principal", 400), ("pool.net_rate", 8.0 / 400 * 12),
      ("series.x * period", 3),
      ("A.balance >= 100 and B.opening_balance < 400", 1),
      ("collateral.cumulative_loss / collateral.original_balance", 0.05),
      ("max(A.balance - 1e9, 0) + year_fraction * 12", 1),
    ] as [(String, Double)])
  func aFormulaHasItsValue(text: String, value: Double) throws {
    #expect(abs(try FormulaTests.value(text) - value) < 1e-9, "\(text)")
  }

  @Test(arguments: [
    ("", "is empty"), ("1 +", "ends where a number or a name is expected"),
    ("(1", "')' is expected at the end"),
    ("1 2", "'2' is not expected there; join terms by an operator"),
    ("3 $ 4", "'$' means nothing in a formula"),
    ("sum(1)", "'sum' is not a function; there are min, max and if"),
    ("if(1, 2)", "if takes a condition and two values"),
    ("A.", "'A.' lacks the quantity's name"), ("1 < 2 < 3", "'<' is not expected there"),
    ("5x", "'5' is not a number"),
    ("and 1", "'and' is not expected there"),
    ("half.balance", "'half' has no '.balance'; write the name alone"),
    ("pool", "'pool' alone is no number; write 'pool.' with one of balance"),
    ("date > 2030-01-01", "'date' needs the day of the first payment"),
  ])
  func aFaultIsToldInWords(text: String, message: String) {
    #expect {
      try FormulaTests.value(text)
    } throws: { error in
      (error as? DealProblems)?.problems.first.map {
        $0.path == "bonds[0].coupon" && $0.message.contains(message)
      } == true
    }
  }

  @Test func nestingHasAnEnd() {
    let deep = String(repeating: "(", count: 10_000) + "1"
    #expect(throws: DealProblems.self) { try FormulaTests.value(deep) }
    #expect(throws: DealProblems.self) { try FormulaTests.value(String(repeating: "-", count: 10_000) + "1") }
  }

  @Test func definitionsOfDefinitionsHaveAnEnd() {
    let doubling = (0..<40).map {
      Definition(name: "d\($0)", formula: $0 == 0 ? "1" : .init("d\($0 - 1) + d\($0 - 1)"))
    }
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 1, coupon: "d39")], definitions: doubling, steps: [])
    #expect {
      try Waterfall(deal)
    } throws: { error in
      (error as? DealProblems)?.problems.contains { $0.message.contains("simplify") } == true
    }
    let long = Formula(Array(repeating: "1", count: 100_000).joined(separator: "+"))
    #expect(throws: DealProblems.self) {
      try Waterfall(SmallDeals.deal(bonds: [DealBond(name: "A", balance: 1, coupon: long)], steps: []))
    }
  }

  @Test func nothingOfNothingStopsTheRun() throws {
    #expect {
      try FormulaTests.value("series.x * (A.balance - 100) / 0")
    } throws: { error in
      (error as? DealRunError)?.message.contains("0 is divided by 0") == true
    }
  }
}
