import Glibc
import Testing

@testable import HTTPServing

@Suite struct StopTests {
  private func start(_ routes: [Route]) throws -> HTTPServer {
    try HTTPServer(
      HTTPServerConfiguration(), router: Router(routes), metrics: MetricsRegistry(), log: { _ in })
  }

  private let sleep = Route(.get, "/sleep/{ms}", operationID: "sleep") { request in
    usleep(UInt32(request.pathParameter("ms"))! * 1000)
    return HTTPResponse(status: .ok)
  }

  @Test func requestsInProgressFinish() throws {
    let server = try start([sleep])
    let client = try RawClient(server)
    let idle = try RawClient(server)
    client.send("GET /sleep/400 HTTP/1.1\r\nHost: x\r\n\r\n")
    usleep(150_000)
    server.stop(within: .seconds(20))
    let answer = try client.readAnswer()
    #expect(answer.status == 200 && answer.headers["connection"]?.lowercased() == "close")
    #expect(client.isClosedByServer())
    #expect(idle.isClosedByServer())
    #expect(throws: RawClient.Failure.self) { try RawClient(server) }
    server.stop(within: .seconds(1))
  }

  @Test func requestsBeyondTheDeadlineAreAnsweredWith503() throws {
    let server = try start([sleep])
    let client = try RawClient(server)
    client.send("GET /sleep/2000 HTTP/1.1\r\nHost: x\r\n\r\n")
    usleep(150_000)
    server.stop(within: .milliseconds(100))
    #expect(try client.readAnswer().status == 503)
    usleep(2_000_000)
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
