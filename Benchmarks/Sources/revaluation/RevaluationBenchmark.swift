import Foundation
import Pricing

/// Times flow generation and revaluation of one book, beside the machine's bounds and two other libraries.
///
/// Bound, before measuring: 1,000,000 contracts of 109 flows on 104 columns are 11.3 billion multiply-adds, 22.7 GFLOP:
/// 0.2 s on two threads at 55 GFLOP/s each. A flow is 12 bytes read, a contract 832 bytes written: 2.1 GB, 0.1 s at
/// 20 GB/s, beside the arithmetic. The table is 9 MB, one grid of it 50 KB (bonds) or 300 KB (loans): contracts on one
/// grid work on it in the nearest caches.
@main struct RevaluationBenchmark {
  static let passes = 3

  let arguments: Arguments
  let book: [FlowGeneration]
  let matrix: DiscountMatrix
  /// What fell below its limit, in words.
  private var failures: [String] = []

  static func main() {
    guard let arguments = Arguments(Array(CommandLine.arguments.dropFirst())) else {
      print(Arguments.usage)
      exit(2)
    }
    do {
      var benchmark = try RevaluationBenchmark(arguments)
      benchmark.reportGeneration()
      let best = try benchmark.revalue()
      try benchmark.compareWithBounds(best)
      if arguments.peer > 0 { try benchmark.compareWithPeers(best[.fastest]!) }
      for failure in benchmark.failures { print("below limit: \(failure)") }
      exit(benchmark.failures.isEmpty ? 0 : 1)
    } catch {
      print("failed: \(error)")
      exit(1)
    }
  }

  private init(_ arguments: Arguments) throws {
    self.arguments = arguments
    book = try onThreads(arguments.threads) { thread in try FlowGeneration(arguments, thread: thread) }
    matrix = try Market().discountMatrix()
  }

  private var flowCount: Int { book.reduce(0) { $0 + $1.flowCount } }
  private var cells: Double { Double(flowCount * Market.basisPoints.count) }

  private func reportGeneration() {
    var grids = Set<ArraySlice<Int32>>()
    for flows in book.flatMap(\.batches) {
      for contract in 0..<flows.contractCount {
        grids.insert(flows.rows[flows.offsets[contract]..<flows.offsets[contract + 1]])
      }
    }
    let seconds = book.map(\.seconds)
    print("book        \(arguments.positions) contracts   \(flowCount) flows   \(grids.count) date grids")
    print(
      "generation  \(figure(seconds.max()!)) s on the busiest of \(arguments.threads) threads   "
        + "\(figure(seconds.reduce(0, +) / Double(flowCount) * 1e9, 1)) ns a flow and thread")
  }

  /// The best of several passes for each path, the paths taking turns.
  private func revalue() throws -> [DiscountKernel.Path: Revaluation] {
    let shares = book.map(\.batches)
    var best: [DiscountKernel.Path: Revaluation] = [:]
    for _ in 0..<Self.passes {
      for path in DiscountKernel.Path.allCases where path.isAvailable {
        let pass = try Revaluation(shares, matrix, path: path)
        best[path] = best[path]?.better(of: pass) ?? pass
      }
    }
    return best
  }

  private mutating func compareWithBounds(_ best: [DiscountKernel.Path: Revaluation]) throws {
    let operations = 2 * Double(flowCount) * Double(matrix.stride)
    let bytes = 12 * Double(flowCount) + 8 * Double(arguments.positions * matrix.stride)
    for path in DiscountKernel.Path.allCases where path.isAvailable {
      let pass = best[path]!
      let bounds = try MachineBounds(path, threads: arguments.threads)
      let arithmetic = operations / bounds.peakPerThread / Double(arguments.threads)
      let memory = bytes / bounds.streamBytes
      let ratio = best[.portable]!.threadSeconds / pass.threadSeconds
      print(
        """
        \(path.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0))  \(figure(pass.wallSeconds, 3)) s   \
        \(figure(pass.threadSeconds / Double(arguments.threads), 3)) s of each processor   \
        \(figure(pass.threadSeconds / cells * 1e9, 4)) ns a flow, scenario and thread   \
        \(figure(operations / pass.threadSeconds / 1e9, 1)) GFLOP/s a thread   \(figure(ratio)) times portable
                    bound: arithmetic \(figure(arithmetic, 3)) s at \(figure(bounds.peakPerThread / 1e9, 1)) GFLOP/s a \
        thread, memory \(figure(memory, 3)) s at \(figure(bounds.streamBytes / 1e9, 1)) GB/s; reached \
        \(figure(100 * max(arithmetic, memory) * Double(arguments.threads) / pass.threadSeconds, 0))%
        """)
      expect("\(path.rawValue) times portable", ratio, atLeast: Limits.timesPortable(path))
    }
  }

  private mutating func compareWithPeers(_ pass: Revaluation) throws {
    let peer = try Peer.run(book[0].batches[0], matrix, count: arguments.peer)
    let own = pass.threadSeconds / cells * 1e9
    let others = [
      ("numpy", peer.numpyNanoseconds, Limits.timesNumpyPerThread, peer.numpyWorst),
      ("QuantLib", peer.quantlibNanoseconds, Limits.timesQuantLibPerThread, peer.quantlibWorst),
    ]
    for (name, nanoseconds, limit, worst) in others {
      print(
        """
        \(name.padding(toLength: 10, withPad: " ", startingAt: 0))  \(figure(nanoseconds, 3)) ns a flow, scenario and \
        thread   ratio \(figure(nanoseconds / own, 1))   largest relative difference \(worst)
        """)
      expect("times \(name)", nanoseconds / own, atLeast: limit)
      if !(worst <= Limits.worstDifference) {
        failures.append("differs from \(name) by \(worst), limit \(Limits.worstDifference)")
      }
    }
  }

  private mutating func expect(_ what: String, _ value: Double, atLeast limit: Double) {
    if !(value >= limit) { failures.append("\(what) \(figure(value)), limit \(figure(limit))") }
  }

  private func figure(_ value: Double, _ digits: Int = 2) -> String {
    String(format: "%.\(digits)f", value)
  }
}
