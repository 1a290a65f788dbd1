import AuditTrail
import DatesAndConventions
import JSONDocuments
import PostgresStore

extension Command {
  static let auditList = Command(
    path: ["audit", "list"], summary: "List records of the audit trail, newest first",
    options: [
      Option(name: "who", value: "ACTOR", help: "only what this actor did"),
      Option(name: "what", value: "ACTION", help: "only this operation or command, such as publishRun"),
      Option(name: "object", value: "ID", help: "only what was done to the object of this id"),
      Option(name: "from", value: "DATE", help: "only on this day in UTC or later"),
      Option(name: "to", value: "DATE", help: "only on this day in UTC or earlier"),
      Option(name: "limit", value: "N", help: "the most records; default 50, at most 10000"),
      Option(name: "before", value: "N", help: "only records of lower numbers: the next page"),
      DatabaseOption.option, .json,
    ],
    example: "tenor audit list --what publishRun --from 2026-11-01",
    notes:
      "docs/audit.md tells what is recorded. With --json the records have all they hold, hashes included.",
    run: { arguments, console in
      var filter = AuditFilter()
      filter.actor = arguments.value("who")
      filter.action = arguments.value("what")
      filter.objectID = arguments.value("object")
      filter.from = try arguments.date("from")?.beginning
      filter.until = try arguments.date("to")?.adding(days: 1).beginning
      let limit = try arguments.integer("limit", default: 50, in: 1...10_000)
      let before =
        arguments.has("before") ? try arguments.integer("before", default: 0, in: 1...Int.max) : nil
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor audit")
      let records = try AuditStore(connection).list(filter, limit: limit, before: before.map { Int64($0) })
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(records))
        return .success
      }
      guard let last = records.last else {
        console.print("no record fits")
        return .success
      }
      var table = TextTable([
        ("record", .right), ("time", .left), ("who", .left), ("what", .left), ("object", .left),
        ("outcome", .left), ("from", .left),
      ])
      for record in records {
        let event = record.event
        table.append([
          "\(record.sequence)", AuditTime.text(event.time), event.actor.name, event.action,
          event.object.id.isEmpty ? "-" : "\(event.object.kind) \(event.object.id)", event.outcome,
          event.clientAddress.isEmpty ? "-" : event.clientAddress,
        ])
      }
      for line in table.lines { console.print(line) }
      if records.count == limit { console.print("  older ones: --before \(last.sequence)") }
      return .success
    })
}
