import Foundation
import Glibc
import Synchronization

/// Threads that ask a server for the same things over and over, and judge every answer.
final class ReadLoad: Sendable {
  /// What answers were like since the beginning.
  struct Tally: Sendable {
    /// The bytes of the quiet answer.
    var right = 0
    /// 503 that says when to come again.
    var comeAgain = 0
    /// No connection, or one that ended before the answer did.
    var cut = 0
    /// Anything else, each as a sentence.
    var wrong: [String] = []
    /// For each reader, the targets that it had right answers to since ``ReadLoad/mark()``.
    fileprivate var fresh: [Set<Int>]
    fileprivate var isStopping = false
    fileprivate var running: Int
  }

  private let client: LoopbackClient
  /// What is asked for, and the body of the quiet answer.
  private let quiet: [(target: String, body: [UInt8])]
  private let state: Mutex<Tally>

  /// Starts as many readers, each of which begins with another target.
  init(_ quiet: [(target: String, body: [UInt8])], of client: LoopbackClient, readers: Int) {
    self.client = client
    self.quiet = quiet
    state = Mutex(Tally(fresh: Array(repeating: [], count: readers), running: readers))
    for reader in 0..<readers {
      Thread.detachNewThread { [self] in read(as: reader) }
    }
  }

  var tally: Tally { state.withLock { $0 } }

  /// From here on, readers have to show anew that they are answered.
  func mark() { state.withLock { $0.fresh = $0.fresh.map { _ in [] } } }

  /// Whether every reader had a right answer to everything since the mark.
  private var isServed: Bool {
    state.withLock { [count = quiet.count] in $0.fresh.allSatisfy { $0.count == count } }
  }

  /// Waits until every reader has had a right answer to everything since the mark.
  func served(_ what: String) async throws {
    do {
      try await eventually(what) { isServed }
    } catch {
      let (tally, count) = (tally, quiet.count)
      let missing = Set(tally.fresh.flatMap { fresh in (0..<count).filter { !fresh.contains($0) } })
      let targets = missing.sorted().map { quiet[$0].target }.joined(separator: ", ")
      throw TenorProcess.Failure(
        description: """
          \(error): not with \(targets); \(tally.right) right, \(tally.comeAgain) told to come again, \(tally.cut) cut \
          off, wrong: \(tally.wrong.joined(separator: "; "))
          """)
    }
  }

  func stop() async throws {
    state.withLock { $0.isStopping = true }
    try await eventually("the readers have stopped") { state.withLock { $0.running == 0 } }
  }

  private func read(as reader: Int) {
    var next = reader
    while state.withLock({ !$0.isStopping }) {
      let index = next % quiet.count
      next += 1
      let answer = client.get(quiet[index].target)
      let isRight = state.withLock { judge(answer, to: index, of: reader, in: &$0) }
      // Whoever is turned away does not come back at once.
      if !isRight { usleep(2_000) }
    }
    state.withLock { $0.running -= 1 }
  }

  private func judge(_ answer: LoopbackClient.Answer?, to index: Int, of reader: Int, in tally: inout Tally)
    -> Bool
  {
    guard let answer else {
      tally.cut += 1
      return false
    }
    if answer.status == 200, answer.body == quiet[index].body {
      tally.right += 1
      tally.fresh[reader].insert(index)
      return true
    }
    let seconds = answer.headers["retry-after"].flatMap(Int.init) ?? 0
    let isProblem = answer.headers["content-type"]?.hasPrefix("application/problem+json") == true
    if answer.status == 503, seconds > 0, isProblem {
      tally.comeAgain += 1
    } else if tally.wrong.count < 20 {
      tally.wrong.append("\(quiet[index].target): \(answer.text.prefix(800))")
    }
    return false
  }
}
