import Foundation
import PostgresStore
public import RunRecords

/// Ticks the schedules from a thread of its own, with the connections of the services, until it is stopped.
public final class ScheduleTicking: Sendable {
  private let stopped = DispatchSemaphore(value: 0)

  /// - Parameters:
  ///   - report: Told of every firing that was settled here; called on another thread.
  ///   - failure: Told when the schedules could not be looked at; it is tried again.
  public init(
    _ environment: ServiceEnvironment, report: @escaping @Sendable (ScheduleFiring) -> Void,
    failure: @escaping @Sendable (any Error) -> Void
  ) {
    let ticker = ScheduleTicker(
      codeVersion: environment.codeVersion, limits: environment.runLimits, random: environment.random)
    let thread = Thread { [stopped] in
      repeat {
        do {
          for firing in try environment.database.write({ try ticker.tickIfDue($0) }) { report(firing) }
        } catch {
          failure(error)
        }
      } while stopped.wait(timeout: .now() + 5) == .timedOut
    }
    thread.name = "schedules"
    thread.start()
  }

  /// Lets no further tick begin.
  public func stop() { stopped.signal() }
}
