import PostgresStore
import RunRecords
import Synchronization

/// The contexts of the runs a process has worked on last; a few, so that memory does not grow with the number of runs.
final class RunContexts: Sendable {
  private let recent = Mutex<[(id: RunID, context: RunContext)]>([])
  private static let capacity = 4

  /// The context of a run, loaded with a session of `sessions` by the first thread that asks; others wait for it.
  func context(_ id: RunID, _ sessions: ConnectionPool) throws -> RunContext {
    try recent.withLock { recent in
      if let index = recent.firstIndex(where: { $0.id == id }) {
        let entry = recent.remove(at: index)
        recent.append(entry)
        return entry.context
      }
      // Who waits here holds no session, so there is one for whoever loads.
      let context = try sessions.withConnection { try RunContext(id, $0) }
      if recent.count == RunContexts.capacity { recent.removeFirst() }
      recent.append((id, context))
      return context
    }
  }
}
