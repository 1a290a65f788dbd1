import DatesAndConventions
import Instruments
import PostgresStore
import Pricing
import RunRecords
import TestSupport
import Testing

@testable import ComputeWorker

@Suite("What changes of a book would make of a run", .enabled(if: TestCluster.isAvailable))
struct WhatIfTests {
  /// Totals as bits, by what they are of; those of no position left out, since a run has none.
  private struct Key: Hashable {
    let node: String
    let productType: ProductType?
    let measure: Measure
    let factor: String
  }

  private struct Total: Equatable {
    let values: [UInt64?]
    let positionCount: Int
    let gapCount: Int
  }

  private func totals(_ outcome: WhatIfOutcome, after: Bool = true) -> [Key: Total] {
    var totals: [Key: Total] = [:]
    for row in outcome.rows {
      let count = after ? row.positionsAfter : row.positionsBefore
      guard count > 0 else { continue }
      totals[Key(node: row.node, productType: row.productType, measure: row.measure, factor: row.factor)] =
        Total(
          values: (after ? row.after : row.before).map { $0?.bitPattern }, positionCount: count,
          gapCount: after ? row.gapsAfter : row.gapsBefore)
    }
    return totals
  }

  /// What a run has stored.
  private func totals(_ run: RunID, _ connection: PostgresConnection, nodes: Set<String>) throws -> [Key:
    Total]
  {
    var totals: [Key: Total] = [:]
    for result in try ResultStore(connection).nodes(run, isReportingTotal: true)
    where nodes.contains(result.key.node) {
      totals[
        Key(
          node: result.key.node, productType: result.key.productType, measure: result.key.measure,
          factor: result.key.factor)] = Total(
          values: result.values.values.map { $0?.bitPattern }, positionCount: result.positionCount,
          gapCount: result.gapCount)
    }
    return totals
  }

  @Test("before is what the run stored, after what a run of the changed book stores, bit by bit")
  func equalsAFullRun() throws {
    let book = try MixedBook()
    let run = try book.run("R1", of: MixedBook.positions)
    var changed = MixedBook.positions.filter { !["P1002", "P1010", "P1023"].contains($0.id) }
    for number in [0, 1, 3, 7, 12] {
      changed[changed.firstIndex { $0.id == "P\(1_000 + number)" }!] = MixedBook.position(
        number, quantity: 123_456.78)
    }
    let added = [
      MixedBook.position(500, quantity: 5e6 / 7, in: "A/RATES"), MixedBook.position(501, in: "A/NEW/DESK"),
      MixedBook.position(503, quantity: -2, in: "B"), MixedBook.position(504, quantity: 3, in: "A/CREDIT/US"),
    ]
    changed += added
    let changes =
      ["P1002", "P1010", "P1023"].map { PositionChange.remove(positionID: $0) }
      + [0, 1, 3, 7, 12].map { .resize(positionID: "P\(1_000 + $0)", quantity: 123_456.78) }
      + added.map { .add($0) }

    let outcome = try WhatIf(run, book.connection).outcome(of: changes, book.connection)
    let nodes = Set(outcome.rows.map(\.node))
    let paths = ["", "A", "A/CREDIT", "A/CREDIT/US", "A/CREDIT/EU", "A/RATES", "A/NEW", "A/NEW/DESK", "B"]
    #expect(nodes == Set(paths))
    #expect(totals(outcome, after: false) == (try totals(run, book.connection, nodes: nodes)))
    let full = try book.run("R2", of: changed)
    let expected = try totals(full, book.connection, nodes: nodes)
    #expect(expected.count > 300)
    #expect(totals(outcome) == expected)
    #expect(outcome.changed.entries.map(\.effect).count { $0 == .added } == 4)

    // The change of a sum is that of the changed positions alone.
    for row in outcome.rows where row.measure == .presentValue {
      for (index, change) in row.change.enumerated() {
        guard let before = row.before[index], let after = row.after[index] else { continue }
        // A total is at most two products with rates and their sum, and so rounded three times.
        #expect(abs(after - before - (change ?? .nan)) <= (abs(before) + abs(after)) * 0x1p-50)
      }
    }
  }

