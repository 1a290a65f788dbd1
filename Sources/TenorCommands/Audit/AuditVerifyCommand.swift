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
        let head = try AuditStore(connection).verify(kept: kept)
        if arguments.has("json") {
          console.print(
            try CanonicalJSON.encode(AuditVerification(head: head, headsChecked: kept.count)))
        } else {
          console.print(
            "\(head.sequence) records, unbroken, last \(head.hash)\n  held against \(kept.count) heads kept elsewhere"
          )
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
