/// Something that a role allows.
public enum Permission: String, Sendable, Hashable, CaseIterable, Codable {
  /// Market snapshots, curves, instruments.
  case readMarketData = "read_market_data"
  /// Position snapshots.
  case readPositions = "read_positions"
  /// Runs, and what they have computed.
  case readResults = "read_results"
  /// Tasks, schedules, metrics.
  case readOperations = "read_operations"
  /// Market snapshots, instruments and position snapshots stored.
  case importData = "import_data"
  /// What a run would take, and runs of one's own.
  case createRuns = "create_runs"
  /// Runs held back, let go, cancelled, requeued.
  case steerRuns = "steer_runs"
  /// Runs frozen as the institution's numbers.
  case publishRuns = "publish_runs"
  /// Runs by the clock.
  case manageSchedules = "manage_schedules"
  /// Limits on risk proposed, approved, rejected; breaches acknowledged.
  case manageLimits = "manage_limits"
  /// Everything that no other permission names.
  case administer

  /// Whether it lets its holder look without changing anything.
  public var isReading: Bool {
    switch self {
    case .readMarketData, .readPositions, .readResults, .readOperations: true
    case .importData, .createRuns, .steerRuns, .publishRuns, .manageSchedules, .manageLimits, .administer:
      false
    }
  }
}
