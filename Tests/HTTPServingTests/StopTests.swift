import Glibc
import Synchronization
import Testing

@testable import HTTPServing

@Suite struct StopTests {
  private func start(_ routes: [Route]) throws -> HTTPServer {
    try HTTPServer(
      HTTPServerConfiguration(), router: Router(routes), metrics: MetricsRegistry(), log: { _ in })
  }

  private final class Started: Sendable {
    let count = Atomic(0)

    /// Waits until a handler runs, so that a stop meets it at work.
    func wait() {
      for _ in 0..<2000 where count.load(ordering: .acquiring) == 0 {
        usleep(10_000)
      }
    }
  }

  private let started = Started()

  private var sleep: Route {
    Route(.get, "/sleep/{ms}", operationID: "sleep") { [started] request in
      started.count.wrappingAdd(1, ordering: .releasing)
      usleep(UInt32(request.pathParameter("ms"))! * 1000)
      return HTTPResponse(status: .ok)
    }
  }

  @Test func requestsInProgressFinish() throws {
    let server = try start([sleep])
    let client = try RawClient(server)
    let idle = try RawClient(server)
    client.send("GET /sleep/400 HTTP/1.1\r\nHost: x\r\n\r\n")
    started.wait()
    server.stop(within: .seconds(20))
    let answer = try client.readAnswer()
    #expect(answer.status == 200 && answer.headers["connection"]?.lowercased() == "close")
    #expect(client.isClosedByServer())
    #expect(idle.isClosedByServer())
    server.stop(within: .seconds(1))
  }

  @Test func requestsBeyondTheDeadlineAreAnsweredWith503() throws {
    let server = try start([sleep])
    let client = try RawClient(server)
    client.send("GET /sleep/1000 HTTP/1.1\r\nHost: x\r\n\r\n")
    started.wait()
    server.stop(within: .milliseconds(100))
    #expect(try client.readAnswer().status == 503)
  }

  @Test func eventStreamsEnd() throws {
    let server = try start([
      Route(.get, "/idle", operationID: "idle") { _ in
        .events(EventStream(startingAt: 0) { _ in .events([]) })
      }
    ])
    let client = try RawClient(server)
    client.send("GET /idle HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(try client.readHead().0 == 200)
    #expect(try client.readEvents(upTo: "retry").hasPrefix("retry"))
    let start = ContinuousClock.now
    server.stop(within: .seconds(20))
    #expect(start.duration(to: .now) < .seconds(10))
    #expect(try client.readChunk() == nil)
  }

  /// However requests and connections end, nothing of them may stay behind.
  @Test func aStoppedServerIsFreed() throws {
    weak var core: ServerCore?
    do {
      let server = try start([
        sleep, .echo,
        Route(.get, "/slow", operationID: "slow", timeout: .milliseconds(50)) { _ in
          usleep(200_000)
          return .events(EventStream(startingAt: 0) { _ in .events([]) })
        },
        Route(.get, "/idle", operationID: "idle") { _ in
          .events(EventStream(startingAt: 0) { _ in .events([]) })
        },
      ])
      core = server.core
      let sent = [
        "GET /sleep/1 HTTP/1.1\r\nHost: x\r\n\r\n", "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /idle HTTP/1.1\r\nHost: x\r\n\r\n", "GET /sleep/300 HTTP/1.1\r\nHost: x\r\n\r\n", "",
        "GET /", "GET / HTTP/1.1\r\nHost", "GET / HTTP/1.1\r\nNo colon\r\n\r\n", "GET / HTTP/2.0\r\n\r\n",
        "junk\r\n\r\n", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n[",
      ]
      let kept = try sent.map { text in
        let client = try RawClient(server)
        client.send(text)
        return client
      }
      for text in sent {
        try RawClient(server).send(text)
      }
      usleep(150_000)
      server.stop(within: .seconds(1))
      _ = kept
    }
    // The supervisor's and the handlers' threads let go a moment later.
    for _ in 0..<200 where core != nil {
      usleep(50_000)
    }
    #expect(core == nil)
  }

  @Test func unfinishedUploadsAreDropped() throws {
    let server = try start([.echo])
    let client = try RawClient(server)
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n[")
    usleep(150_000)
    server.stop(within: .milliseconds(100))
    #expect(client.isClosedByServer())
  }

  @Test func sixtyFourRequestsRunAtOnce() throws {
    var configuration = HTTPServerConfiguration()
    configuration.limits.handlerThreads = 64
    let server = try HTTPServer(
      configuration, router: Router([sleep]), metrics: MetricsRegistry(), log: { _ in })
    defer { server.stop(within: .seconds(5)) }
    let clients = try (0..<64).map { _ in try RawClient(server) }
    let start = ContinuousClock.now
    for client in clients {
      client.send("GET /sleep/500 HTTP/1.1\r\nHost: x\r\n\r\n")
    }
    for client in clients {
      #expect(try client.readAnswer().status == 200)
    }
    // One after another they would take 32 s.
    #expect(start.duration(to: .now) < .seconds(16))
  }

  @Test func manyRequestsOverFewThreadsAreAllAnswered() throws {
    try withServer([sleep], configure: { $0.handlerThreads = 4 }) { server in
      let clients = try (0..<64).map { _ in try RawClient(server) }
      for _ in 0..<5 {
        for client in clients {
          client.send("GET /sleep/1 HTTP/1.1\r\nHost: x\r\n\r\n")
        }
        for client in clients {
          #expect(try client.readAnswer().status == 200)
        }
      }
    }
  }
}
