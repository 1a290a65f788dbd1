/// What each role may do with one table or view: privileges as in `GRANT`, empty for none. Partitions have those of their
/// table.
struct TableGrants: Sendable {
  let table: String
  let worker: String
  let reader: String
  let writer: String
  let signIn: String
  let accounts: String
  let audit: String

  private init(
    _ table: String, worker: String = "", reader: String = "", writer: String = "", signIn: String = "",
    accounts: String = "", audit: String = ""
  ) {
    self.table = table
    self.worker = worker
    self.reader = reader
    self.writer = writer
    self.signIn = signIn
    self.accounts = accounts
    self.audit = audit
  }

  func privileges(_ role: DatabaseRole) -> String {
    switch role {
    case .worker: worker
    case .reader: reader
    case .writer: writer
    case .signIn: signIn
    case .accounts: accounts
    case .audit: audit
    }
  }

  private static let read = "SELECT"
  private static let add = "SELECT, INSERT"
  private static let change = "SELECT, INSERT, UPDATE"
  private static let remove = "SELECT, INSERT, UPDATE, DELETE"
  /// Adds to the audit trail, and sees of it what the next record has to follow.
  private static let follow = "SELECT (sequence, time, hash), INSERT"

  /// Every table and view but partitions: a new one has to be written here, or nobody but its owner may use it.
  static let all = [
    // Inputs.
    TableGrants("portfolio", worker: read, reader: read, writer: change),
    TableGrants("counterparty", worker: read, reader: read, writer: change),
    TableGrants("counterparty_version", reader: read, writer: add),
    TableGrants("instrument", worker: read, reader: read, writer: add),
    TableGrants("instrument_current", worker: read, reader: read, writer: change),
    TableGrants("instrument_latest", worker: read, reader: read, writer: read),
    // Whoever decides about a snapshot locks its row, which takes a right to change one of the columns; rows never change.
    TableGrants(
      "marketdata_snapshot", worker: read, reader: read, writer: "SELECT, INSERT, UPDATE (snapshot_no)"),
    TableGrants("marketdata_upload", reader: read, writer: add),
    TableGrants("marketdata_check", worker: read, reader: read, writer: add),
    TableGrants("marketdata_finding", worker: read, reader: read, writer: add),
    TableGrants("marketdata_review", worker: read, reader: read, writer: add),
    TableGrants("marketdata_state", worker: read, reader: read, writer: read),
    TableGrants("data_import", reader: read, writer: change),
    TableGrants("data_import_rejection", reader: read, writer: add),
    TableGrants("data_import_key", writer: add),
    TableGrants("position_snapshot", worker: read, reader: read, writer: add),
    TableGrants("position", worker: read, reader: read, writer: add),
    TableGrants("position_detail", reader: read),
    TableGrants("scenario_set", worker: read, reader: read, writer: change),
    TableGrants("scenario_set_version", worker: read, reader: read, writer: add),
    TableGrants("scenario_set_approval", worker: read, reader: read, writer: add),
    TableGrants("scenario_set_retirement", worker: read, reader: read, writer: add),
    TableGrants("scenario", reader: read),
    // Deals. Whoever makes a run, also for a schedule, notes that a version is in use.
    TableGrants("deal_version", worker: read, reader: read, writer: add),
    TableGrants("deal_event", worker: add, reader: read, writer: add),
    TableGrants("deal_state", worker: read, reader: read, writer: read),
    // Runs and their queue. Workers make runs, too: those of schedules.
    TableGrants("run", worker: change, reader: read, writer: change),
    TableGrants("run_scenario", worker: add, reader: read, writer: add),
    TableGrants("run_task", worker: change, reader: read, writer: change),
    TableGrants("run_task_attempt", worker: add, reader: read, writer: add),
    TableGrants("run_task_block", worker: change, reader: read, writer: read),
    TableGrants("run_idempotency", writer: add),
    TableGrants("run_removal", worker: read, reader: read, writer: read),
    TableGrants("published_run", worker: read, reader: read, writer: add),
    TableGrants("schedule", worker: "SELECT, UPDATE", reader: read, writer: remove),
    TableGrants("schedule_firing", worker: add, reader: read, writer: add),
    // Results: added by workers, changed by nobody.
    TableGrants("measure", worker: read, reader: read, writer: read),
    TableGrants("valuation_result", worker: add, reader: read, writer: read),
    TableGrants("valuation_result_by_scenario", reader: read),
    TableGrants("cashflow_schedule", worker: add, reader: read, writer: read),
    TableGrants("cashflow_day", reader: read, writer: read),
    TableGrants("run_task_rollup", worker: add),
    TableGrants("node_result", worker: add, reader: read, writer: read),
    TableGrants("risk_metrics", reader: read),
    TableGrants("regulatory_metrics", reader: read),
    // Limits.
    TableGrants("risk_limit", reader: read, writer: change),
    TableGrants("risk_limit_event", reader: read, writer: add),
    TableGrants("limit_evaluation", reader: read, writer: add),
    TableGrants("limit_acknowledgement", reader: read, writer: add),
    // Who signs in, and what they may do.
    TableGrants(
      "app_user",
      signIn:
        "SELECT, UPDATE (password_hash, must_change, password_changed_at, failed_attempts, locked_until, "
        + "last_sign_in)", accounts: change),
    TableGrants("api_key", signIn: read, accounts: change),
    TableGrants("browser_session", signIn: remove, accounts: "SELECT, DELETE"),
    TableGrants("access_idempotency", accounts: add),
    // The audit trail.
    TableGrants("audit_record", worker: follow, writer: follow, audit: add),
    TableGrants("audit_archive", audit: read),
    TableGrants("audit_retention", audit: read),
    // The schema.
    TableGrants("schema_migration", worker: read, reader: read, writer: read),
    TableGrants("role_grant"),
  ]

  /// Sequences of numbers that programs take ahead of rows.
  static let sequences = ["instrument_instrument_no_seq", "position_snapshot_snapshot_no_seq"]

  /// Who may call the functions that act as the owner.
  static let functions: [(name: String, roles: [DatabaseRole])] = [
    ("tenor_open_run(int)", [.worker, .writer]),
    ("tenor_show_run(int)", [.worker]),
    ("tenor_drop_cancelled_run(int)", [.writer]),
    ("tenor_freeze_run(int)", [.writer]),
    ("tenor_open_positions(int)", [.writer]),
    ("tenor_close_positions(int)", [.writer]),
    ("tenor_total_run_cash_flows(int)", [.reader, .writer]),
    ("tenor_analyze_instruments()", [.writer]),
  ]
}
