import PostgresStore

extension Command {
  static let dbRestoreRun = Command(
    path: ["db", "restore-run"], summary: "Take the archived results of a run back", arguments: ["FOLDER"],
    options: [DatabaseOption.option],
    example: "tenor db restore-run /srv/tenor-archive/R20230331-01M7YT7QG2-XR88",
    notes:
      "FOLDER is the run's own, as 'tenor db retain' wrote it. Every file is checked first. The run has to be in the "
      + "database,\nwhich keeps it when its results go. 'tenor run verify' then recomputes and compares every bit.",
    isAudited: true,
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor restore")
      let manifest = try RunArchive(at: arguments.positional[0]).restore(connection)
      console.concerns("run", manifest.runId)
      console.print("restored \(manifest.runId): \(manifest.files[0].rows) result rows")
      return .success
    })
}
