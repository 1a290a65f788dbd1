import Foundation
import Glibc

/// Seconds that `body` takes, and what it gives.
func timed<Result>(_ body: () throws -> Result) rethrows -> (seconds: Double, result: Result) {
  let start = ContinuousClock.now
  let result = try body()
  return ((ContinuousClock.now - start) / .seconds(1), result)
}

/// Times of many calls, in seconds.
struct Times {
  private let sorted: [Double]

  init(_ times: [Double]) { sorted = times.sorted() }

  /// The time that a share of the calls does not exceed.
  func quantile(_ share: Double) -> Double {
    sorted[min(sorted.count - 1, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
  }

  /// Such as `p50 1.20  p95 1.43  p99 2.02 ms`.
  var text: String {
    [0.5, 0.95, 0.99].map { "p\(Int($0 * 100)) \(milliseconds(quantile($0)))" }.joined(separator: "  ")
      + " ms"
  }
}

func milliseconds(_ seconds: Double) -> String { String(format: "%.2f", seconds * 1_000) }

func text(_ seconds: Double) -> String { String(format: "%.2f s", seconds) }

/// What this process has used of its processors so far, in seconds.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
