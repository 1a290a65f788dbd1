import Instruments
public import MarketData
import Pricing

/// What a run will take, worked out before it is stored.
///
/// Counts follow from the request and from samples of the positions; bytes from the layout of the tables; seconds are
/// about right at best.
public struct RunEstimate: Sendable, Hashable, Codable {
  public let positions: Int
  public let scenarios: Int
  public let measures: Int
  /// Rows of results: one per position, measure and factor.
  public let vectors: Int
  /// Values and reasons in all vectors.
  public let cells: Int
  public let cashFlows: Int
  /// At most: buckets without positions have none. The roll-up included.
  public let tasks: Int
  /// The number of workers that `seconds` is for.
  public let workers: Int
  /// From the first claim to the end. More workers than the machine has cores for do not shorten it as this supposes.
  public let seconds: Double
  /// How many finished runs of this database the seconds are from; 0 for the standard rates alone.
  public let finishedRuns: Int
  public let bytes: Bytes
  /// Peak memory of one worker.
  public let workerBytes: Int

  /// What the run will occupy on the database's disk.
  public struct Bytes: Sendable, Hashable, Codable {
    public let vectors: Int
    public let vectorKey: Int
    /// With their key.
    public let cashFlows: Int
    /// Results of portfolio nodes, with their key.
    public let rollUps: Int
    /// All of these.
    public let total: Int
    /// Sums of tasks, which are there beside `total` until the run succeeds.
    public let partialSums: Int

    init(vectors: Double, vectorKey: Double, cashFlows: Double, rollUps: Double, partialSums: Double) {
      self.vectors = Int(vectors)
      self.vectorKey = Int(vectorKey)
      self.cashFlows = Int(cashFlows)
      self.rollUps = Int(rollUps)
      total = Int(vectors + vectorKey + cashFlows + rollUps)
      self.partialSums = Int(partialSums)
    }
  }

  /// - Parameters:
  ///   - market: Its names and its valuation date are read.
  ///   - history: Runs of this database, such as the last five.
  ///   - workers: At least 1.
  public init(
    _ request: RunRequest, book: BookShape, market: MarketSnapshot, history: [FinishedRun] = [], workers: Int
  ) {
    let counts = book.positionCounts
    guard
      let volume = RunVolume(request, positions: counts, samples: book.samples, market: market)
    else { preconditionFailure("a book has samples of every product type") }
    positions = volume.positions
    scenarios = request.scenarios.count
    measures = request.pricing.measures.count
    vectors = Int(volume.vectors.rounded())
    cells = Int(volume.cells.rounded())
    cashFlows = Int(volume.cashFlows.rounded())
    tasks = counts.values.reduce(1) { $0 + min($1, request.bucketCount) }
    let rollUp = RollUpSize(request, book, market: market)
    bytes = Bytes(
      vectors: StoredSize.emptyTables + volume.vectorBytes, vectorKey: volume.keyBytes,
      cashFlows: volume.cashFlows * StoredSize.cashFlow,
      rollUps: rollUp.nodes, partialSums: rollUp.partialSums)
    let runs = history.compactMap { run in
      RunVolume(run.request, positions: run.positionCounts, samples: book.samples, market: market)
        .map { (volume: $0, workerSeconds: run.elapsedSeconds * Double(run.workers)) }
    }.filter { RunRates.isTelling($0.volume) }
    finishedRuns = runs.count
    self.workers = workers
    // A task is done by one worker.
    let busy = Double(min(workers, max(tasks - 1, 1)))
    seconds = RunRates.seconds(volume) * (RunRates.slowness(runs) ?? 1) / busy
    let largestTask = ((counts.values.max() ?? 0) + request.bucketCount - 1) / request.bucketCount
    workerBytes = WorkerMemory.bytes(volume, largestTask: largestTask, scenarios: scenarios)
  }

  /// Such as `about 3 s`.
  public var duration: String {
    switch seconds {
    case ..<1: "under 1 s"
    case ..<100: "about \(Int(seconds.rounded())) s"
    case ..<6_000: "about \(Int((seconds / 60).rounded())) min"
    default: "about \(Int((seconds / 3_600).rounded())) h"
    }
  }
}
