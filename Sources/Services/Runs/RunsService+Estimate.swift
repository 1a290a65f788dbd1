import Foundation
import HTTPServing
import MarketData
import PostgresStore
import RunRecords

extension RunsService {
  static let standardWorkers = ProcessInfo.processInfo.activeProcessorCount

  /// Tells what a run would take and whether it would be refused; stores nothing.
  func estimateRun(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["workers"])
    let workers = try request.query.integer("workers", in: 1...10_000, default: Self.standardWorkers)
    let input = try request.document(RunInput.self)
    try input.check()
    let forecast = try environment.database.read { connection in
      let plan = try plan(input, connection)
      return RunForecast(
        estimate: try RunStore(connection).estimate(plan.request, market: plan.market, workers: workers),
        limits: environment.runLimits, warnings: plan.market.warnings(about: plan.request.scenarios))
    }
    return try .document(forecast)
  }

  /// Refuses a run beyond a limit, or one for which the disk has no room.
  func refuseExcess(_ estimate: RunEstimate) throws(ProblemDetails) {
    let excesses = environment.runLimits.excesses(of: estimate)
    guard excesses.isEmpty else { throw .unprocessable(excesses.map(Self.fieldError)) }
    let bytes = estimate.bytes.total + estimate.bytes.partialSums
    if let disk = environment.diskSpace(), !disk.holds(bytes) {
      throw ProblemDetails(
        status: .insufficientStorage, kind: "insufficient-storage", title: "Not enough room",
        detail:
          "The run would take \(bytes) bytes of the \(disk.freeBytes) that are free on the "
          + "database's disk, where \(disk.reserve) must stay. Make room, or ask for "
          + "\(RunLimits.Quantity.bytes.remedy).")
    }
  }

  private static func fieldError(_ excess: RunLimits.Excess) -> ProblemDetails.FieldError {
    let field =
      switch excess.quantity {
      case .scenarios: "scenarios"
      case .cells, .bytes: "measures"
      }
    return .init(
      field: field,
      message:
        "make a run of \(excess.estimated) \(excess.quantity.rawValue), and \(excess.most) is the limit",
      fix: "ask for \(excess.quantity.remedy), or have the service started with a larger "
        + excess.quantity.variable)
  }
}
