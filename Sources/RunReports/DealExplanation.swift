import JSONDocuments
public import StructuredDeals

/// The log of a period of a deal as a table.
public enum DealExplanation {
  /// A row per account when the period opens, per formula, test and payment of each step, and per step that was passed over.
  public static func csv(_ run: DealRun, period: Int) -> [String] {
    let explanation = run.explanations[period - 1]
    var lines = ["step,title,kind,name,value,due,paid,unpaid"]
    func add(_ step: String, _ title: String, _ kind: String, _ name: String, _ numbers: [Double?]) {
      let cells =
        [step, title, kind, name].map(quoted) + numbers.map { $0.map { JSONNumber.text($0) } ?? "" }
      lines.append(cells.joined(separator: ","))
    }
    func add(_ test: TriggerTest, _ step: String, _ title: String) {
      add(
        step, title, "test", "\(test.trigger): \(test.reason.formula)",
        [test.isTripped ? 1 : 0, nil, nil, nil])
    }
    for account in explanation.opening {
      add("", "", "opening cash", account.account, [account.cash, nil, nil, nil])
    }
    for test in explanation.tests { add(test, "", "") }
    for step in explanation.steps {
      if !step.isTaken { add(step.path, step.title, "not taken", "", [nil, nil, nil, nil]) }
      for reason in step.reasons {
        add(step.path, step.title, "formula", reason.formula, [reason.value, nil, nil, nil])
      }
      for test in step.tests { add(test, step.path, step.title) }
      for entry in step.entries {
        add(step.path, step.title, "payment", entry.to, [nil, entry.due, entry.paid, entry.unpaid])
      }
      if step.isTaken, let account = step.account {
        add(step.path, step.title, "cash after", account, [step.cashAfter, nil, nil, nil])
      }
    }
    return lines
  }

  private static func quoted(_ text: String) -> String {
    text.contains(where: { "\",\n\r".contains($0) }) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }
}
