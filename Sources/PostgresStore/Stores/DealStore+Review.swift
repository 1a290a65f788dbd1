public import RunRecords

extension DealStore {
  /// Takes a version to another state; to the one it has already changes nothing.
  ///
  /// `approved`, `rejected` and `archived` need a comment.
  ///
  /// - Throws: `StoreError.notFound`; `refused` for a step that cannot be taken now, without a comment that it needs, or for the author's
  ///   own approval.
  public func move(
    _ number: Int, of name: String, to state: DealState, by actor: String, comment: String
  ) throws -> DealVersion {
    try connection.transaction {
      // Taken by the trigger of events, too: what is looked at here holds until the end.
      try connection.query(
        "SELECT pg_advisory_xact_lock(hashtextextended('deal ' || $1, $2))",
        [.text(name), .int8(Int64(number))])
      let version = try version(number, of: name)
      guard version.state != state else { return version }
      try check(version, state, actor, comment)
      try addEvent(state, number, of: name, by: actor, comment: comment)
      return try self.version(number, of: name)
    }
  }

  private func check(_ version: DealVersion, _ state: DealState, _ actor: String, _ comment: String) throws {
    let title = "version \(version.version) of deal '\(version.dealID)'"
    guard version.state.next.contains(state) else {
      let next = version.state.next.map(\.rawValue).joined(separator: " or ")
      throw StoreError.refused(
        "\(title) is \(version.state.rawValue); it cannot become \(state.rawValue)"
          + (next.isEmpty ? "; upload another version" : ", only \(next)"))
    }
    switch state {
    case .approved, .rejected, .archived:
      guard comment.contains(where: { !$0.isWhitespace }) else {
        throw StoreError.refused("\(title) becomes \(state.rawValue) with a comment only; say why")
      }
    case .uploaded, .validated, .active: break
    }
    if state == .approved, LimitStore.person(version.createdBy) == LimitStore.person(actor) {
      throw StoreError.refused("\(actor) is the author of \(title); have another person approve it")
    }
  }
}
