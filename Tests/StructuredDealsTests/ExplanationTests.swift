import StructuredDeals
import Testing

/// The log of a period: what came in, was due, was paid, was left, and why.
@Suite struct ExplanationTests {
  @Test func aPeriodIsTold() throws {
    let deal = SmallDeals.deal(
      bonds: [
        DealBond(name: "A", balance: 1200, coupon: 0.10), DealBond(name: "B", balance: 600, coupon: 0.10),
      ],
      triggers: [Trigger(name: "turbo", when: "pool.loss > 1")],
      steps: [
        Step(.payInterest(PayInterest(["A", "B"], from: "cash")), name: "interest"),
        Step(
          .payPrincipal(PayPrincipal(.bond("A"), from: "cash", amount: "pool.principal / 2")),
          when: "not turbo"),
        Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash")), name: "turbo pays", when: "turbo"),
      ])
    let run = try SmallDeals.run(
      deal, SmallDeals.pool(1800, interest: [12, 15], principal: [4, 6], loss: [0, 2]), isExplained: true)
    let first = run.explanations[0]
    #expect(first.opening.map(\.cash) == [16])
    #expect(first.tests.map(\.isTripped) == [false])
    #expect(first.steps.map(\.title) == ["interest", "PAY_PRINCIPAL", "turbo pays", "RELEASE"])
    #expect(first.steps[0].cashBefore == 16 && first.steps[0].cashAfter == 1)
    #expect(first.steps[0].entries.map(\.to) == ["A interest", "B interest"])
    #expect(first.steps[0].entries.map(\.due) == [10, 5] && first.steps[0].entries.map(\.unpaid) == [0, 0])
    #expect(first.steps[1].reasons.map(\.formula) == ["not turbo", "pool.principal / 2"])
    #expect(first.steps[1].reasons[1].value == 2 && first.steps[1].reasons[1].names[0].value == 4)
    #expect(first.steps[1].entries[0].due == 1200 && first.steps[1].entries[0].paid == 1)
    #expect(!first.steps[2].isTaken && first.steps[2].entries.isEmpty)
    #expect(first.steps[3].entries.map(\.paid) == [0])
    let second = run.explanations[1]
    #expect(second.tests[0].reason.names[0].name == "pool.loss" && second.tests[0].reason.names[0].value == 2)
    #expect(second.tests[0].isTripped && second.tests[0].breaches == 1)
    #expect(!second.steps[1].isTaken && second.steps[1].reasons[0].names[0].value == 1)
    #expect(second.steps[2].isTaken)
  }
}
