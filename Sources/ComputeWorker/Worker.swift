import Dispatch
import Foundation
public import PostgresStore
import Synchronization

/// One worker process: threads that claim tasks, price them and store their results with their completion.
///
/// Any number of workers may run against one database, on any machine that reaches it. The threads of a process share a
/// few sessions, one of its own for leases and messages, and the markets of the runs they work on.
public final class Worker {
  private let shared: WorkerShared

  /// - Parameters:
  ///   - stop: Set it from another thread to end the worker: it gives back what it has not finished. The worker sets it
  ///     itself when one of its threads fails.
  ///   - schedules: Ticked between tasks, so that workers make the runs of schedules; `nil` to leave it to others.
  ///   - report: Called on the worker's threads, by several at once.
  public init(
    _ settings: PostgresSettings, options: WorkerOptions, stop: StopFlag, schedules: ScheduleTicker? = nil,
    report: @escaping @Sendable (WorkerEvent) -> Void
  ) {
    shared = WorkerShared(settings, options, stop, schedules, report)
  }

  /// Works until it is stopped or, with `untilIdle`, until no task is open. Returns how many tasks it completed.
  ///
  /// When the database goes away or has no room, each thread waits, longer each time up to 10 s, and gives back what it had
  /// in hand; with `untilIdle` it gives up after about a minute and throws the error.
  public func run() throws -> Int {
    defer { shared.leases.stop() }
    let outcome = Mutex<Result<Int, any Error>>(.success(0))
    let working = DispatchGroup()
    for name in shared.options.threadNames {
      working.enter()
      let thread = Thread { [shared] in
        let own = Result { try WorkerThread(name, shared).run() }
        if case .failure = own { shared.stop.set() }
        outcome.withLock { all in
          all = all.flatMap { sum in own.map { sum + $0 } }
        }
        working.leave()
      }
      thread.name = name
      thread.start()
    }
    working.wait()
    return try outcome.withLock { $0 }.get()
  }
}
