import PostgresStore
import RunRecords

/// How people name runs and snapshots on the command line: by id, or `latest`.
enum RunReference {
  static func run(_ text: String, _ connection: PostgresConnection) throws -> RunRecord {
    let runs = RunStore(connection)
    if text == "latest" {
      guard let record = try runs.list(limit: 1).first else {
        throw CommandError(.failed, "there is no run yet; make one with 'tenor run create'")
      }
      return record
    }
    guard let id = RunID(text), let record = try runs.record(id: id) else {
      throw CommandError(.failed, "there is no run '\(text)'; 'tenor run status' lists them")
    }
    return record
  }

  /// A run that has succeeded and still has its results.
  static func succeededRun(_ text: String, _ connection: PostgresConnection, action: String) throws
    -> RunRecord
  {
    try RunStore(connection).succeeded(run(text, connection).id, action: action)
  }

  static func marketSnapshot(_ text: String?, _ connection: PostgresConnection) throws -> MarketSnapshotRecord
  {
    let snapshots = MarketSnapshotStore(connection)
    if let text, text != "latest" {
      guard let record = try snapshots.record(id: text) else {
        throw CommandError(.failed, "there is no market snapshot '\(text)'; 'tenor import market' makes one")
      }
      return record
    }
    guard let record = try snapshots.list(limit: 1).first else {
      throw CommandError(.failed, "there is no market snapshot yet; make one with 'tenor import market'")
    }
    return record
  }

  static func positionSnapshot(_ text: String?, _ connection: PostgresConnection) throws
    -> PositionSnapshotRecord
  {
    let snapshots = PositionSnapshotStore(connection)
    if let text, text != "latest" {
      guard let record = try snapshots.record(id: text) else {
        throw CommandError(
          .failed, "there is no position snapshot '\(text)'; 'tenor import positions' makes one")
      }
      return record
    }
    guard let record = try snapshots.list(limit: 1).first else {
      throw CommandError(.failed, "there is no position snapshot yet; make one with 'tenor import positions'")
    }
    return record
  }
}
