/// What a person or a program is to the institution; each role's permissions are in `Role+Permissions.swift`.
public enum Role: String, Sendable, Hashable, CaseIterable, Codable {
  /// Runs the platform and says who may use it.
  case admin
  /// Front office: looks at everything and asks for runs, but decides neither inputs nor published numbers.
  case trader
  /// Risk and operations: owns inputs, runs, schedules and what is published.
  case analyst
  /// Reads.
  case viewer
}
