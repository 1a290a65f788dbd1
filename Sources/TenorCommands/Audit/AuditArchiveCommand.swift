import AuditTrail
import DatesAndConventions
import Foundation
import PostgresStore

extension Command {
  static let auditArchive = Command(
    path: ["audit", "archive"], summary: "Move old records of the audit trail into a file",
    options: [
      Option(name: "before", value: "DATE", help: "records of days before this one, in UTC"),
      Option(name: "to", value: "FOLDER", help: "where the file is written; it must be there"),
      Option(name: "dry-run", value: nil, help: "tell what would be moved, and end"),
      Option(name: "by", value: "USER", help: "who moves them; default the login name"),
      DatabaseOption.option,
    ],
    example: "tenor audit archive --before 2019-01-01 --to /mnt/vault/tenor-audit --dry-run",
    notes:
      "The records are written to a file, the file is read back and checked, and then they leave the database, which "
      + "refuses\nit for records younger than the policy says ('tenor audit retention'; seven years at first) and for any "
      + "other deletion.\nIt keeps the file's hash and the hash that the trail goes on from: 'tenor audit verify --archive "
      + "FOLDER' walks files and\ntrail as one. Needs the owner of the tables.",
    isAudited: true,
    run: { arguments, console in
      let day = try arguments.requiredDate("before")
      let folder = try arguments.required("to")
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
        throw CommandError(.usage, "--to: there is no folder \(folder); make it first")
      }
      let connection = try DatabaseOption.connection(
        arguments, console, applicationName: "tenor audit archive")
      let store = AuditStore(connection)
      guard try store.mayArchive(before: day.beginning) else {
        throw CommandError(
          .usage,
          "\(try store.retention().text), and \(day) is not as long ago; name an earlier day, or set another time with "
            + "'tenor audit retention --years N --reason TEXT'")
      }
      guard let (first, last) = try store.archivable(before: day.beginning) else {
        console.print("nothing to archive")
        return .success
      }
      if arguments.has("dry-run") {
        console.print("would archive records \(first) to \(last)\n  \(try store.retention().text)")
        return .success
      }
      let user = arguments.value("by") ?? console.environment["USER"] ?? "unknown"
      do {
        let archive = try store.archive(first: first, last: last, to: folder, by: user)
        console.concerns("audit_archive", archive.fileName)
        console.print(
          "archived records \(first) to \(last)\n  \(folder)/\(archive.fileName)\n  sha256 \(archive.sha256)")
      } catch let fault as AuditFault {
        throw CommandError(.failed, "the audit trail was changed, and nothing is archived: \(fault)")
      }
      return .success
    })
}
