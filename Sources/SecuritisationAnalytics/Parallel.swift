import Dispatch
import Synchronization

/// Work on several threads whose results come in order, and so are the same for any number of threads.
enum Parallel {
  static func map<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    let workers = min(threads, count)
    guard workers > 1 else { return (0..<count).map(body) }
    let results = Mutex([Result?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for number in stride(from: worker, to: count, by: workers) {
        let result = body(number)
        results.withLock { $0[number] = result }
      }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// The first failure in order is thrown.
  static func map<Success: Sendable, Failure: Error>(
    _ count: Int, threads: Int, _ body: @Sendable (Int) throws(Failure) -> Success
  ) throws(Failure) -> [Success] {
    let results = map(count, threads: threads) { number -> Result<Success, Failure> in
      do throws(Failure) {
        return .success(try body(number))
      } catch {
        return .failure(error)
      }
    }
    var successes: [Success] = []
    for result in results { successes.append(try result.get()) }
    return successes
  }
}
