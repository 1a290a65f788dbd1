import PostgresStore
import RunRecords

/// The contexts of the runs a process has worked on last; a few, so that memory does not grow with the number of runs.
struct RunContexts {
  private var recent: [(id: RunID, context: RunContext)] = []
  private let capacity = 4

  mutating func context(_ id: RunID, _ connection: PostgresConnection) throws -> RunContext {
    if let index = recent.firstIndex(where: { $0.id == id }) {
      let entry = recent.remove(at: index)
      recent.append(entry)
      return entry.context
    }
    let context = try RunContext(id, connection)
    if recent.count == capacity { recent.removeFirst() }
    recent.append((id, context))
    return context
  }
}
