import PostgresStore
import Pricing
import RunRecords
import Synchronization

/// The contexts of the runs a process has worked on last; a few, so that memory does not grow with the number of runs.
final class RunContexts: Sendable {
  private struct Recent {
    var contexts: [(id: RunID, context: RunContext, asked: Int)] = []
    /// How often any was asked for.
    var count = 0
  }

  private let recent = Mutex(Recent())
  /// What their tasks leave for the next ones.
  private let kept: KeptMemory
  private static let capacity = 4
  /// A context that none of so many tasks has asked for makes room.
  static let patience = 64

  init(_ kept: KeptMemory) { self.kept = kept }

  /// The context of a run, loaded with a session of `sessions` by the first thread that asks; others wait for it.
  func context(_ id: RunID, _ sessions: ConnectionPool) throws -> RunContext {
    try recent.withLock { recent in
      recent.count += 1
      recent.contexts.removeAll { [count = recent.count] in $0.id != id && count - $0.asked > Self.patience }
      if let index = recent.contexts.firstIndex(where: { $0.id == id }) {
        let context = recent.contexts.remove(at: index).context
        recent.contexts.append((id, context, recent.count))
        return context
      }
      // Who waits here holds no session, so there is one for whoever loads.
      let context = try sessions.withConnection { [kept] in try RunContext(id, $0, kept: kept) }
      if recent.contexts.count == RunContexts.capacity { recent.contexts.removeFirst() }
      recent.contexts.append((id, context, recent.count))
      return context
    }
  }
}
