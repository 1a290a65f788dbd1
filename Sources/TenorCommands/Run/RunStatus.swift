import RunRecords

/// What `run status` prints as JSON, in the documents of the services.
struct RunStatus: Encodable {
  let run: RunRecord
  let progress: RunProgress

  /// One line that tells how far the run is.
  var line: String {
    let done = progress.positionsDone
    let all = progress.positionCount
    let filled = all > 0 ? done * 30 / all : 30
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
    var text =
      "\(run.id) \(progress.state.rawValue) [\(bar)] \(done)/\(all) positions, "
      + "\(progress.succeeded)/\(progress.taskCount) tasks"
    if progress.isPaused { text += ", paused" }
    if progress.dead > 0 { text += ", \(progress.dead) dead" }
    let seconds = Double(progress.elapsedMilliseconds) / 1_000
    return text + ", \(NumberText.fixed(seconds, decimals: 1)) s"
  }
}
