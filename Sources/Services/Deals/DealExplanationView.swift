import DatesAndConventions
import RunRecords
import StructuredDeals

/// What each step of a period did, and why.
struct DealExplanationView: Encodable {
  let version: DealVersion
  /// From 1.
  let period: Int
  let periods: Int
  let date: String?
  let opening: [Cash]
  let tests: [Test]
  let steps: [Step]

  struct Cash: Encodable {
    let account: String
    let cash: Double
  }

  struct Value: Encodable {
    let name: String
    let value: Double
  }

  struct Reason: Encodable {
    let formula: String
    let value: Double
    /// What it names.
    let names: [Value]

    init(_ reason: FormulaReason) {
      formula = reason.formula
      value = reason.value
      names = reason.names.map { Value(name: $0.name, value: $0.value) }
    }
  }

  struct Test: Encodable {
    let trigger: String
    let reason: Reason
    let isTripped: Bool

    init(_ test: TriggerTest) {
      trigger = test.trigger
      reason = Reason(test.reason)
      isTripped = test.isTripped
    }
  }

  struct Entry: Encodable {
    let to: String
    let due: Double
    let paid: Double
  }

  struct Step: Encodable {
    let path: String
    let title: String
    let isTaken: Bool
    let account: String?
    let cashBefore: Double
    let cashAfter: Double
    let reasons: [Reason]
    let tests: [Test]
    let entries: [Entry]
  }

  init(version: DealVersion, run: DealRun, period: Int) {
    let explanation = run.explanations[period - 1]
    self.version = version
    self.period = period
    periods = run.periods
    date = run.dates.isEmpty ? nil : run.dates[period - 1].description
    opening = explanation.opening.map { Cash(account: $0.account, cash: $0.cash) }
    tests = explanation.tests.map(Test.init)
    steps = explanation.steps.map { step in
      Step(
        path: step.path, title: step.title, isTaken: step.isTaken, account: step.account,
        cashBefore: step.cashBefore, cashAfter: step.cashAfter, reasons: step.reasons.map(Reason.init),
        tests: step.tests.map(Test.init),
        entries: step.entries.map { Entry(to: $0.to, due: $0.due, paid: $0.paid) })
    }
  }
}
