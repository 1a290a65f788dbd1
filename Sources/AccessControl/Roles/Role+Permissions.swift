extension Role {
  /// The one table of who may do what.
  ///
  /// Traders may not change inputs or publish: those who hold the risk do not decide its numbers.
  ///
  ///     permission          admin  trader  analyst  viewer
  ///     read_market_data      x      x        x       x
  ///     read_positions        x      x        x       x
  ///     read_results          x      x        x       x
  ///     read_operations       x      x        x       x
  ///     create_runs           x      x        x
  ///     import_data           x               x
  ///     steer_runs            x               x
  ///     publish_runs          x               x
  ///     manage_schedules      x               x
  ///     manage_limits         x               x
  ///     administer            x
  public var permissions: Set<Permission> {
    switch self {
    case .viewer: [.readMarketData, .readPositions, .readResults, .readOperations]
    case .trader: Role.viewer.permissions.union([.createRuns])
    case .analyst:
      Role.trader.permissions.union([.importData, .steerRuns, .publishRuns, .manageSchedules, .manageLimits])
    case .admin: Set(Permission.allCases)
    }
  }
}
