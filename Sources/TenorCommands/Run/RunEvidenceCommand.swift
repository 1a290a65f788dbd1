import Foundation
import PostgresStore
import RunRecords
import RunReports

extension Command {
  static let runEvidence = Command(
    path: ["run", "evidence"],
    summary: "Write what shows how a run's numbers came about, or verify such a file", arguments: ["[RUN]"],
    options: [
      Option(name: "output", value: "FILE", help: "default RUN-evidence.zip"),
      Option(name: "verify", value: "FILE", help: "compare a file with the database, instead of writing one"),
      DatabaseOption.option,
    ],
    example: "tenor run evidence latest --output evidence.zip",
    notes:
      "One ZIP archive: run, request, scenarios, snapshots, attempts, digests of all results, node totals, gaps and "
      + "publication,\nwith the SHA-256 of every file. The same run gives the same bytes.\n"
      + "With --verify, exit code 0: the file is whole and says what the database says. 1: what differs is named.",
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor evidence")
      if let path = arguments.value("verify") {
        guard arguments.positional.isEmpty, !arguments.has("output") else {
          throw CommandError(.usage, "--verify FILE names the run; leave RUN and --output out")
        }
        return try verify(path, connection, console)
      }
      guard let name = arguments.positional.first else {
        throw CommandError(.usage, "name the run to write, or --verify FILE")
      }
      let run = try RunReference.succeededRun(name, connection, action: "shown evidence of")
      let output = ByteOutput()
      try RunEvidence(of: run.id, connection).write(to: output)
      let path = arguments.value("output") ?? "\(run.id)-evidence.zip"
      do {
        try Data(output.collected).write(to: URL(fileURLWithPath: path), options: .atomic)
      } catch {
        throw CommandError(.failed, "cannot write \(path): \(error.localizedDescription)")
      }
      console.print("wrote the evidence of \(run.id) to \(path)")
      return .success
    })

  private static func verify(_ path: String, _ connection: PostgresConnection, _ console: Console) throws
    -> ExitCode
  {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandError(.failed, "cannot read \(path); check the name and its permissions")
    }
    let found: RunEvidence.Verification
    do {
      found = try RunEvidence.verify([UInt8](data), connection)
    } catch let error as EvidenceError {
      throw CommandError(.failed, "\(path): \(error)")
    }
    guard found.differences.isEmpty else {
      console.print("\(path) does not hold for \(found.run):")
      for difference in found.differences { console.print("  \(difference)") }
      return .failed
    }
    console.print("\(path) holds: \(found.fileCount) files of \(found.run), each as the database has it")
    return .success
  }
}
