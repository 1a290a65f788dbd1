import ComputeWorker
import Foundation
import Instruments
import Glibc
import PostgresStore
import RunRecords

extension Command {
  static let worker = Command(
    path: ["worker"], summary: "Price the tasks of runs until stopped",
    options: [
      Option(name: "name", value: "NAME", help: "how the worker is known; default host and process number"),
      Option(name: "until-idle", value: nil, help: "end once no task waits or runs anywhere"),
      Option(name: "quiet", value: nil, help: "do not tell each task"),
      DatabaseOption.option,
    ],
    example: "tenor worker --until-idle",
    notes:
      "Start as many as there are cores, on any machine that reaches the database. Workers also make the runs of "
      + "schedules\nthat are due (tenor schedule). SIGTERM or SIGINT ends a worker "
      + "in order:\nit gives back what it has not finished.",
    run: { arguments, console in
      let name = arguments.value("name") ?? "\(ProcessInfo.processInfo.hostName)-\(getpid())"
      guard !name.isEmpty else {
        throw CommandError(.usage, "--name is empty; give the worker a name, or leave it out")
      }
      let stop = StopFlag()
      Signals.onTermination { stop.set() }
      let settings = try DatabaseOption.reaching {
        // The longest is the roll-up's key over all results of a run.
        try DatabaseOption.settings(
          arguments, console, applicationName: "tenor worker", statementTimeoutMilliseconds: 1_800_000)
      }
      let options = WorkerOptions(name: name, untilIdle: arguments.has("until-idle"))
      let isQuiet = arguments.has("quiet")
      let schedules = ScheduleTicker(codeVersion: TenorVersion.text, random: { .random(in: 0 ... .max) })
      let worker = Worker(settings, options: options, stop: stop, schedules: schedules) { event in
        switch event {
        case .completed(let claim, let times):
          if !isQuiet { console.note("\(name): \(claim.label) done in \(times.text)") }
        case .failed(let claim, let error): console.note("\(name): \(claim.label) failed: \(error)")
        case .leaseLost(let claim):
          console.note("\(name): \(claim.label) was taken over; its results are dropped")
        case .released(let claim): console.note("\(name): \(claim.label) given back")
        case .fired(let firing): console.note("\(name): \(firing.line)")
        case .schedulesFailed(let error): console.note("\(name): schedules: \(error)")
        case .databaseAway(let error): console.note("\(name): waiting for the database: \(error)")
        }
      }
      let completed = try DatabaseOption.reaching { try worker.run() }
      if !isQuiet { console.note("\(name): completed \(completed) tasks") }
      return .success
    })
}

extension TaskTimes {
  /// Such as `0.193 s (load 0.010, price 0.120, store 0.063)`.
  fileprivate var text: String {
    func seconds(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }
    return "\(seconds(total)) s (load \(seconds(load)), price \(seconds(price)), store \(seconds(store)))"
  }
}

extension TaskClaim {
  /// Such as `run R1 task 3 FIXED_BOND 1/4`.
  fileprivate var label: String {
    let work = productType.map { "\($0.rawValue) \(bucket + 1)/\(bucketCount)" } ?? "roll-up"
    return "run \(runID) task \(taskNumber) \(work)"
  }
}
