import RunRecords

extension RunEstimate {
  /// What a person reads before a run is made.
  var lines: [String] {
    func grouped(_ value: Int) -> String { NumberText.grouped(Double(value)) }
    let flows = cashFlows > 0 ? " and \(grouped(cashFlows)) cash flows" : ""
    let basis =
      finishedRuns == 0 ? "by standard rates" : "as the last runs here took"
    let parts = [
      ("results", bytes.vectors), ("their key", bytes.vectorKey), ("cash flows", bytes.cashFlows),
      ("roll-ups", bytes.rollUps),
    ].filter { $0.1 > 0 }.map { "\($0.0) \(NumberText.bytes($0.1))" }.joined(separator: ", ")
    return [
      "estimate: \(grouped(positions)) positions, \(scenarios) scenarios, \(measures) measures: \(grouped(cells)) cells "
        + "in \(grouped(vectors)) vectors\(flows), \(grouped(tasks)) tasks",
      "  \(duration) with \(workers) \(workers == 1 ? "worker" : "workers") (\(basis)), "
        + "\(NumberText.bytes(workerBytes)) of memory each",
      "  \(NumberText.bytes(bytes.total)) on disk: \(parts)",
    ]
  }
}
