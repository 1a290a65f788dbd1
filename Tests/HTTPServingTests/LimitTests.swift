import Glibc
import Testing

@testable import HTTPServing

/// Limits are set small; waits are bounded only by the client's patience, so that a busy machine passes.
@Suite struct LimitTests {
  private let routes: [Route] = [
    .text(.get, "/hello", "hello"), .echo,
    .json(.post, "/large", operationID: "large", maxBodyBytes: 5000) { _ in HTTPResponse(status: .ok) },
    Route(.get, "/slow", operationID: "slow", timeout: .milliseconds(200)) { _ in
      usleep(600_000)
      return HTTPResponse(status: .ok)
    },
    Route(.get, "/sleep", operationID: "sleep") { _ in
      usleep(300_000)
      return HTTPResponse(status: .ok)
    },
  ]

  @Test func bodiesOverTheLimitAreRefused() throws {
    try withServer(routes, configure: { $0.bodyBytes = 1000 }) { server in
      let client = try RawClient(server)
      let exact = "\"" + String(repeating: "x", count: 998) + "\""
      #expect(try client.post("/echo", json: exact).status == 200)
      // Little over: the body is dropped and the connection stays usable.
      let over = try client.post("/echo", json: exact + " ")
      #expect(over.status == 413 && over.text.contains("at most 1000 bytes"))
      #expect(try client.post("/large", json: exact + " ").status == 200)
      // Far over: refused before the body is read.
      client.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
          + "Content-Length: 1000000000000\r\n\r\n")
      #expect(try client.readAnswer().status == 413)
      #expect(client.isClosedByServer())
    }
  }

  @Test func chunkedBodiesOverTheLimitAreRefused() throws {
    try withServer(routes, configure: { $0.bodyBytes = 1000 }) { server in
      let client = try RawClient(server)
      client.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
          + "Transfer-Encoding: chunked\r\n\r\n")
      let chunk = "100\r\n" + String(repeating: "x", count: 256) + "\r\n"
      for _ in 0..<4 {
        client.send(chunk)
      }
      #expect(try client.readAnswer().status == 413)
      #expect(client.isClosedByServer())
    }
  }

  @Test func headersOverTheLimitAreRefused() throws {
    try withServer(routes, configure: { $0.headerBytes = 2000 }) { server in
      let over = try RawClient(server)
        .request("GET", "/hello", headers: ["X: " + String(repeating: "x", count: 2000)])
      #expect(over.status == 431 && over.headers["content-type"] == "application/problem+json")
      // What does not fit the library's memory at all is refused by the library.
      let far = try RawClient(server)
      far.send("GET /hello HTTP/1.1\r\nHost: x\r\nX: " + String(repeating: "x", count: 1_000_000))
      let answer = far.readAll()
      #expect(answer?.contains("200 OK") == false)
    }
  }

  @Test func headersDrippedByteByByteRunIntoTheDeadline() throws {
    try withServer(routes, configure: { $0.headerTimeout = .milliseconds(500) }) { server in
      let client = try RawClient(server)
      let start = ContinuousClock.now
      client.send("GET /hello HTTP/1.1\r\nHost: x\r\nX: ")
      // Never silent for long, so that a timer restarted by activity would never fire.
      while client.send("x"), start.duration(to: .now) < .seconds(20) {
        usleep(20_000)
      }
      #expect(start.duration(to: .now) < .seconds(20))
    }
  }

  @Test func idleConnectionsAreClosed() throws {
    try withServer(
      routes,
      configure: {
        $0.headerTimeout = .milliseconds(300)
        $0.keepAliveTimeout = .milliseconds(300)
      }
    ) { server in
      #expect(try RawClient(server).isClosedByServer())
      let used = try RawClient(server)
      #expect(try used.request("GET", "/hello").status == 200)
      #expect(used.isClosedByServer())
    }
  }

  @Test func bodiesDrippedByteByByteRunIntoTheDeadline() throws {
    let log = LogRecorder()
    try withServer(routes, configure: { $0.bodyTimeout = .milliseconds(500) }, log: log) { server in
      let client = try RawClient(server)
      let start = ContinuousClock.now
      client.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
      while client.send(" "), start.duration(to: .now) < .seconds(20) {
        usleep(20_000)
      }
      #expect(start.duration(to: .now) < .seconds(20))
      #expect(try client.readAnswer().status == 408)
    }
    #expect(log.entries.contains { $0.fields["status"] == "408" })
  }

  @Test func answersNotTakenRunIntoTheDeadline() throws {
    let routes = [
      Route(.get, "/big", operationID: "big") { _ in
        .bytes([UInt8](repeating: 0, count: 32 << 20), contentType: "application/octet-stream")
      }
    ]
    let log = LogRecorder()
    try withServer(routes, configure: { $0.responseTimeout = .milliseconds(300) }, log: log) { server in
      let client = try RawClient(server)
      client.send("GET /big HTTP/1.1\r\nHost: x\r\n\r\n")
      let start = ContinuousClock.now
      while !log.entries.contains(where: { $0.message == "request" }),
        start.duration(to: .now) < .seconds(20)
      {
        usleep(20_000)
      }
      #expect(start.duration(to: .now) < .seconds(20))
    }
  }

  @Test func slowHandlersAreAnsweredForAndTheirAnswersDropped() throws {
    try withServer(routes) { server in
      let client = try RawClient(server)
      #expect(try client.request("GET", "/slow").status == 504)
      #expect(try client.request("GET", "/hello").text == "hello")
      usleep(700_000)
      #expect(try client.request("GET", "/hello").text == "hello")
    }
  }

  @Test func requestsOverTheQueueAreRefusedWithRetryAfter() throws {
    try withServer(
      routes,
      configure: {
        $0.handlerThreads = 1
        $0.waitingRequests = 1
      }
    ) { server in
      let clients = try (0..<6).map { _ in try RawClient(server) }
      for client in clients {
        client.send("GET /sleep HTTP/1.1\r\nHost: x\r\n\r\n")
      }
      let answers = try clients.map { try $0.readAnswer() }
      let refused = answers.filter { $0.status == 503 }
      #expect(answers.contains { $0.status == 200 })
      #expect(refused.count >= 1)
      #expect(refused.allSatisfy { $0.headers["retry-after"] == "1" })
    }
  }

  @Test func connectionsOverTheLimitAreRefused() throws {
    try withServer(routes, configure: { $0.connections = 3 }) { server in
      let kept = try (0..<3).map { _ in try RawClient(server) }
      for client in kept {
        #expect(try client.request("GET", "/hello").status == 200)
      }
      #expect(try RawClient(server).readAnswer().status == 503)
      #expect(try kept[0].request("GET", "/hello").status == 200)
    }
  }
}
