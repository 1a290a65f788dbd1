import JSONDocuments
public import RunRecords

/// Limits and their history. What is proposed counts when another person has approved it.
public struct LimitStore {
  let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Proposes a new limit; proposing the same one again changes nothing.
  ///
  /// - Returns: The limit, and whether it is new.
  /// - Throws: `StoreError.invalid` for a definition that says nothing, `exists` for a name that is taken.
  public func create(_ definition: LimitDefinition, by actor: String) throws -> (
    limit: LimitRecord, isNew: Bool
  ) {
    try check(definition)
    return try connection.transaction {
      let inserted = try connection.query(
        "INSERT INTO risk_limit (name) VALUES ($1) ON CONFLICT (name) DO NOTHING RETURNING limit_no",
        [.text(definition.name.text)])
      if let number = inserted.first?.int32(0) {
        try propose(number, .create, before: nil, after: definition, by: actor)
      }
      let limit = try require(definition.name)
      guard (limit.proposal?.definition ?? limit.definition) == definition, limit.state != .retired else {
        throw StoreError.exists(kind: "limit", id: definition.name.text)
      }
      return (limit, inserted.affected == 1)
    }
  }

  /// Proposes another definition of a limit, in place of whatever waits; what is in force counts until it is approved.
  ///
  /// - Throws: `StoreError.invalid`, `notFound`, `refused` for a retired limit.
  public func change(_ definition: LimitDefinition, by actor: String) throws -> LimitRecord {
    try check(definition)
    return try connection.transaction {
      let limit = try locked(definition.name)
      let change: LimitProposal.Change = limit.state == .proposed ? .create : .change
      try propose(limit.number, change, before: limit.definition, after: definition, by: actor)
      return try require(definition.name)
    }
  }

  /// Proposes that a limit count no more, in place of whatever waits.
  ///
  /// - Throws: `StoreError.notFound`, `refused` for a limit that is not active.
  public func retire(_ name: LimitName, by actor: String) throws -> LimitRecord {
    try connection.transaction {
      let limit = try locked(name)
      guard limit.state == .active else {
        throw StoreError.refused("limit '\(name)' is not approved yet; reject it instead")
      }
      try propose(limit.number, .retire, before: limit.definition, after: nil, by: actor)
      return try require(name)
    }
  }

  /// Lets a proposal count.
  ///
  /// - Parameter proposal: The one meant; refused when another waits by now.
  /// - Throws: `StoreError.notFound`, `refused` when nothing or another proposal waits, or for the one who proposed it.
  public func approve(_ name: LimitName, proposal number: Int, by actor: String) throws -> LimitRecord {
    try connection.transaction {
      let (limit, proposal) = try waiting(name, number)
      guard LimitStore.person(proposal.proposedBy) != LimitStore.person(actor) else {
        throw StoreError.refused(
          "\(actor) proposed this change of limit '\(name)'; have another person approve it")
      }
      try add(.approved, limit, proposal, by: actor)
      switch proposal.change {
      case .create, .change:
        try connection.query(
          """
          UPDATE risk_limit SET state = 'ACTIVE', version = version + 1, definition = $2, proposal_no = NULL
          WHERE limit_no = $1
          """, [.int4(limit.number), try LimitStore.document(proposal.definition)])
      case .retire:
        try connection.query(
          "UPDATE risk_limit SET state = 'RETIRED', proposal_no = NULL WHERE limit_no = $1",
          [.int4(limit.number)])
      }
      return try require(name)
    }
  }

  /// Drops a proposal; anybody may, the one who proposed it too.
  ///
  /// - Throws: `StoreError.notFound`, `refused` when nothing or another proposal waits.
  public func reject(_ name: LimitName, proposal number: Int, by actor: String) throws -> LimitRecord {
    try connection.transaction {
      let (limit, proposal) = try waiting(name, number)
      try add(.rejected, limit, proposal, by: actor)
      try connection.query(
        """
        UPDATE risk_limit SET proposal_no = NULL, state = CASE state WHEN 'PROPOSED' THEN 'RETIRED' ELSE state END
        WHERE limit_no = $1
        """, [.int4(limit.number)])
      return try require(name)
    }
  }

  /// By name; those after `name` when given.
  public func list(limit: Int, after name: String = "") throws -> [LimitRecord] {
    try connection.query(
      "\(LimitStore.select) WHERE l.name > $1 ORDER BY l.name LIMIT $2", [.text(name), .int8(Int64(limit))]
    ).map(LimitStore.record)
  }

  /// Every limit that counts now, by name.
  public func inForce() throws -> [LimitRecord] {
    try connection.query("\(LimitStore.select) WHERE l.state = 'ACTIVE' ORDER BY l.name").map(
      LimitStore.record)
  }

  /// - Throws: `StoreError.notFound`.
  public func require(_ name: LimitName) throws -> LimitRecord {
    guard
      let row = try connection.query("\(LimitStore.select) WHERE l.name = $1", [.text(name.text)]).first
    else { throw StoreError.notFound(kind: "limit", id: name.text) }
    return try LimitStore.record(row)
  }

