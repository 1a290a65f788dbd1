import RunRecords

/// The options that say how a run is cut into tasks and queued, shared by `run create` and `schedule add`.
enum RunOptions {
  static let options = [bucketOption] + queueOptions

  static let bucketOption = Command.Option(
    name: "buckets", value: "N", help: "tasks per product type; default one per 2,000 positions")

  /// How it is queued and for whom.
  static let queueOptions = [
    Command.Option(
      name: "priority", value: "N", help: "each point is worth ten minutes of waiting; default 0"),
    Command.Option(name: "max-running", value: "N", help: "most tasks worked on at once; default no limit"),
    Command.Option(name: "unique", value: nil, help: "give the run of the same request if there is one"),
    Command.Option(name: "by", value: "USER", help: "who asks; default the login name"),
  ]

  /// `nil` for the usual count.
  static func buckets(_ arguments: Arguments) throws(CommandError) -> Int? {
    guard arguments.has("buckets") else { return nil }
    return try arguments.integer("buckets", default: 1, in: PositionBucket.counts)
  }

  static func queueing(_ arguments: Arguments) throws(CommandError) -> RunQueueing {
    RunQueueing(
      priority: try arguments.integer("priority", default: 0, in: -1_000...1_000),
      maxRunning: arguments.has("max-running")
        ? try arguments.integer("max-running", default: 1, in: 1...1_000_000) : nil)
  }

}
