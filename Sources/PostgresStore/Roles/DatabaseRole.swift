/// A login of the database that may do what one kind of process needs, and nothing else.
///
/// The owner of the tables, whose login migrates and runs commands, is none of them.
public enum DatabaseRole: String, Sendable, CaseIterable {
  /// Workers: claim tasks, read inputs, add results, make the runs of schedules.
  case worker = "tenor_worker"
  /// Services that only read: results, risk, cash flows, market data, instruments, positions.
  case reader = "tenor_reader"
  /// Services that change something: snapshots, instruments, runs, schedules, limits, scenario sets.
  case writer = "tenor_writer"
  /// What finds out who asks: users, keys, sessions.
  case signIn = "tenor_sign_in"
  /// What adds users and keys and changes their rights, for administrators.
  case accounts = "tenor_accounts"
  /// What adds to the audit trail, and reads it for auditors.
  case audit = "tenor_audit_writer"
}
