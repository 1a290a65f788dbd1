import Foundation
import LeaseQueue
import PostgresStore
import RunRecords

/// Works the queue of one database and prints what it took as JSON; `Benchmarks/queue_peer.py` calls it.
@main struct QueueRates {
  static let usage = """
    usage: queuerates work ADDRESS CONNECTIONS LIMIT      claims of up to LIMIT tasks, each completed without results
           queuerates latency ADDRESS SAMPLES             from a task given back to its next claim by a worker that waits
    """

  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    let numbers = words.dropFirst(2).compactMap { Int($0) }
    guard let mode = words.first, let address = words.dropFirst().first, numbers.count == words.count - 2,
      numbers.allSatisfy({ $0 > 0 })
    else { refuse() }
    let settings = PostgresSettings(address: address, applicationName: "queuerates")
    switch (mode, numbers.count) {
    case ("work", 2): try work(settings, connections: numbers[0], limit: numbers[1])
    case ("latency", 1): try latency(settings, samples: numbers[0])
    default: refuse()
    }
  }

  private static func refuse() -> Never {
    print(usage)
    exit(2)
  }

  /// Until no task is left. The time is from the first claim to the last completion, connecting left out.
  private static func work(_ settings: PostgresSettings, connections: Int, limit: Int) throws {
    let shares = try onThreads(connections) { index in
      let queue = TaskQueue(try PostgresConnection(settings))
      var cursor = ClaimCursor()
      let start = ContinuousClock.now
      var end = start
      var count = 0
      while true {
        let claims = try queue.claim(worker: "worker-\(index)", limit: limit, cursor: &cursor)
        if claims.isEmpty { return (start, end, count) }
        for claim in claims { try queue.complete(claim) { _ in } }
        count += claims.count
        end = .now
      }
    }
    let seconds = (shares.map(\.1).max()! - shares.map(\.0).min()!) / .seconds(1)
    print(#"{"tasks": \#(shares.reduce(0) { $0 + $1.2 }), "seconds": \#(seconds)}"#)
  }

  /// One session gives tasks back, another waits for the announcement as a worker does, and claims.
  private static func latency(_ settings: PostgresSettings, samples: Int) throws {
    // What is held must not come free by the end of a lease, nor anything else be there to claim.
    let policy = LeasePolicy(leaseMilliseconds: 600_000)
    let holder = TaskQueue(try PostgresConnection(settings), policy: policy)
    let all = try holder.claim(worker: "giver", limit: 1_000_000)
    for claim in all.dropFirst(samples) { try holder.complete(claim) { _ in } }
    let claims = all.prefix(samples)
    let given = Moments()
    let taken = Moments()
    let waits = try onThreads(2) { index -> [Double] in
      if index == 0 {
        let giver = TaskQueue(try PostgresConnection(settings), policy: policy)
        var calls: [Double] = []
        for claim in claims {
          Thread.sleep(forTimeInterval: .random(in: 0.02...0.04))
          let start = ContinuousClock.now
          given.set(start, of: claim.taskNumber)
          try giver.release(claim)
          calls.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        return calls
      }
      let session = try PostgresConnection(settings)
      try session.listen(to: RunStore.taskChannel)
      let queue = TaskQueue(session)
      var cursor = ClaimCursor()
      var count = 0
      while count < claims.count {
        let found = try queue.claim(worker: "taker", limit: 1, cursor: &cursor)
        for claim in found {
          taken.set(.now, of: claim.taskNumber)
          try queue.complete(claim) { _ in }
        }
        count += found.count
        if found.isEmpty { _ = try session.notifications(waitingMilliseconds: 1_000) }
      }
      return []
    }
    let latencies = claims.map { (taken[$0.taskNumber] - given[$0.taskNumber]) / .milliseconds(1) }
    print(#"{"milliseconds": \#(latencies), "call": \#(waits[0])}"#)
  }
}
