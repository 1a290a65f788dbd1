import Foundation
import Glibc

/// Entry point of the `tenor` executable: parses the command line, runs one command, exits with its code.
public func tenorMain() {
  let console = Console(
    isInteractive: isatty(STDERR_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
  exit(CommandTree.standard.run(Array(CommandLine.arguments.dropFirst()), console: console).rawValue)
}

extension CommandTree {
  /// Every command of the program.
  static let standard = CommandTree(commands: [
    .dbStart, .dbStop, .dbStatus, .dbMigrate, .dbRoles, .dbRetain, .dbRestoreRun,
    .importMarket, .importInstruments, .importPositions, .importCounterparties, .importScenarios,
    .marketFindings, .marketReview, .marketLineage,
    .scenarioList, .scenarioShow, .scenarioApprove, .scenarioRetire,
    .runCreate, .runEstimate, .runStatus, .runResults, .runPublish, .runVerify, .runPause, .runResume,
    .runChange, .runCancel, .runRequeue, .runDelete, .runLimits, .runCube, .runVar, .runCompare, .runEvidence,
    .exportResults, .exportNodes, .exportCashFlows, .exportGaps, .exportRuns,
    .limitAdd, .limitChange, .limitList, .limitApprove, .limitReject, .limitRetire, .limitAcknowledge,
    .scheduleAdd, .scheduleList, .scheduleShow, .scheduleNext, .schedulePause, .scheduleResume,
    .scheduleRemove,
    .scheduleRunNow, .scheduleTick,
    .queueStatus,
    .userAdd, .userList, .userChange, .userDisable, .userEnable, .userPassword, .userUnlock,
    .keyAdd, .keyList, .keyRevoke,
    .auditList, .auditVerify, .auditHead, .auditArchive, .auditRetention,
    .worker, .serve,
    .price, .bondPrice, .bondYield,
    .dealValidate, .dealRun, .dealTable, .dealStress,
    .dealUpload, .dealList, .dealShow, .dealApprove, .dealReject, .dealArchive,
    .collateralProject, .collateralCompare, .collateralCalibrate, .collateralPrices, .collateralTable,
  ])
}
