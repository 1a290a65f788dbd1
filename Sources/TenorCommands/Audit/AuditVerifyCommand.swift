import AuditTrail
import JSONDocuments
import PostgresStore
import Services

extension Command {
  static let auditVerify = Command(
    path: ["audit", "verify"], summary: "Check that the audit trail is the one that was written",
    options: [
      Option(
        name: "head", value: "PATH", help: "a head exported before, or a folder of them; may be repeated",
        repeats: true),
      Option(
        name: "archive", value: "FOLDER",
        help: "where the files of archived records are, to check them, too (tenor audit archive)"),
      DatabaseOption.option, .json,
    ],
    example: "tenor audit verify --head /mnt/vault/tenor-heads",
    notes:
      "Every record is read and its hash computed anew; the first that was edited, removed or moved is named, and the exit\n"
      + "code is 1. A trail cut at its end, or written anew from some record on, is found only with heads that were kept\n"
      + "elsewhere: see 'tenor audit head' and 'tenor serve --audit-heads'.",
    run: { arguments, console in
      let kept = try arguments.all("head").flatMap { try AuditHeadFile.read($0) }
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor audit")
      do {
        let store = AuditStore(connection)
        let folder = arguments.value("archive")
        let head = try store.verify(kept: kept, archivesIn: folder)
        // How many of the first records are in files.
        let archived = try store.archives().last?.end.sequence ?? 0
        let checked = kept.count { folder != nil || $0.sequence >= archived }
        if arguments.has("json") {
          console.print(
            try CanonicalJSON.encode(
              AuditVerification(
                head: head, headsChecked: checked, archived: archived, archiveChecked: folder != nil)))
        } else {
          console.print(
            "\(head.sequence) records, unbroken, last \(head.hash)\n  held against \(checked) heads kept elsewhere"
          )
          if archived > 0 {
            console.print(
              "  records 1 to \(archived) are in files"
                + (folder == nil
                  ? ", which were not checked: name their folder with --archive" : ", checked too"))
          }
        }
        return .success
      } catch let fault as AuditFault {
        if arguments.has("json") {
          console.print(try CanonicalJSON.encode(AuditVerification(fault, headsChecked: kept.count)))
        } else {
          console.print("the audit trail was changed: \(fault)")
        }
        return .failed
      }
    })
}
