/// Seconds of one worker, with the server's share, that the parts of a run take.
enum RunRates {
  // The main job of docs/PERFORMANCE.md takes two workers 2.99 s for 100,000 positions, 600,000 vectors and 7.2 million
  // cells: 6.0 worker seconds, shared out as "Where it goes" there has it.
  /// Reading a position with its terms, its schedule and flows.
  static let position = 22e-6
  /// Storing a vector with its key.
  static let vector = 4.2e-6
  /// Computing a cell and sending it.
  static let cell = 0.18e-6
  /// Storing a cash flow with its key: a row of about a vector's size.
  static let cashFlow = 3.6e-6

  /// Of one worker.
  static func seconds(_ volume: RunVolume) -> Double {
    Double(volume.positions) * position + volume.vectors * vector + volume.cells * cell
      + volume.cashFlows * cashFlow
  }

  /// Runs that these rates give less than this many worker seconds tell more of starting and waiting than of work.
  private static let shortestTelling = 0.5

  static func isTelling(_ volume: RunVolume) -> Bool { seconds(volume) >= shortestTelling }

  /// How many times as long as by these rates finished runs have taken: the median, which one run that was paused, killed
  /// or alone on the machine cannot move. `nil` without runs.
  static func slowness(_ runs: [(volume: RunVolume, workerSeconds: Double)]) -> Double? {
    let ratios = runs.map { $0.workerSeconds / seconds($0.volume) }.sorted()
    guard !ratios.isEmpty else { return nil }
    return (ratios[ratios.count / 2] + ratios[(ratios.count - 1) / 2]) / 2
  }
}
