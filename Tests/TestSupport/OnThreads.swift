import Foundation

/// Runs `body` on `count` threads of its own at once, since calls to the database block, and waits for all.
public func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    for index in 0..<count {
      group.addTask {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
          Thread.detachNewThread { continuation.resume(with: Result { try body(index) }) }
        }
      }
    }
    try await group.waitForAll()
  }
}
