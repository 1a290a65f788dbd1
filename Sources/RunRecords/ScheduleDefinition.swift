public import CronSchedules

/// Runs made by the clock: when, and what.
public struct ScheduleDefinition: Sendable, Hashable {
  /// What happens to firings at times when nobody was there to make their runs.
  public enum CatchUp: String, Sendable, Hashable, CaseIterable, Codable {
    /// They are noted as missed.
    case none = "NONE"
    /// The last of them is made up for; those before it are noted with it.
    case last = "LAST"
  }

  public let name: ScheduleName
  public let timing: CronSchedule
  public let catchUp: CatchUp
  public let template: RunTemplate

  public init(name: ScheduleName, timing: CronSchedule, catchUp: CatchUp = .last, template: RunTemplate) {
    self.name = name
    self.timing = timing
    self.catchUp = catchUp
    self.template = template
  }
}
