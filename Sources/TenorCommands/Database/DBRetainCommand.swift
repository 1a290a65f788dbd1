import PostgresStore
import RunRecords

extension Command {
  static let dbRetain = Command(
    path: ["db", "retain"], summary: "Remove the results of old runs, after writing them to files",
    options: [
      Option(name: "keep-days", value: "N", help: "keep runs that ended within N days"),
      Option(name: "keep-last", value: "M", help: "keep the M newest runs that succeeded; default 1"),
      Option(
        name: "archive", value: "FOLDER",
        help: "write the results of each run here and check them before they go"),
      Option(
        name: "published", value: nil,
        help: "published runs too; only with --archive, and their publication stays"),
      Option(name: "dry-run", value: nil, help: "tell what would be removed, and end"),
      Option(name: "by", value: "USER", help: "who removes them; default the login name"),
      DatabaseOption.option,
    ],
    example: "tenor db retain --keep-days 30 --keep-last 20 --archive /srv/tenor-archive --dry-run",
    notes:
      "A run stays when either rule keeps it, or while it waits or runs. Each run is archived, checked and removed before "
      + "the\nnext, so that an interrupted command is simply given again. 'tenor db restore-run' takes an archive back.",
    isAudited: true,
    run: { arguments, console in
      _ = try arguments.required("keep-days")
      let days = try arguments.integer("keep-days", default: 0, in: 0...36_500)
      let last = try arguments.integer("keep-last", default: 1, in: 0...1_000_000)
      let folder = arguments.value("archive")
      if arguments.has("published"), folder == nil {
        throw CommandError(.usage, "--published removes what was published only with --archive FOLDER")
      }
      let user = arguments.value("by") ?? console.environment["USER"] ?? "unknown"
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor retain")
      let runs = RunStore(connection)
      let expired = try runs.expired(
        keepingDays: days, last: last, includesPublished: arguments.has("published"))
      for record in expired {
        let label =
          "\(record.id)  \(record.state.rawValue)\(record.isPublished ? " published" : "")  \(record.createdAt)"
        if arguments.has("dry-run") {
          console.print("would remove  \(label)")
          continue
        }
        var path: String?
        if let folder, record.state == .succeeded {
          let archive = RunArchive(of: record.id, in: folder)
          try archive.write(record.id, connection)
          path = archive.path
        }
        try runs.remove(record.id, by: user, archive: path, allowsPublished: record.isPublished)
        console.concerns("run", record.id.text)
        console.print("removed  \(label)" + (path.map { "  archived in \($0)" } ?? ""))
      }
      if expired.isEmpty { console.print("nothing to remove") }
      return .success
    })
}