  @Test("limits stand after the changes as they stand against a run of the changed book")
  func limitsEqualAFullRun() throws {
    let book = try MixedBook()
    let run = try book.run("R1", of: MixedBook.positions)
    let limits = LimitStore(book.connection)
    func inForce(_ name: String, _ node: String, _ figure: LimitFigure) throws {
      let limit = LimitDefinition(
        name: LimitName(name)!, node: node, figure: figure,
        bounds: LimitBounds(minimum: -1e12, maximum: 1e12), currency: figure.isAmount ? .usd : nil)
      let proposed = try limits.create(limit, by: "ann").limit
      _ = try limits.approve(proposed.name, proposal: proposed.proposal!.number, by: "bob")
    }
    for (index, node) in ["", "A", "A/CREDIT", "A/CREDIT/EU", "A/NEW", "B", "NONE"].enumerated() {
      try inForce("dv01-\(index)", node, .measure(.dv01, factor: "", scenario: "BASE"))
      try inForce("dur-\(index)", node, .measure(.effectiveDuration, factor: "", scenario: "UP"))
      try inForce("loss-\(index)", node, .profit(scenario: "UP", isRelative: false))
      for attribute in RiskAttribute.allCases {
        let name = attribute.rawValue.replacing("_", with: "-")
        try inForce("\(name)-\(index)", node, .concentration(attribute, .largest(count: 2)))
        try inForce("h-\(name)-\(index)", node, .concentration(attribute, .herfindahl))
      }
    }
    try inForce("key", "A", .measure(.keyRateDV01, factor: "USD:5Y", scenario: "BASE"))
    try inForce("relative", "A/CREDIT", .profit(scenario: "DOLLAR", isRelative: true))
    try inForce("no-scenario", "A", .profit(scenario: "DOWN", isRelative: true))

    // Everything of a book goes, another is new, and sizes and signs change.
    var changed = MixedBook.positions.filter { $0.portfolio != "B" && $0.id != "P1002" }
    for number in [0, 1, 3, 7, 12] {
      changed[changed.firstIndex { $0.id == "P\(1_000 + number)" }!] = MixedBook.position(
        number, quantity: -123_456.78)
    }
    let added = [
      MixedBook.position(500, quantity: 5e6, in: "A/RATES"), MixedBook.position(503, in: "A/NEW/DESK"),
    ]
    changed += added
    let gone = MixedBook.positions.filter { position in !changed.contains { $0.id == position.id } }
    let changes =
      gone.map { PositionChange.remove(positionID: $0.id) }
      + [0, 1, 3, 7, 12].map { .resize(positionID: "P\(1_000 + $0)", quantity: -123_456.78) }
      + added.map { .add($0) }

    let whatIf = try WhatIf(run, book.connection)
    let found = try whatIf.limits(whatIf.outcome(of: changes, book.connection), book.connection)
    let full = try book.run("R2", of: changed)
    func stored(_ run: RunID) throws -> [String: LimitEvaluation.Finding] {
      Dictionary(
        uniqueKeysWithValues: try limits.evaluations(run).map { ($0.definition.name.text, $0.finding) })
    }
    let (before, after) = (try stored(run), try stored(full))
    #expect(found.count == before.count && found.count == 136)
    #expect(Set(after.values.map(\.status)) == [.ok, .cannotTell])
    #expect(after.filter { $0.value.status == .ok }.count > 80)
    var changedFigures = 0
    for limit in found {
      let name = limit.limit.name.text
      #expect(limit.before == before[name], "\(name)")
      let expected = try #require(after[name])
      #expect(limit.after.status == expected.status && limit.after.reason == expected.reason, "\(name)")
      #expect(limit.after.positionCount == expected.positionCount, "\(name)")
      #expect(limit.after.gapCount == expected.gapCount, "\(name)")
      if limit.before.value != limit.after.value { changedFigures += 1 }
      guard let value = limit.after.value, let other = expected.value else { continue }
      switch limit.definition.figure {
      case .measure, .profit: #expect(value.bitPattern == other.bitPattern, "\(name)")
      // Shares of sums of doubles, added in another order.
      case .concentration: #expect(abs(value - other) <= 1e-12, "\(name)")
      }
    }
    #expect(changedFigures > 50)
  }

  @Test("changes that leave nothing different change nothing, whatever their order")
  func identities() throws {
    let book = try MixedBook()
    let run = try book.run("R1", of: MixedBook.positions)
    let whatIf = try WhatIf(run, book.connection)
    let kept = MixedBook.positions[11]
    let new = MixedBook.position(500)
    let nothing: [[PositionChange]] = [
      [.resize(positionID: kept.id, quantity: kept.quantity)],
      [.add(new), .remove(positionID: new.id)],
      [.remove(positionID: kept.id), .add(kept)],
      [.resize(positionID: kept.id, quantity: 0), .resize(positionID: kept.id, quantity: kept.quantity)],
    ]
    for changes in nothing {
      let outcome = try whatIf.outcome(of: changes, book.connection)
      #expect(totals(outcome) == totals(outcome, after: false))
      #expect(outcome.changed.entries.allSatisfy { $0.effect == .unchanged })
      #expect(outcome.rows.allSatisfy { $0.change.allSatisfy { ($0 ?? 0) == 0 } })
    }
  }

  @Test("without any position every sum is zero and no average is left")
  func nothingLeft() throws {
    let book = try MixedBook()
    let run = try book.run("R1", of: MixedBook.positions)
    let outcome = try WhatIf(run, book.connection).outcome(
      of: MixedBook.positions.map { .remove(positionID: $0.id) }, book.connection)
    #expect(outcome.rows.count > 300)
    for row in outcome.rows {
      #expect(row.positionsAfter == 0 && row.gapsAfter == 0)
      #expect(row.after.allSatisfy { row.measure.aggregation == .sum ? $0 == 0 || $0 == nil : $0 == nil })
    }
    #expect(totals(outcome) == [:])
  }

  @Test("changes that the book does not allow are named by their place, and runs without results refuse")
  func refusals() throws {
    let book = try MixedBook()
    let run = try book.run("R1", of: MixedBook.positions)
    let whatIf = try WhatIf(run, book.connection)
    let unknown = Position(id: "NEW", portfolio: "A", instrumentID: "nowhere", quantity: 1)
    do {
      _ = try whatIf.outcome(
        of: [
          .add(MixedBook.positions[3]), .remove(positionID: "none"), .add(unknown),
          .remove(positionID: "P1001"),
          .resize(positionID: "P1001", quantity: 1),
        ], book.connection)
      Issue.record("the changes were taken")
    } catch StoreError.invalid(let problems) {
      #expect(
        problems.map(\.field) == [
          "changes[0].position.position_id", "changes[1].position_id", "changes[2].position.instrument_id",
          "changes[4].position_id",
        ])
    }
    #expect(throws: StoreError.notFound(kind: "run", id: "R9")) { try WhatIf(RunID("R9")!, book.connection) }
    try RunStore(book.connection).remove(run, by: "test")
    #expect(throws: StoreError.self) {
      try whatIf.outcome(of: [.remove(positionID: "P1001")], book.connection)
    }
    #expect(throws: StoreError.self) { try WhatIf(run, book.connection) }
  }
}
