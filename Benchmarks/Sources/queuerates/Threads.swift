import Dispatch
import Foundation
import Synchronization

/// Runs `body` once for each number on a thread of its own, since calls to the database block, and gives the results in
/// their order.
func onThreads<Result: Sendable>(
  _ count: Int, _ body: @escaping @Sendable (Int) throws -> Result
) throws -> [Result] {
  let results = Results<Result>()
  let running = DispatchGroup()
  for index in 0..<count {
    running.enter()
    Thread.detachNewThread {
      let result = Swift.Result { try body(index) }
      results.found.withLock { $0[index] = result }
      running.leave()
    }
  }
  running.wait()
  return try results.found.withLock { found in try (0..<count).map { try found[$0]!.get() } }
}

private final class Results<Result: Sendable>: Sendable {
  let found = Mutex<[Int: Swift.Result<Result, any Error>]>([:])
}
