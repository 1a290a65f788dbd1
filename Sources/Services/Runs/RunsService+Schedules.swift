import Foundation
import HTTPServing
import PostgresStore
import RunRecords

extension RunsService {
  /// Stores a schedule: 201 when it is new, 200 when the same one is there already. Its name is its key.
  func createSchedule(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let input = try request.document(ScheduleInput.self)
    let (record, isNew) = try environment.database.write { connection in
      let definition = try input.definition { try scenarios($0, connection) }
      return try ScheduleStore(connection).put(definition, by: request.author(input.createdBy))
    }
    return try .document(
      ScheduleView(record), status: isNew ? .created : .ok,
      headers: ["Location": "/v1/schedules/\(record.definition.name)"])
  }

  func listSchedules(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let limit = try request.query.pageLimit()
    let listing = ["listSchedules"]
    let after = try PageCursor(request.query, listing: listing, count: 1)?.key[0]
    let found = try environment.database.read { try ScheduleStore($0).list(limit: limit + 1, after: after) }
    return try .page(found, limit: limit, listing: listing) {
      [$0.definition.name.text]
    } view: {
      ScheduleView($0)
    }
  }

  func getSchedule(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let name = try request.scheduleName()
    guard let record = try environment.database.read({ try ScheduleStore($0).record(name) }) else {
      throw ProblemDetails.missing("schedule", name.text)
    }
    return try .document(ScheduleDetail(record))
  }

  /// Removes a schedule and the list of its firings; its runs stay.
  func deleteSchedule(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let name = try request.scheduleName()
    try environment.database.write { try ScheduleStore($0).remove(name) }
    return HTTPResponse(status: .noContent)
  }

  func listFirings(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let name = try request.scheduleName()
    let limit = try request.query.pageLimit()
    let listing = ["listScheduleFirings", name.text]
    let before = try PageCursor(request.query, listing: listing, count: 1)?.integer(0, Int.self)
    let found = try environment.database.read { connection in
      let store = ScheduleStore(connection)
      guard try store.record(name) != nil else { throw StoreError.notFound(kind: "schedule", id: name.text) }
      return try store.firings(
        of: name, limit: limit + 1, before: before.map { Date(timeIntervalSince1970: Double($0) / 1_000) })
    }
    return try .page(found, limit: limit, listing: listing) {
      [String(Int(($0.fireTime.timeIntervalSince1970 * 1_000).rounded()))]
    } view: {
      FiringView($0)
    }
  }

  func pauseSchedule(_ request: HTTPRequest) throws -> HTTPResponse {
    let name = try request.scheduleName()
    try request.requireEmptyObject()
    return try .document(ScheduleView(try environment.database.write { try ScheduleStore($0).pause(name) }))
  }

  func resumeSchedule(_ request: HTTPRequest) throws -> HTTPResponse {
    let name = try request.scheduleName()
    try request.requireEmptyObject()
    return try .document(ScheduleView(try environment.database.write { try ScheduleStore($0).resume(name) }))
  }

  /// Makes a schedule's run now.
  func runSchedule(_ request: HTTPRequest) throws -> HTTPResponse {
    let name = try request.scheduleName()
    try request.requireEmptyObject()
    let key = try Self.idempotencyKey(request)
    let (run, isNew) = try environment.database.write { connection in
      let make = {
        try ScheduleStore(connection).runNow(
          name, codeVersion: environment.codeVersion, limits: environment.runLimits,
          random: environment.random)
      }
      guard let key else { return try make() }
      return try once(Array("run schedule \(name)".utf8), key: key, connection, make: make)
    }
    return try Self.created(run, isNew: isNew)
  }
}

extension HTTPRequest {
  /// The path parameter `schedule_name`.
  ///
  /// - Throws: 400 when it is not the name of a schedule.
  func scheduleName() throws(ProblemDetails) -> ScheduleName {
    guard let name = ScheduleName(pathParameter("schedule_name")) else {
      throw .invalid(
        parameter: "schedule_name", message: "is not the name of a schedule",
        fix: "write 1 to 40 of the characters A-Z a-z 0-9 . _ - beginning with a letter or digit")
    }
    return name
  }
}
