public import RunRecords

/// The store holds no such thing, or cannot do this to it.
public enum StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Nothing of that name.
  case notFound(kind: String, id: String)
  /// The name is taken by something else.
  case exists(kind: String, id: String)
  /// What is asked does not fit the state of the run.
  case wrongState(run: RunID, state: RunState, action: String)
  /// What is asked does not fit how things stand; the sentence tells why and what to do.
  case refused(String)
  /// The results of the run are gone.
  case removed(RunRemoval)
  /// A request that cannot be stored.
  case invalid([RunRequestProblem])
  /// A position or instrument that cannot be stored: the field and the fix.
  case invalidRow(id: String, field: String, message: String)
  /// A stored value that this program cannot read.
  case unreadable(String)

  public var description: String {
    switch self {
    case .notFound(let kind, let id): return "there is no \(kind) '\(id)'"
    case .exists(let kind, let id): return "there is a \(kind) '\(id)' already; choose another name"
    case .wrongState(let run, let state, let action):
      return "run \(run) is \(state.rawValue); it cannot be \(action)"
    case .refused(let sentence): return sentence
    case .removed(let removal):
      let origin = removal.archive.map { "; they were written to \($0)" } ?? ""
      return
        "the results of run \(removal.run) were removed by \(removal.removedBy) at \(removal.removedAt)\(origin)"
    case .invalid(let problems): return problems.map(\.description).joined(separator: "; ")
    case .invalidRow(let id, let field, let message): return "'\(id)': \(field): \(message)"
    case .unreadable(let message): return message
    }
  }
}
