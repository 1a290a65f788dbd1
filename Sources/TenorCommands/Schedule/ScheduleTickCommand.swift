import PostgresStore
import RunRecords

extension Command {
  static let scheduleTick = Command(
    path: ["schedule", "tick"], summary: "Make the runs of schedules that are due, and end",
    options: [DatabaseOption.option], example: "tenor schedule tick",
    notes:
      "Workers and servers do so every \(Int(ScheduleTicker.interval.components.seconds)) s. Where neither is up all "
      + "the time, have the system's scheduler start this once a minute.\n"
      + "Exit code 1: a firing made no run; the line tells why.",
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor schedule")
      let firings = try ScheduleStore(connection).tick(
        codeVersion: TenorVersion.text, limits: try RunLimitOptions.limits(console.environment),
        random: { .random(in: 0 ... .max) })
      for firing in firings { console.print(firing.line) }
      return firings.allSatisfy { $0.outcome == .run } ? .success : .failed
    })
}

extension ScheduleFiring {
  /// What came of it, on one line.
  var line: String {
    let from = missedFrom.map { ", those from \($0.isoText) left out" } ?? ""
    let what =
      switch outcome {
      case .run: "run \(runID?.text ?? "")"
      case .failed: "no run: \(error ?? "")"
      case .missed: "missed: \(error ?? "")"
      }
    return "schedule \(schedule) of \(fireTime.isoText)\(from): \(what)"
  }
}
