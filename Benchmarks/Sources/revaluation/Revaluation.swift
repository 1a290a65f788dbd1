import CMachineBounds
import Pricing

/// One pass of every contract under every scenario, on all threads.
struct Revaluation {
  /// From start to end of the slowest thread.
  var wallSeconds: Double
  /// Processor time of all threads.
  var threadSeconds: Double
  /// Of the base market's values, so that no work can be left out.
  var checksum: Double

  init(_ shares: [[PlacedFlows]], _ matrix: DiscountMatrix, path: DiscountKernel.Path) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let threads = try onThreads(shares.count) { thread in
      let start = tenor_thread_seconds()
      var results: [Double] = []
      var sum = 0.0
      for flows in shares[thread] {
        let needed = flows.contractCount * matrix.stride
        if results.count != needed { results = [Double](repeating: 0, count: needed) }
        DiscountKernel.revalue(flows, on: matrix, into: &results, path: path)
        for contract in 0..<flows.contractCount { sum += results[contract * matrix.stride] }
      }
      return (seconds: tenor_thread_seconds() - start, sum: sum)
    }
    wallSeconds = (clock.now - start) / .seconds(1)
    threadSeconds = threads.reduce(0) { $0 + $1.seconds }
    checksum = threads.reduce(0) { $0 + $1.sum }
  }

  /// The shorter times of two passes over the same book. Precondition: both gave the same values.
  func better(of other: Revaluation) -> Revaluation {
    precondition(checksum == other.checksum, "two passes over one book differ")
    var best = self
    best.wallSeconds = min(wallSeconds, other.wallSeconds)
    best.threadSeconds = min(threadSeconds, other.threadSeconds)
    return best
  }
}
