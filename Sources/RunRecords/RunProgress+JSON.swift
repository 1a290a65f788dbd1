extension RunProgress: Encodable {
  private enum CodingKeys: String, CodingKey {
    case id = "runId", state, isPaused, tasks, positionsDone, positionCount, elapsedMilliseconds, error
  }

  private struct Tasks: Encodable {
    let total: Int
    let queued: Int
    let running: Int
    let succeeded: Int
    /// Waiting for another attempt.
    let failed: Int
    let dead: Int
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(state, forKey: .state)
    try container.encode(isPaused, forKey: .isPaused)
    try container.encode(
      Tasks(
        total: taskCount, queued: queued, running: running, succeeded: succeeded, failed: failed, dead: dead),
      forKey: .tasks)
    try container.encode(positionsDone, forKey: .positionsDone)
    try container.encode(positionCount, forKey: .positionCount)
    try container.encode(elapsedMilliseconds, forKey: .elapsedMilliseconds)
    try container.encodeIfPresent(error, forKey: .error)
  }
}
