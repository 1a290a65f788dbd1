import Foundation
import Glibc
import Synchronization

/// Asks a server for paths at a steady rate and prints, as one JSON object, how long the answers took.
///
/// With a rate, a request's time counts from when it was due, not from when a connection was free to send it: a server that
/// stands still for a second is charged with every request of that second.
@main struct Load {
  private struct Tally: Sendable {
    var milliseconds: [Double] = []
    var errors = 0
    var bytes = 0
  }

  static func main() {
    guard let arguments = Arguments(Array(CommandLine.arguments.dropFirst())),
      let text = try? String(contentsOfFile: arguments.paths, encoding: .utf8)
    else {
      print(Arguments.usage)
      exit(2)
    }
    let paths = text.split(separator: "\n").map(String.init)
    let start = ContinuousClock.now + .milliseconds(50)
    let total = Mutex(Tally())
    let failures = Mutex<[String]>([])
    let threads = (0..<arguments.connections).map { connection in
      let done = DispatchSemaphore(value: 0)
      let thread = Thread {
        do {
          let tally = try ask(connection, paths, arguments, from: start)
          total.withLock {
            $0.milliseconds += tally.milliseconds
            $0.errors += tally.errors
            $0.bytes += tally.bytes
          }
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
        done.signal()
      }
      thread.start()
      return done
    }
    for thread in threads { thread.wait() }
    if let failure = failures.withLock({ $0.first }) {
      print("failed: \(failure)")
      exit(1)
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    total.withLock { print(report($0, seconds: seconds)) }
  }

  private static func ask(
    _ connection: Int, _ paths: [String], _ arguments: Arguments, from start: ContinuousClock.Instant
  ) throws -> Tally {
    var client = try Client(port: arguments.port)
    var tally = Tally()
    let end = start + .seconds(arguments.seconds)
    var number = connection
    while true {
      var due = ContinuousClock.now
      if arguments.rate > 0 {
        due = start + .seconds(Double(number) / arguments.rate)
        if due >= end { return tally }
        let wait = due - ContinuousClock.now
        if wait > .zero { usleep(UInt32(wait / .microseconds(1))) }
      } else if due >= end {
        return tally
      }
      let answer = try client.get(paths[number % paths.count])
      tally.milliseconds.append((ContinuousClock.now - due) / .milliseconds(1))
      tally.errors += answer.status == 200 ? 0 : 1
      tally.bytes += answer.bytes
      number += arguments.connections
    }
  }

  private static func report(_ tally: Tally, seconds: Double) -> String {
    let sorted = tally.milliseconds.sorted()
    func quantile(_ share: Double) -> String {
      guard !sorted.isEmpty else { return "null" }
      let place = min(sorted.count - 1, Int((share * Double(sorted.count)).rounded(.up)) - 1)
      return String(format: "%.3f", sorted[place])
    }
    let fields = [
      "\"requests\": \(sorted.count)", "\"errors\": \(tally.errors)", "\"bytes\": \(tally.bytes)",
      "\"per_second\": \(String(format: "%.0f", Double(sorted.count) / seconds))",
      "\"p50\": \(quantile(0.5))", "\"p95\": \(quantile(0.95))", "\"p99\": \(quantile(0.99))",
      "\"max\": \(quantile(1))",
    ]
    return "{\(fields.joined(separator: ", "))}"
  }
}
