public import RunRecords

extension ScenarioStore {
  /// Approves a version; doing so again changes nothing.
  ///
  /// - Throws: `StoreError.notFound`; `invalid` for the author's own version, or one that is retired.
  public func approve(_ number: Int, of name: String, by user: String) throws -> ScenarioSetVersion {
    try review(number, of: name) { version in
      guard version.approvedBy == nil else { return }
      // The database compares likewise and refuses whatever comes past this.
      if version.createdBy.lowercased() == user.lowercased() {
        throw Self.invalid(
          "approved_by", "\(user) is the author of this version; have another person approve it")
      }
      if let retiredBy = version.retiredBy {
        throw Self.invalid("version", "\(number) was retired by \(retiredBy); approve another")
      }
      try connection.query(
        "INSERT INTO scenario_set_approval (scenario_set_id, version, approved_by) VALUES ($1, $2, $3)",
        [.text(name), .int4(Int32(number)), .text(user)])
    }
  }

  /// Retires a version: new runs cannot use it. Doing so again changes nothing.
  ///
  /// - Throws: `StoreError.notFound`.
  public func retire(_ number: Int, of name: String, by user: String, reason: String) throws
    -> ScenarioSetVersion
  {
    try review(number, of: name) { version in
      guard version.retiredBy == nil else { return }
      try connection.query(
        """
        INSERT INTO scenario_set_retirement (scenario_set_id, version, retired_by, reason) VALUES ($1, $2, $3, $4)
        """, [.text(name), .int4(Int32(number)), .text(user), .text(reason)])
    }
  }

  /// One reviewer at a time; gives the version as it is afterwards.
  private func review(
    _ number: Int, of name: String, _ body: (ScenarioSetVersion) throws -> Void
  ) throws -> ScenarioSetVersion {
    try connection.transaction {
      try connection.query(
        "SELECT FROM scenario_set WHERE scenario_set_id = $1 FOR UPDATE", [.text(name)])
      try body(try version(number, of: name).record)
      return try version(number, of: name).record
    }
  }

  private static func invalid(_ field: String, _ message: String) -> StoreError {
    .invalid([RunRequestProblem(field: field, message: message)])
  }
}
