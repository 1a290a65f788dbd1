import Dispatch
import Synchronization

/// Runs `body` once for each thread number at the same time and gives the results in their order.
func onThreads<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) throws -> Result) throws -> [Result] {
  let results = Mutex<[Int: Swift.Result<Result, any Error>]>([:])
  DispatchQueue.concurrentPerform(iterations: count) { thread in
    let result = Swift.Result { try body(thread) }
    results.withLock { $0[thread] = result }
  }
  return try results.withLock { found in try (0..<count).map { try found[$0]!.get() } }
}
