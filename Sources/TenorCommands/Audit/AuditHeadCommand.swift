import AuditTrail
import JSONDocuments
import PostgresStore

extension Command {
  static let auditHead = Command(
    path: ["audit", "head"], summary: "Show the end of the audit trail, or export it to be kept elsewhere",
    options: [
      Option(name: "output", value: "FILE", help: "write it to a new file"),
      DatabaseOption.option, .json,
    ],
    example: "tenor audit head --output /mnt/vault/tenor-head-2026-11-21.json",
    notes:
      "Keep heads where those who can change the database cannot write. 'tenor audit verify --head' holds the trail against\n"
      + "them. 'tenor serve --audit-heads FOLDER' exports one every hour.",
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor audit")
      let head = try AuditStore(connection).head()
      if let file = arguments.value("output") { try AuditHeadFile.write(head, to: file) }
      console.print(
        arguments.has("json")
          ? try CanonicalJSON.encode(head)
          : head.sequence == 0
            ? "the audit trail has no record yet" : "record \(head.sequence) of \(head.time)\n  \(head.hash)")
      return .success
    })
}
