import ComputeWorker
import RunRecords
import Synchronization

/// The runs about which somebody asked last; a few, so that memory does not grow with the number of runs.
///
/// A run that has succeeded never changes, so what was read of it stays right. Whether its results are still there is asked
/// every time.
final class WhatIfCache: Sendable {
  private let recent = Mutex<[WhatIf]>([])
  private static let capacity = 4

  /// What is kept of a run, or else what `load` gives. Two that ask at once may both load.
  func whatIf(_ run: RunID, load: () throws -> WhatIf) throws -> WhatIf {
    if let known = recent.withLock({ recent in recent.first { $0.run.id == run } }) { return known }
    let loaded = try load()
    recent.withLock { recent in
      recent.removeAll { $0.run.id == run }
      if recent.count == Self.capacity { recent.removeFirst() }
      recent.append(loaded)
    }
    return loaded
  }
}
