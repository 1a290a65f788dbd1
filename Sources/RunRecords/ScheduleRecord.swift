public import Foundation

/// A schedule as stored.
public struct ScheduleRecord: Sendable, Hashable {
  /// The store's short number of the schedule.
  public let number: Int32
  public let definition: ScheduleDefinition
  public let isPaused: Bool
  /// `nil` when it never fires again.
  public let nextFiring: Date?
  /// The last firing by the clock; `nil` before the first.
  public let lastFiring: Date?
  public let lastOutcome: ScheduleFiring.Outcome?
  /// Firings by the clock that made no run, ever.
  public let failures: Int
  /// ISO 8601 UTC.
  public let createdAt: String
  public let createdBy: String

  public init(
    number: Int32, definition: ScheduleDefinition, isPaused: Bool, nextFiring: Date?, lastFiring: Date?,
    lastOutcome: ScheduleFiring.Outcome?, failures: Int, createdAt: String, createdBy: String
  ) {
    self.number = number
    self.definition = definition
    self.isPaused = isPaused
    self.nextFiring = nextFiring
    self.lastFiring = lastFiring
    self.lastOutcome = lastOutcome
    self.failures = failures
    self.createdAt = createdAt
    self.createdBy = createdBy
  }
}
