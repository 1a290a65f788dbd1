import Foundation
import MarketData
import Pricing

// Bound, before measuring: 1,000,000 contracts of 109 flows on 104 columns are 11.3 billion multiply-adds, 22.7 GFLOP:
// 0.2 s on two threads at 55 GFLOP/s each. A flow is 12 bytes read, a contract 832 bytes written: 2.1 GB, 0.1 s at
// 20 GB/s, beside the arithmetic. The table is 9 MB, one grid of it 50 KB (bonds) or 300 KB (loans): contracts on one
// grid work on it in the nearest caches.

guard let arguments = Arguments(Array(CommandLine.arguments.dropFirst())) else {
  print(Arguments.usage)
  exit(2)
}

func line(_ words: String) { print(words) }
func figure(_ value: Double, _ digits: Int = 2) -> String { String(format: "%.\(digits)f", value) }

var failures: [String] = []
func expect(_ what: String, _ value: Double, atLeast limit: Double) {
  if value < limit { failures.append("\(what) \(figure(value)), limit \(figure(limit))") }
}

let generated = try onThreads(arguments.threads) { thread in
  try FlowGeneration(arguments, thread: thread)
}
let shares = generated.map(\.batches)
let flowCount = generated.reduce(0) { $0 + $1.flowCount }
let generation = generated.map(\.seconds)
let grids = try onThreads(arguments.threads) { thread in
  var grids = Set<ArraySlice<Int32>>()
  for flows in shares[thread] {
    for contract in 0..<flows.contractCount {
      grids.insert(flows.rows[flows.offsets[contract]..<flows.offsets[contract + 1]])
    }
  }
  return grids
}.reduce(into: Set<ArraySlice<Int32>>()) { $0.formUnion($1) }.count
line("book        \(arguments.positions) contracts   \(flowCount) flows   \(grids) distinct date grids")
line(
  "generation  \(figure(generation.max()!)) s on the busiest of \(arguments.threads) threads   "
    + "\(figure(generation.reduce(0, +) / Double(flowCount) * 1e9, 1)) ns a flow and thread")

let market = try Market()
let clock = ContinuousClock()
let tableStart = clock.now
let matrix = try market.discountMatrix()
line("table       \(matrix.rowCount) days × \(matrix.stride) columns in \(figure((clock.now - tableStart) / .seconds(1), 3)) s")

let cells = Double(flowCount) * Double(market.markets.scenarioCount)
let operations = 2 * Double(flowCount) * Double(matrix.stride)
let bytes = 12 * Double(flowCount) + 8 * Double(arguments.positions * matrix.stride)
let paths = DiscountKernel.Path.allCases.filter(\.isAvailable)
var best: [DiscountKernel.Path: Revaluation] = [:]
for _ in 0..<3 {
  for path in paths {
    let pass = try Revaluation(shares, matrix, path: path)
    guard var known = best[path] else {
      best[path] = pass
      continue
    }
    precondition(known.checksum == pass.checksum, "two passes differ")
    known.wallSeconds = min(known.wallSeconds, pass.wallSeconds)
    known.threadSeconds = min(known.threadSeconds, pass.threadSeconds)
    best[path] = known
  }
}
let portable = best[.portable]!
for path in paths {
  let pass = best[path]!
  let bounds = try MachineBounds(path, threads: arguments.threads)
  let arithmetic = operations / bounds.peakPerThread / Double(arguments.threads)
  let memory = bytes / bounds.streamBytes
  let ratio = portable.threadSeconds / pass.threadSeconds
  line(
    "\(path.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0))  \(figure(pass.wallSeconds, 3)) s   "
      + "\(figure(pass.threadSeconds / cells * 1e9, 4)) ns a flow, scenario and thread   "
      + "\(figure(operations / pass.wallSeconds / 1e9, 1)) GFLOP/s   "
      + "\(figure(100 * max(arithmetic, memory) / pass.wallSeconds, 0))% of the bound "
      + "(arithmetic \(figure(arithmetic, 3)) s at \(figure(bounds.peakPerThread / 1e9, 1)) GFLOP/s a thread, "
      + "memory \(figure(memory, 3)) s at \(figure(bounds.streamBytes / 1e9, 1)) GB/s)   "
      + "\(figure(ratio)) times portable")
  expect("\(path.rawValue) times portable", ratio, atLeast: Limits.timesPortable(path))
}

if arguments.peer > 0 {
  let peer = try Peer.run(shares[0][0], matrix, count: arguments.peer)
  let own = best[.fastest]!.threadSeconds / cells * 1e9
  let numpy = peer.numpyNanoseconds / own
  let quantlib = peer.quantlibNanoseconds / own
  line(
    "numpy       \(figure(peer.numpyNanoseconds, 3)) ns a flow, scenario and thread, table and scipy CSR   "
      + "ratio \(figure(numpy, 1))   largest difference \(peer.numpyWorst)")
  line(
    "QuantLib    \(figure(peer.quantlibNanoseconds, 1)) ns a flow, scenario and thread, \(peer.quantlibVersion)   "
      + "ratio \(figure(quantlib, 0))   largest difference \(peer.quantlibWorst)")
  expect("times numpy", numpy, atLeast: Limits.timesNumpyPerThread)
  expect("times QuantLib", quantlib, atLeast: Limits.timesQuantLibPerThread)
  for (name, worst) in [("numpy", peer.numpyWorst), ("QuantLib", peer.quantlibWorst)]
  where !(worst <= Limits.worstDifference) {
    failures.append("differs from \(name) by \(worst), limit \(Limits.worstDifference)")
  }
}

for failure in failures { line("below limit: \(failure)") }
exit(failures.isEmpty ? 0 : 1)
