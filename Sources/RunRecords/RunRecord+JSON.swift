extension RunRecord: Encodable {
  private enum CodingKeys: String, CodingKey {
    case id = "runId", state, isPublished, marketSnapshotID = "marketSnapshotId"
    case positionSnapshotID = "positionSnapshotId", requestHash, scenarioIDs = "scenarioIds", positionCount
    case taskCount, tasksDone, priority, maxRunning, isPaused, createdAt, createdBy, startedAt, finishedAt,
      error
  }

  /// Everything but the store's number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(state, forKey: .state)
    try container.encode(isPublished, forKey: .isPublished)
    try container.encode(marketSnapshotID, forKey: .marketSnapshotID)
    try container.encode(positionSnapshotID, forKey: .positionSnapshotID)
    try container.encode(requestHash, forKey: .requestHash)
    try container.encode(scenarioIDs, forKey: .scenarioIDs)
    try container.encode(positionCount, forKey: .positionCount)
    try container.encode(taskCount, forKey: .taskCount)
    try container.encode(tasksDone, forKey: .tasksDone)
    try container.encode(queueing.priority, forKey: .priority)
    try container.encodeIfPresent(queueing.maxRunning, forKey: .maxRunning)
    try container.encode(isPaused, forKey: .isPaused)
    try container.encode(createdAt, forKey: .createdAt)
    try container.encode(createdBy, forKey: .createdBy)
    try container.encodeIfPresent(startedAt, forKey: .startedAt)
    try container.encodeIfPresent(finishedAt, forKey: .finishedAt)
    try container.encodeIfPresent(error, forKey: .error)
  }
}
