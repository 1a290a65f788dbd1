import Dispatch
import Foundation
import Models
import Synchronization

/// Times Hull-White paths: 100,000 paths of 360 monthly steps, block by block on two threads, each block summed while it is in the
/// cache. Prints JSON of seconds and of the mean discount factor; `shortrates.py` calls it, numpy and QuantLib.
///
/// Bound, before measuring: 36 million path-steps. With the money-market account each takes a counter of Philox (20 products of
/// 32 bits, about 80 operations), two quantiles (some 32 multiplications and additions and a division each, and for 15% as
/// much again) and 8 more: about 180 operations. Two lanes an instruction and three instructions a cycle at 4 GHz are 7.5 ns a
/// path-step and thread: 135 ms on two. With four lanes half of it.
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
        report["\(name)_\(threads)"] = best(of: 5) { mean = run(paths, threads) }
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

  /// Seconds of the best of several calls.
  static func best(of count: Int, _ work: () -> Void) -> Double {
    let clock = ContinuousClock()
    var best = Duration.seconds(1_000)
    for _ in 0..<count { best = min(best, clock.measure(work)) }
    return Double(best.components.attoseconds) / 1e18 + Double(best.components.seconds)
  }
}
