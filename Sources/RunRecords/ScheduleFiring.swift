public import Foundation

/// One time at which a schedule fired, and what came of it.
public struct ScheduleFiring: Sendable, Hashable {
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// There is a run for it.
    case run = "RUN"
    /// No run could be made; the error tells why. It is not tried again.
    case failed = "FAILED"
    /// Nobody was there at the time, and the schedule does not catch up.
    case missed = "MISSED"
  }

  public let schedule: ScheduleName
  /// When it was planned; when it was asked for, where a person did.
  public let fireTime: Date
  /// Where firings before this one were left out: the first of them.
  public let missedFrom: Date?
  /// Whether a person asked for it.
  public let isManual: Bool
  public let outcome: Outcome
  public let runID: RunID?
  public let error: String?

  public init(
    schedule: ScheduleName, fireTime: Date, missedFrom: Date?, isManual: Bool, outcome: Outcome,
    runID: RunID?,
    error: String?
  ) {
    self.schedule = schedule
    self.fireTime = fireTime
    self.missedFrom = missedFrom
    self.isManual = isManual
    self.outcome = outcome
    self.runID = runID
    self.error = error
  }
}
