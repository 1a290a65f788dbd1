import Testing

@testable import HTTPServing

@Suite struct ServerTests {
  private struct Oops: Error {
    let secret = "password"
  }

  private let routes: [Route] = [
    .text(.get, "/hello", "hello"),
    .echo,
    Route(.get, "/items/{id}", operationID: "item") { request in
      .bytes(
        Array("\(request.method.rawValue) \(request.pathParameter("id")) \(request.query["q"] ?? "-")".utf8),
        contentType: "text/plain")
    },
    Route(.get, "/fails", operationID: "fails") { _ in throw Oops() },
    Route(.get, "/splits", operationID: "splits") { _ in
      HTTPResponse(status: .ok, headers: ["X-Bad": "a\r\nSet-Cookie: b"])
    },
    Route(.get, "/missing", operationID: "missing") { _ in throw ProblemDetails.notFound("No such run.") },
    Route(.get, "/tagged", operationID: "tagged") { _ in
      HTTPResponse.json(rendered: Array("{}".utf8)).tagged(EntityTag(opaque: "v1"))
    },
    Route(.delete, "/items/{id}", operationID: "delete") { _ in HTTPResponse(status: .noContent) },
  ]

  @Test func answersOverOneConnection() throws {
    try withServer(routes) { server in
      let client = try RawClient(server)
      let hello = try client.request("GET", "/hello")
      #expect(hello.status == 200 && hello.text == "hello")
      #expect(hello.headers["x-request-id"]?.count == 32)
      #expect(hello.headers["x-content-type-options"] == "nosniff")
      #expect(try client.request("GET", "/items/a%20b?q=%C3%A9").text == "GET a b é")
      #expect(try client.post("/echo", json: "[1]").text == "[1]")
      #expect(try client.request("DELETE", "/items/1").status == 204)
      #expect(try client.request("GET", "/hello").text == "hello")
    }
  }

  @Test func headHasTheHeaderOfGetAndNoBody() throws {
    try withServer(routes) { server in
      let client = try RawClient(server)
      let head = try client.request("HEAD", "/hello")
      #expect(head.status == 200 && head.headers["content-length"] == "5" && head.body.isEmpty)
      #expect(try client.request("GET", "/hello").text == "hello")
    }
  }

