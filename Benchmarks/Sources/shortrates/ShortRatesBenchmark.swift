import Dispatch
import Foundation
import Models
import Synchronization

/// Times Hull-White paths: 100,000 paths of 360 monthly steps, block by block on two threads, each block summed while it is in the
/// cache. Prints JSON of seconds by the clock and of the processor, and of means of e^(−excess), which are 1 but for chance;
/// `shortrates.py` calls it, numpy and QuantLib. The bound, sketched before measuring, is in docs/PERFORMANCE.md.
@main struct ShortRatesBenchmark {
  static let blocks = 100_000 / PathBlock.width

  static func main() throws {
    let times = (1...360).map { Double($0) / 12 }
    let model = HullWhite(meanReversion: 0.05, volatility: 0.01)
    var report: [String: Double] = ["paths": Double(blocks * PathBlock.width)]
    let cases: [(String, PathSource, HullWhitePaths.Numeraire)] = [
      ("account", .independent(seed: 7), .moneyMarketAccount),
      ("account_antithetic", .antithetic(seed: 7), .moneyMarketAccount),
      ("account_sobol", .sobol(seed: 7), .moneyMarketAccount),
      ("rolled", .independent(seed: 7), .rolledBond),
    ]
    for (name, source, numeraire) in cases {
      let paths = HullWhitePaths(model, times: times, source: source, numeraire: numeraire)
      for threads in [1, 2] {
        var mean = 0.0
        let (seconds, processor) = best(of: 5) { mean = run(paths, threads) }
        report["\(name)_\(threads)"] = seconds
        report["\(name)_\(threads)_processor"] = processor
        report["\(name)_mean"] = mean
      }
    }
    print(
      String(
        decoding: try JSONSerialization.data(withJSONObject: report, options: .sortedKeys), as: UTF8.self))
  }

  /// Mean excess at the end, so that nothing is left out.
  static func run(_ paths: HullWhitePaths, _ threads: Int) -> Double {
    let sums = Mutex([Double](repeating: 0, count: threads))
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      var block = paths.makeBlock()
      var sum = 0.0
      for number in stride(from: thread, to: blocks, by: threads) {
        paths.fill(&block, number: number)
        let last = (block.timeCount - 1) * PathBlock.width
        for lane in 0..<PathBlock.width { sum += exp(-block.excess[last + lane]) }
      }
      sums.withLock { $0[thread] = sum }
    }
    return sums.withLock { $0.reduce(0, +) } / Double(blocks * PathBlock.width)
  }

  /// The least seconds by the clock and the least processor seconds of several calls.
  static func best(of count: Int, _ work: () -> Void) -> (seconds: Double, processor: Double) {
    func now(_ clock: clockid_t) -> Double {
      var time = timespec()
      clock_gettime(clock, &time)
      return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
    var best = (seconds: Double.infinity, processor: Double.infinity)
    for _ in 0..<count {
      let (start, processor) = (now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID))
      work()
      best.seconds = min(best.seconds, now(CLOCK_MONOTONIC) - start)
      best.processor = min(best.processor, now(CLOCK_PROCESS_CPUTIME_ID) - processor)
    }
    return best
  }
}
