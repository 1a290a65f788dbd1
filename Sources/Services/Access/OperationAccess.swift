import AccessControl

/// Who may ask for an operation.
enum OperationAccess: Sendable, Hashable {
  /// Everyone, without signing in.
  case anyone
  /// Whoever has signed in, also one who has yet to change the password.
  case signedIn
  case needs(Permission)

  /// An operation that the table does not have is for administrators alone.
  static func of(_ operationID: String) -> OperationAccess { table[operationID] ?? .needs(.administer) }

  /// The one table of what an operation needs, by its `operationId`.
  static let table: [String: OperationAccess] = [
    // Probes, the description, and the way in.
    "getLiveness": .anyone,
    "getReadiness": .anyone,
    "getOpenAPIDocument": .anyone,
    "createSession": .anyone,
    "getSession": .signedIn,
    "deleteSession": .signedIn,
    "changePassword": .signedIn,
    // For those who operate a service.
    "getMetrics": .needs(.readOperations),
    // Market data, instruments, positions.
    "createMarketSnapshot": .needs(.importData),
    "listMarketSnapshots": .needs(.readMarketData),
    "getMarketSnapshot": .needs(.readMarketData),
    "getCurve": .needs(.readMarketData),
    "listCurveSeries": .needs(.readMarketData),
    "putInstruments": .needs(.importData),
    "searchInstruments": .needs(.readMarketData),
    "getInstrument": .needs(.readMarketData),
    "listInstrumentVersions": .needs(.readMarketData),
    "getInstrumentVersion": .needs(.readMarketData),
    "listRunInstrumentVersions": .needs(.readMarketData),
    "listProducts": .needs(.readMarketData),
    "putCounterparties": .needs(.importData),
    "listCounterparties": .needs(.readMarketData),
    "getCounterparty": .needs(.readMarketData),
    "listCounterpartyVersions": .needs(.readMarketData),
    "createPositionSnapshot": .needs(.importData),
    "listPositionSnapshots": .needs(.readPositions),
    "getPositionSnapshot": .needs(.readPositions),
    "listPositions": .needs(.readPositions),
    "listPositionTotals": .needs(.readPositions),
    "reconcilePositions": .needs(.importData),
    "comparePositions": .needs(.readPositions),
    "listPortfolios": .needs(.readPositions),
    "getPortfolio": .needs(.readPositions),
    "describePortfolio": .needs(.importData),
    "askWhatIf": .needs(.createRuns),
    // Runs.
    "createRun": .needs(.createRuns),
    "estimateRun": .needs(.createRuns),
    "listRuns": .needs(.readResults),
    "getRun": .needs(.readResults),
    "getRunProgress": .needs(.readResults),
    "streamRunProgress": .needs(.readResults),
    "listRunTasks": .needs(.readOperations),
    "publishRun": .needs(.publishRuns),
    "cancelRun": .needs(.steerRuns),
    "requeueRun": .needs(.steerRuns),
    "pauseRun": .needs(.steerRuns),
    "resumeRun": .needs(.steerRuns),
    "setRunQueueing": .needs(.steerRuns),
    // Schedules.
    "createSchedule": .needs(.manageSchedules),
    "listSchedules": .needs(.readOperations),
    "getSchedule": .needs(.readOperations),
    "deleteSchedule": .needs(.manageSchedules),
    "listScheduleFirings": .needs(.readOperations),
    "pauseSchedule": .needs(.manageSchedules),
    "resumeSchedule": .needs(.manageSchedules),
    "runSchedule": .needs(.manageSchedules),
    // Results.
    "listResults": .needs(.readResults),
    "listNodeResults": .needs(.readResults),
    "countGaps": .needs(.readResults),
    "listMeasures": .needs(.readResults),
    "listCashFlows": .needs(.readResults),
    "exportResults": .needs(.readResults),
    "exportNodeResults": .needs(.readResults),
    "exportCashFlows": .needs(.readResults),
    "exportGaps": .needs(.readResults),
    "exportRuns": .needs(.readResults),
    "compareRuns": .needs(.readResults),
    "compareNodeResults": .needs(.readResults),
    // Of the whole run, with who worked on it: not for those who are confined to a node.
    "getRunEvidence": .needs(.readOperations),
    // Risk, and limits on it.
    "getRisk": .needs(.readResults),
    "getKeyRates": .needs(.readResults),
    "getScenarioProfits": .needs(.readResults),
    "getContributions": .needs(.readResults),
    "rankPositions": .needs(.readResults),
    "getConcentration": .needs(.readResults),
    "createLimit": .needs(.manageLimits),
    "listLimits": .needs(.readResults),
    "getLimit": .needs(.readResults),
    "changeLimit": .needs(.manageLimits),
    "retireLimit": .needs(.manageLimits),
    "approveLimit": .needs(.manageLimits),
    "rejectLimit": .needs(.manageLimits),
    "listRunLimits": .needs(.readResults),
    "acknowledgeRunLimit": .needs(.manageLimits),
    "getCashLadder": .needs(.readResults),
    "getDurationBridge": .needs(.readResults),
    // Scenario sets.
    "listScenarioSets": .needs(.readMarketData),
    "getScenarioSet": .needs(.readMarketData),
    "getScenarioSetVersion": .needs(.readMarketData),
    "previewScenarioSetVersion": .needs(.readMarketData),
    "previewScenarios": .needs(.createRuns),
    "addScenarioSetVersion": .needs(.importData),
    "retireScenarioSetVersion": .needs(.importData),
    "approveScenarioSetVersion": .needs(.publishRuns),
    // Users and keys.
    "listRoles": .needs(.administer),
    "listUsers": .needs(.administer),
    "createUser": .needs(.administer),
    "getUser": .needs(.administer),
    "changeUser": .needs(.administer),
    "disableUser": .needs(.administer),
    "enableUser": .needs(.administer),
    "unlockUser": .needs(.administer),
    "resetPassword": .needs(.administer),
    "listKeys": .needs(.administer),
    "createKey": .needs(.administer),
    "revokeKey": .needs(.administer),
    // The audit trail.
    "listAuditRecords": .needs(.administer),
    "getAuditHead": .needs(.administer),
    "verifyAuditTrail": .needs(.administer),
    "exportAuditRecords": .needs(.administer),
  ]
}
