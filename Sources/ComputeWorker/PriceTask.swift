import MarketData
import PostgresStore
import RiskAnalytics
import RunRecords

/// One price task in hand, from its positions to its stored results.
struct PriceTask {
  private let claim: TaskClaim
  private let shared: WorkerShared
  private let context: RunContext
  private let pricer: ChunkPricer
  private var rollUp: RollUp
  private var cost = TaskCost()

  init(_ claim: TaskClaim, _ shared: WorkerShared) throws {
    self.claim = claim
    self.shared = shared
    context = try shared.contexts.context(claim.runID, shared.sessions)
    pricer = ChunkPricer(context)
    rollUp = RollUp(scenarioCount: context.markets.scenarioCount)
  }

  /// Prices all positions and stores their results with the task's completion.
  ///
  /// - Throws: `LeaseLost` or an `Abandonment`: nothing is stored.
  consuming func work() throws -> TaskCost {
    let room = TaskMemory(context.request, productType: claim.productType).positions(
      in: shared.options.taskMemory)
    if claim.positionCount <= room {
      try workWhole()
    } else {
      try workInParts(of: min(room, shared.options.chunk))
    }
    cost.lap(\.store)
    return cost
  }

  /// Loads everything, prices without a session, then stores everything in one short transaction.
  private mutating func workWhole() throws {
    let positions = try shared.sessions.withConnection { try PositionReader($0).positions(of: claim) }
    cost.add(part: positions.count)
    cost.lap(\.load)
    var outputs: [ChunkPricer.Output] = []
    for start in stride(from: 0, to: positions.count, by: shared.options.chunk) {
      let end = min(start + shared.options.chunk, positions.count)
      outputs.append(try price(Array(positions[start..<end])))
    }
    cost.lap(\.price)
    try complete { writer, _ in
      for output in outputs { try writer.write(output.results) }
      for output in outputs { try writer.write(output.cashFlows) }
      try writer.write(rollUp)
    }
  }

  /// Loads, prices and writes part after part within the transaction of the completion, so that no more than one part is
  /// held. The transaction is long, but so is the task; nobody else can take it meanwhile.
  private mutating func workInParts(of count: Int) throws {
    try complete { writer, session in
      try PositionReader(session).forEachPart(of: claim, count: count) { positions in
        cost.add(part: positions.count)
        cost.lap(\.load)
        let output = try price(positions)
        cost.lap(\.price)
        try writer.write(output.results)
        try writer.write(output.cashFlows)
        cost.lap(\.store)
      }
      try writer.write(rollUp)
    }
  }

  private mutating func price(_ positions: [StoredPosition]) throws -> ChunkPricer.Output {
    if shared.stop.isSet { throw Abandonment.stopping }
    if shared.leases.hasLost(claim) { throw Abandonment.leaseLost }
    return try pricer.price(positions, addingTo: &rollUp)
  }

  private func complete(_ write: (ResultWriter, PostgresConnection) throws -> Void) throws {
    try shared.sessions.withConnection { session in
      try TaskQueue(session, policy: shared.options.policy).complete(claim) { try write($0, session) }
    }
  }
}

/// Why a task is left in the middle.
enum Abandonment: Error {
  case stopping
  /// The store has refused a heartbeat: somebody else has the task.
  case leaseLost
}