  @Test func pipelinedRequestsAreAnsweredInOrder() throws {
    try withServer(routes) { server in
      let client = try RawClient(server)
      let requests = (0..<20).map { "GET /items/\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }
      client.send(requests.joined())
      for index in 0..<20 {
        #expect(try client.readAnswer().text == "GET \(index) -")
      }
    }
  }

  @Test func pipelinedBodiesAreKeptApart() throws {
    try withServer(routes) { server in
      let client = try RawClient(server)
      let head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
      client.send(
        head + "Content-Length: 3\r\n\r\n[1]" + head
          + "Content-Length: 3\r\n\r\n[2]GET /hello HTTP/1.1\r\nHost: x\r\n\r\n" + head
          + "Transfer-Encoding: chunked\r\n\r\n2\r\n[3\r\n1\r\n]\r\n0\r\n\r\n")
      #expect(try client.readAnswer().text == "[1]")
      #expect(try client.readAnswer().text == "[2]")
      #expect(try client.readAnswer().text == "hello")
      #expect(try client.readAnswer().text == "[3]")
    }
  }

  @Test func continuesWhenAsked() throws {
    try withServer(routes) { server in
      let client = try RawClient(server)
      client.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
          + "Expect: 100-continue\r\n\r\n")
      #expect(try client.readOne().status == 100)
      client.send("{}")
      #expect(try client.readAnswer().text == "{}")
      // Refused before the body is sent.
      client.send(
        "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
      #expect(try client.readOne().status == 404)
    }
  }

  @Test(arguments: [
    ("GET", "/nothing", 404), ("PUT", "/hello", 405), ("BREW", "/hello", 405), ("GET", "/a%zz", 400),
    ("GET", "/missing", 404), ("GET", "/fails", 500), ("GET", "/splits", 500),
  ])
  func failuresAreProblems(_ method: String, _ target: String, _ status: Int) throws {
    try withServer(routes) { server in
      let client = try RawClient(server)
      let answer = try client.request(method, target, headers: ["X-Request-ID: test-1"])
      #expect(answer.status == status)
      #expect(answer.headers["content-type"] == "application/problem+json")
      #expect(answer.headers["x-request-id"] == "test-1")
      #expect(answer.text.contains("\"status\":\(status)"))
      #expect(answer.text.contains("urn:tenor:request:test-1"))
      #expect(answer.headers["set-cookie"] == nil)
      // The connection stays usable.
      #expect(try client.request("GET", "/hello").status == 200)
    }
  }

  @Test func internalsGoToTheLogAndNotToTheClient() throws {
    let log = LogRecorder()
    try withServer(routes, log: log) { server in
      let answer = try RawClient(server).request("GET", "/fails", headers: ["X-Request-ID: test-2"])
      #expect(!answer.text.contains("password") && !answer.text.contains("Oops"))
    }
    let entry = try #require(log.entries.first { $0.level == .error })
    #expect(entry.requestID == "test-2")
    #expect(entry.fields["error"]?.contains("password") == true)
    #expect(entry.fields["operation"] == "fails")
  }

  @Test func methodNotAllowedAndOptionsNameTheMethods() throws {
    try withServer(routes) { server in
      let client = try RawClient(server)
      #expect(try client.request("PUT", "/items/1").headers["allow"] == "DELETE, GET, HEAD, OPTIONS")
      let options = try client.request("OPTIONS", "/items/1")
      #expect(options.status == 204 && options.headers["allow"] == "DELETE, GET, HEAD, OPTIONS")
    }
  }

  @Test(arguments: [
    ("Content-Type: text/plain", 415), ("Content-Type: application/json; charset=latin1", 415),
    ("X-None: x", 415), ("Content-Type: Application/JSON; charset=UTF-8", 200),
    ("Content-Type: application/json", 200),
  ])
  func bodiesOfAnotherTypeAreRefused(_ header: String, _ status: Int) throws {
    try withServer(routes) { server in
      let client = try RawClient(server)
      let answer = try client.request("POST", "/echo", headers: [header], body: "{}")
      #expect(answer.status == status)
      if status == 415 {
        #expect(answer.headers["accept"] == "application/json")
      }
      #expect(try client.request("GET", "/hello").status == 200)
    }
  }

  @Test func knownContentIsNotSentAgain() throws {
    try withServer(routes) { server in
      let client = try RawClient(server)
      let first = try client.request("GET", "/tagged")
      #expect(first.status == 200 && first.headers["etag"] == "\"v1\"")
      let second = try client.request("GET", "/tagged", headers: ["If-None-Match: \"v0\", \"v1\""])
      #expect(second.status == 304 && second.headers["etag"] == "\"v1\"")
      #expect(try client.request("GET", "/tagged", headers: ["If-None-Match: \"v0\""]).status == 200)
    }
  }

  @Test func closesWhenTheClientAsks() throws {
    try withServer(routes) { server in
      let client = try RawClient(server)
      #expect(try client.request("GET", "/hello", headers: ["Connection: close"]).status == 200)
      #expect(client.isClosedByServer())
      let old = try RawClient(server)
      old.send("GET /hello HTTP/1.0\r\n\r\n")
      #expect(old.readAll()?.hasSuffix("hello") == true)
    }
  }

  @Test func largeBodiesPassUnchanged() throws {
    try withServer(routes, configure: { $0.bodyBytes = 8 << 20 }) { server in
      let body = "\"" + String(repeating: "0123456789abcdef", count: 300_000) + "\""
      let answer = try RawClient(server).post("/echo", json: body)
      #expect(answer.status == 200 && answer.body == Array(body.utf8))
    }
  }

  @Test func operationalRoutesReport() throws {
    let metrics = MetricsRegistry()
    let routes =
      [Route.text(.get, "/runs/{id}", "x")]
      + OperationalRoutes.routes(metrics: metrics, notReady: [{ nil }])
    try withServer(routes, metrics: metrics) { server in
      let client = try RawClient(server)
      _ = try client.request("GET", "/runs/1")
      _ = try client.request("GET", "/runs/2")
      _ = try client.request("BREW", "/secret")
      #expect(try client.request("GET", "/health/live").text == #"{"status":"live"}"#)
      #expect(try client.request("GET", "/health/ready").text == #"{"status":"ready"}"#)
      let text = try client.request("GET", "/metrics").text
      let label = #"{route="/runs/{id}",method="GET",status="200"}"#
      #expect(text.contains("http_server_request_duration_seconds_count\(label) 2\n"))
      #expect(text.contains(#"{route="unmatched",method="OTHER",status="404",le="+Inf"} 1"#))
      #expect(text.contains("http_server_active_requests 1\n"))
      #expect(!text.contains("secret"))
    }
  }

  @Test func notReadyGivesItsReasons() throws {
    let routes = OperationalRoutes.routes(
      metrics: MetricsRegistry(), notReady: [{ nil }, { "no database" }, { "no workers" }])
    try withServer(routes) { server in
      let answer = try RawClient(server).request("GET", "/health/ready")
      #expect(answer.status == 503 && answer.text.contains("no database; no workers"))
    }
  }

  @Test func badAddressesAndTakenPortsSayWhatToDo() throws {
    var configuration = HTTPServerConfiguration()
    configuration.address = "localhost"
    #expect {
      try HTTPServer(configuration, router: Router([]), metrics: MetricsRegistry()) { _ in }
    } throws: {
      "\($0)".contains("not a numeric")
    }
    try withServer([]) { server in
      configuration.address = "127.0.0.1"
      configuration.port = server.port
      #expect {
        try HTTPServer(configuration, router: Router([]), metrics: MetricsRegistry()) { _ in }
      } throws: {
        "\($0)".contains("in use")
      }
    }
  }
}
