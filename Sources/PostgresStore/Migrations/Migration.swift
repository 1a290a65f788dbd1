/// One numbered step of the database schema. Steps that have been released never change; a new one is added instead.
struct Migration: Sendable {
  /// Ascending from 1.
  let version: Int
  /// A few words, as in the file's name.
  let name: String
  /// Statements, run in one transaction.
  let sql: String

  /// Every step, in order.
  static let all = [
    Migration(version: 1, name: "core", sql: migration0001Core),
    Migration(version: 2, name: "idempotency", sql: migration0002Idempotency),
    Migration(version: 3, name: "queue", sql: migration0003Queue),
    Migration(version: 4, name: "ingestion", sql: migration0004Ingestion),
    Migration(version: 5, name: "storage", sql: migration0005Storage),
    Migration(version: 6, name: "schedules", sql: migration0006Schedules),
    Migration(version: 7, name: "base measures", sql: migration0007BaseMeasures),
    Migration(version: 8, name: "access", sql: migration0008Access),
    Migration(version: 9, name: "audit", sql: migration0009Audit),
    Migration(version: 10, name: "limits", sql: migration0010Limits),
    Migration(version: 11, name: "books", sql: migration0011Books),
    Migration(version: 12, name: "flows and scenario sets", sql: migration0012FlowsAndScenarioSets),
    Migration(version: 13, name: "maturity", sql: migration0013Maturity),
    Migration(version: 14, name: "intake", sql: migration0014Intake),
    Migration(
      version: 15, name: "database roles and audit archives", sql: migration0015DatabaseRolesAndAuditArchives),
    Migration(version: 16, name: "administration", sql: migration0016Administration),
    Migration(version: 17, name: "option measures", sql: migration0017OptionMeasures),
    Migration(version: 19, name: "floating measures", sql: migration0019FloatingMeasures),
    Migration(version: 20, name: "credit measures", sql: migration0020CreditMeasures),
    Migration(version: 21, name: "inflation measures", sql: migration0021InflationMeasures),
    Migration(version: 22, name: "volatility measures", sql: migration0022VolatilityMeasures),
    Migration(version: 23, name: "spread and time measures", sql: migration0023SpreadAndTimeMeasures),
    Migration(version: 24, name: "simulation measures", sql: migration0024SimulationMeasures),
    Migration(
      version: 25, name: "key rate and hazard measures", sql: migration0025KeyRateAndHazardMeasures),
    Migration(version: 27, name: "deals", sql: migration0027Deals),
    Migration(version: 28, name: "exact cash totals", sql: migration0028ExactCashTotals),
  ]
}
