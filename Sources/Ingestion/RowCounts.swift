import Synchronization

/// How many rows an import has taken and left out so far; written by the thread that reads, read by any.
public final class RowCounts: Sendable {
  private let taken = Atomic(0)
  private let left = Atomic(0)

  public init() {}

  public var accepted: Int { taken.load(ordering: .relaxed) }
  public var rejected: Int { left.load(ordering: .relaxed) }

  func note(_ report: IngestionReport) {
    taken.store(report.accepted, ordering: .relaxed)
    left.store(report.rejected, ordering: .relaxed)
  }
}