  /// Every step of a limit, in order.
  ///
  /// - Throws: `StoreError.notFound`.
  public func events(of name: LimitName) throws -> [LimitEvent] {
    let limit = try require(name)
    return try connection.query(
      """
      SELECT event_no, step, change, actor, \(SQLText.iso("at")), before, after FROM risk_limit_event
      WHERE limit_no = $1 ORDER BY event_no
      """, [.int4(limit.number)]
    ).map { row in
      LimitEvent(
        number: row.int(0), step: try LimitStore.known(row.text(1)),
        change: try LimitStore.known(row.text(2)),
        actor: row.text(3), at: row.text(4), before: try LimitStore.definition(row.optionalText(5)),
        after: try LimitStore.definition(row.optionalText(6)))
    }
  }

  // MARK: Steps

  private func check(_ definition: LimitDefinition) throws(StoreError) {
    let problems = definition.problems()
    guard problems.isEmpty else { throw .invalid(problems) }
  }

  private func propose(
    _ limit: Int32, _ change: LimitProposal.Change, before: LimitDefinition?, after: LimitDefinition?,
    by actor: String
  ) throws {
    let number = try add(.proposed, limit, change, before: before, after: after, by: actor)
    try connection.query(
      "UPDATE risk_limit SET proposal_no = $2 WHERE limit_no = $1", [.int4(limit), .int4(number)])
  }

  private func add(
    _ step: LimitEvent.Step, _ limit: LimitRecord, _ proposal: LimitProposal, by actor: String
  ) throws {
    _ = try add(
      step, limit.number, proposal.change, before: limit.definition, after: proposal.definition, by: actor)
  }

  /// Adds an event and gives its number.
  private func add(
    _ step: LimitEvent.Step, _ limit: Int32, _ change: LimitProposal.Change, before: LimitDefinition?,
    after: LimitDefinition?, by actor: String
  ) throws -> Int32 {
    try connection.query(
      """
      INSERT INTO risk_limit_event (limit_no, event_no, step, change, actor, before, after)
      SELECT $1, 1 + coalesce(max(event_no), 0), $2, $3, $4, $5, $6 FROM risk_limit_event WHERE limit_no = $1
      RETURNING event_no
      """,
      [
        .int4(limit), .text(step.rawValue), .text(change.rawValue), .text(actor),
        try LimitStore.document(before), try LimitStore.document(after),
      ])[0].int32(0)
  }

  /// A limit that is not retired, with its row locked to the end of the transaction.
  private func locked(_ name: LimitName) throws -> LimitRecord {
    try connection.query("SELECT FROM risk_limit WHERE name = $1 FOR UPDATE", [.text(name.text)])
    let limit = try require(name)
    guard limit.state != .retired else {
      throw StoreError.refused("limit '\(name)' is retired; make a new one under another name")
    }
    return limit
  }

  private func waiting(_ name: LimitName, _ number: Int) throws -> (LimitRecord, LimitProposal) {
    let limit = try locked(name)
    guard let proposal = limit.proposal else {
      throw StoreError.refused("nothing is proposed for limit '\(name)'")
    }
    guard proposal.number == number else {
      throw StoreError.refused(
        "proposal \(number) of limit '\(name)' does not wait any more; look at proposal \(proposal.number) first"
      )
    }
    return (limit, proposal)
  }

  /// The same for spellings of one name.
  static func person(_ name: String) -> String {
    name.lowercased().split(separator: " ").joined(separator: " ")
  }

  // MARK: Rows

  private static let select = """
    SELECT l.limit_no, l.name, l.state, l.version, l.definition, e.event_no, e.change, e.after, e.actor,
      \(SQLText.iso("e.at"))
    FROM risk_limit l LEFT JOIN risk_limit_event e ON e.limit_no = l.limit_no AND e.event_no = l.proposal_no
    """

  private static func record(_ row: PostgresRow) throws -> LimitRecord {
    let proposal = try row.optionalInt(5).map { number in
      LimitProposal(
        number: number, change: try known(row.text(6)), definition: try definition(row.optionalText(7)),
        proposedBy: row.text(8), proposedAt: row.text(9))
    }
    return LimitRecord(
      number: row.int32(0), name: try name(row.text(1)), state: try known(row.text(2)), version: row.int(3),
      definition: try definition(row.optionalText(4)), proposal: proposal)
  }

  static func name(_ text: String) throws(StoreError) -> LimitName {
    guard let name = LimitName(text) else { throw .unreadable("'\(text)' is not the name of a limit") }
    return name
  }

  static func known<Name: RawRepresentable<String>>(_ text: String) throws(StoreError) -> Name {
    guard let name = Name(rawValue: text) else {
      throw .unreadable("'\(text)' is not known to this program; use a newer tenor")
    }
    return name
  }

  static func definition(_ text: String?) throws -> LimitDefinition? {
    try text.map { try CanonicalJSON.decode(LimitDefinition.self, from: $0) }
  }

  static func document(_ definition: LimitDefinition?) throws -> PostgresValue {
    try definition.map { .text(try CanonicalJSON.encode($0)) } ?? .null
  }
}
