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
      Option(name: "threads", value: "N", help: "tasks worked on at once; default 1, at most 256"),
      Option(
        name: "connections", value: "C",
        help: "database sessions that the threads share, besides one for leases; default N, but 8 at most"),
      Option(
        name: "memory-budget", value: "MIB",
        help:
          "what a task may hold of positions and results; a larger task is worked in parts, and tasks leave at most as much "
          + "for the next ones; default 256"),
      Option(name: "until-idle", value: nil, help: "end once no task waits or runs anywhere"),
      Option(name: "quiet", value: nil, help: "do not tell each task"),
      DatabaseOption.option, DatabaseOption.rolesOption,
    ],
    example: "tenor worker --until-idle",
    notes:
      "Start as many processes or threads as there are cores, on any machine that reaches the database. A thread holds "
      + "a\nsession only while it claims, loads and stores; threads are known by the worker's name and a number. Workers "
      + "also\nmake the runs of schedules that are due (tenor schedule). SIGTERM or SIGINT ends a worker in order: it gives "
      + "back\nwhat it has not finished.",
    run: { arguments, console in
      let name = arguments.value("name") ?? "\(ProcessInfo.processInfo.hostName)-\(getpid())"
      guard !name.isEmpty else {
        throw CommandError(.usage, "--name is empty; give the worker a name, or leave it out")
      }
      let options = try workerOptions(name, arguments)
      let stop = StopFlag()
      Signals.onTermination { stop.set() }
      let settings = try DatabaseOption.reaching {
        // The longest is the roll-up's key over all results of a run.
        try DatabaseOption.settings(
          arguments, console, applicationName: "tenor worker", statementTimeoutMilliseconds: 1_800_000,
          role: DatabaseOption.usesRoles(arguments, console) ? .worker : nil)
      }
      let isQuiet = arguments.has("quiet")
      let schedules = ScheduleTicker(
        codeVersion: TenorVersion.text, limits: try RunLimitOptions.limits(console.environment),
        random: { .random(in: 0 ... .max) })
      let worker = Worker(settings, options: options, stop: stop, schedules: schedules) { event in
        switch event {
        case .completed(let claim, let cost):
          if !isQuiet { console.note("\(claim.worker): \(claim.label) done in \(cost.text)") }
        case .failed(let claim, let error): console.note("\(claim.worker): \(claim.label) failed: \(error)")
        case .leaseLost(let claim):
          console.note("\(claim.worker): \(claim.label) was taken over; its results are dropped")
        case .released(let claim): console.note("\(claim.worker): \(claim.label) given back")
        case .fired(let firing, let worker): console.note("\(worker): \(firing.line)")
        case .schedulesFailed(let worker, let error): console.note("\(worker): schedules: \(error)")
        case .databaseAway(let worker, let error):
          console.note("\(worker): waiting for the database: \(error)")
        }
      }
      let completed = try DatabaseOption.reaching { try worker.run() }
      if !isQuiet { console.note("\(name): completed \(completed) tasks") }
      return .success
    })

  private static func workerOptions(_ name: String, _ arguments: Arguments) throws(CommandError)
    -> WorkerOptions
  {
    let threads = try arguments.integer("threads", default: 1, in: 1...256)
    let connections = try arguments.integer("connections", default: min(threads, 8), in: 1...256)
    let memory = try arguments.integer(
      "memory-budget", default: WorkerOptions.defaultTaskMemory >> 20, in: 1...1_048_576)
    return WorkerOptions(
      name: name, untilIdle: arguments.has("until-idle"), threads: threads, connections: connections,
      taskMemory: memory << 20)
  }
}

extension TaskCost {
  /// Such as `0.193 s (load 0.010, price 0.120, store 0.063)`, and in how many parts if in more than one.
  fileprivate var text: String {
    func seconds(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }
    let times =
      "\(seconds(total)) s (load \(seconds(load)), price \(seconds(price)), store \(seconds(store)))"
    return parts > 1 ? "\(times), in \(parts) parts of at most \(positionsHeld) positions" : times
  }
}

extension TaskClaim {
  /// Such as `run R1 task 3 FIXED_BOND 1/4`.
  fileprivate var label: String {
    let work = productType.map { "\($0.rawValue) \(bucket + 1)/\(bucketCount)" } ?? "roll-up"
    return "run \(runID) task \(taskNumber) \(work)"
  }
}
