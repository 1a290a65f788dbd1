import Glibc
import Synchronization
import Testing

@testable import HTTPServing

@Suite struct EventStreamTests {
  /// Counts from the client's last event to 5, one event per poll, and ends.
  private static let counting = Route(.get, "/count", operationID: "count") { request in
    let last = request.lastEventID.flatMap { Int($0) } ?? 0
    return .events(
      EventStream(startingAt: last, pollInterval: .milliseconds(10)) { position in
        position += 1
        let event = ServerSentEvent(id: String(position), event: "tick", data: "n\(position)")
        return position < 5 ? .events([event]) : .finished([event])
      })
  }

  @Test func sendsEventsInOrderAndEnds() throws {
    try withServer([Self.counting]) { server in
      let client = try RawClient(server)
      let answer = try client.request("GET", "/count")
      #expect(answer.headers["content-type"] == "text/event-stream")
      #expect(
        answer.text
          == "retry: 3000\n\n" + (1...5).map { "id: \($0)\nevent: tick\ndata: n\($0)\n\n" }.joined())
      // The connection serves on.
      #expect(try client.request("GET", "/count", headers: ["Last-Event-ID: 4"]).text.contains("data: n5"))
    }
  }

  @Test func resumesAfterTheLastEventSeen() throws {
    try withServer([Self.counting]) { server in
      let text = try RawClient(server).request("GET", "/count", headers: ["Last-Event-ID: 3"]).text
      #expect(text == "retry: 3000\n\nid: 4\nevent: tick\ndata: n4\n\nid: 5\nevent: tick\ndata: n5\n\n")
    }
  }

  @Test func headDoesNotStream() throws {
    try withServer([Self.counting, .text(.get, "/hello", "hello")]) { server in
      let client = try RawClient(server)
      client.send("HEAD /count HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(try client.readAnswer(hasBody: false).headers["content-type"] == "text/event-stream")
      #expect(try client.request("GET", "/hello").text == "hello")
    }
  }

  @Test func oldClientsGetTheStreamUpToClose() throws {
    try withServer([Self.counting]) { server in
      let client = try RawClient(server)
      client.send("GET /count HTTP/1.0\r\n\r\n")
      #expect(client.readAll()?.hasSuffix("data: n5\n\n") == true)
    }
  }

  /// A stream that reports its polls and never ends.
  private static func idle(
    _ polls: PollCounter, heartbeat: Duration = .seconds(15), data: String? = nil
  ) -> Route {
    Route(.get, "/idle", operationID: "idle") { _ in
      .events(
        EventStream(startingAt: 0, pollInterval: .milliseconds(20), heartbeat: heartbeat) { _ in
          polls.count.wrappingAdd(1, ordering: .relaxed)
          return .events(data.map { [ServerSentEvent(data: $0)] } ?? [])
        })
    }
  }

  private final class PollCounter: Sendable {
    let count = Atomic(0)
    var value: Int { count.load(ordering: .relaxed) }
  }

  /// Waits until polls stop; the limit only bounds a failure.
  private func stopsPolling(_ polls: PollCounter) -> Bool {
    for _ in 0..<100 {
      let before = polls.value
      usleep(200_000)
      if polls.value == before {
        return true
      }
    }
    return false
  }

  @Test func quietStreamsSendHeartbeats() throws {
    try withServer([Self.idle(PollCounter(), heartbeat: .milliseconds(50))]) { server in
      let client = try RawClient(server)
      client.send("GET /idle HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(try client.readHead().0 == 200)
      #expect(try client.readEvents(upTo: ":\n\n:\n\n:\n\n").hasPrefix("retry: 3000\n\n"))
    }
  }

  @Test func pollingEndsWhenTheClientLeaves() throws {
    let polls = PollCounter()
    try withServer([Self.idle(polls)]) { server in
      do {
        let client = try RawClient(server)
        client.send("GET /idle HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try client.readEvents(afterHeadUpTo: "retry")
      }
      #expect(stopsPolling(polls))
    }
  }

  @Test func slowClientsHoldThePollsBack() throws {
    let polls = PollCounter()
    let routes = [Self.idle(polls, data: String(repeating: "x", count: 100_000))]
    try withServer(routes, configure: { $0.responseTimeout = .seconds(60) }) { server in
      let client = try RawClient(server)
      client.send("GET /idle HTTP/1.1\r\nHost: x\r\n\r\n")
      _ = try client.readEvents(afterHeadUpTo: "retry")
      // What the sockets buffer is taken; then nothing more is asked for.
      #expect(stopsPolling(polls))
    }
  }

  @Test func clientsThatTakeNothingAreDropped() throws {
    let routes = [Self.idle(PollCounter(), data: String(repeating: "x", count: 1_000_000))]
    let log = LogRecorder()
    try withServer(routes, configure: { $0.responseTimeout = .milliseconds(300) }, log: log) { server in
      let client = try RawClient(server)
      client.send("GET /idle HTTP/1.1\r\nHost: x\r\n\r\n")
      for _ in 0..<1000 where !log.entries.contains(where: { $0.message == "request" }) {
        usleep(20_000)
      }
      #expect(log.entries.contains { $0.message == "request" })
      _ = client
    }
  }

  @Test func streamsHoldNoHandlerThread() throws {
    let routes = [Self.idle(PollCounter()), Route.text(.get, "/hello", "hello")]
    try withServer(routes, configure: { $0.handlerThreads = 1 }) { server in
      let streams = try (0..<20).map { _ in try RawClient(server) }
      for stream in streams {
        stream.send("GET /idle HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try stream.readEvents(afterHeadUpTo: "retry")
      }
      #expect(try RawClient(server).request("GET", "/hello").text == "hello")
    }
  }

  @Test func aFailingPollEndsTheStreamAndIsLogged() throws {
    struct Broken: Error {}
    let route = Route(.get, "/broken", operationID: "broken") { _ in
      .events(EventStream(startingAt: 0) { _ in throw Broken() })
    }
    let log = LogRecorder()
    try withServer([route], log: log) { server in
      let text = try RawClient(server).request("GET", "/broken").text
      #expect(text == "retry: 3000\n\n")
    }
    #expect(log.entries.contains { $0.level == .error && $0.message == "event stream failed" })
  }
}

extension RawClient {
  fileprivate func readEvents(afterHeadUpTo end: String) throws -> String {
    _ = try readHead()
    return try readEvents(upTo: end)
  }
}
