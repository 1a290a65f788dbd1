import Glibc
import Testing

@testable import HTTPServing

/// Requests made to be cut at different places by a proxy and by this server, each with another request hidden in it or
/// behind it: none is answered as if it were proper, and what is hidden never reaches a handler.
///
/// The classes are those of RFC 9112 section 11.2 and of J. Kettle, "HTTP Desync Attacks" (2019); forms that
/// ``FramingTests`` has are not repeated.
@Suite struct SmugglingTests {
  private static let hidden = "GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"

  private static func post(_ fields: String, _ body: String) -> String {
    "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\(fields)\r\n\(body)"
  }

  /// By the name of its class.
  private static let corpus: [(name: String, request: String)] = [
    // One side goes by Content-Length, the other by Transfer-Encoding.
    ("CL.TE", post("Content-Length: 60\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + hidden)),
    (
      "TE.CL",
      post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "2f\r\n" + hidden + "\r\n0\r\n\r\n")
    ),
    ("CL.0", post("Content-Length: 0\r\nContent-Length: 47\r\n", hidden)),
    ("CL.CL", post("Content-Length: 47\r\nContent-Length: 0\r\n", hidden)),
    ("CL list", post("Content-Length: 0, 47\r\n", hidden)),
    ("CL sign", post("Content-Length: +47\r\n", hidden)),
    ("CL octal", post("Content-Length: 0o57\r\n", hidden)),
    ("CL fraction", post("Content-Length: 47.0\r\n", hidden)),
    ("CL overflow", post("Content-Length: 18446744073709551663\r\n", hidden)),
    ("CL underscore", post("Content-Length: 4_7\r\n", hidden)),
    // Transfer-Encoding in clothes that one side takes off and the other does not.
    (
      "TE.TE x",
      post(
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\nContent-Length: 4\r\n", "0\r\n\r\n" + hidden)
    ),
    (
      "TE blank before colon",
      post("Transfer-Encoding : chunked\r\nContent-Length: 47\r\n", "0\r\n\r\n" + hidden)
    ),
    ("TE tab", post("Transfer-Encoding:\tchunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + hidden)),
    ("TE quoted", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n" + hidden)),
    ("TE list", post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n" + hidden)),
    ("TE doubled", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n" + hidden)),
    ("TE semicolon", post("Transfer-Encoding: chunked;x=y\r\n", "0\r\n\r\n" + hidden)),
    (
      "TE vertical tab",
      post("Transfer-Encoding: chunked\u{B}\r\nContent-Length: 5\r\n", "0\r\n\r\n" + hidden)
    ),
    ("TE folded", post("Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + hidden)),
    (
      "TE after a folded field",
      post("X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + hidden)
    ),
    (
      "TE behind a bare CR",
      post("X: a\rTransfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + hidden)
    ),
    (
      "TE behind a bare LF",
      post("X: a\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + hidden)
    ),
    (
      "TE behind a NUL",
      post("X: a\u{0}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + hidden)
    ),
    ("TE of HTTP/1.0", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden),
    // A header that ends earlier for one than for the other.
    ("LF LF", "GET /hello HTTP/1.1\r\nHost: localhost\r\nX: a\n\n" + hidden),
    ("LF CR LF", "GET /hello HTTP/1.1\r\nHost: localhost\n\r\n" + hidden),
    ("all LF", "GET /hello HTTP/1.1\nHost: localhost\n\n" + hidden),
    ("CR CR", "GET /hello HTTP/1.1\r\nHost: localhost\r\nX: a\r\r" + hidden),
    ("space before the first field", "GET /hello HTTP/1.1\r\n X: a\r\nHost: localhost\r\n\r\n" + hidden),
    (
      "request line in a field",
      "GET /hello HTTP/1.1\r\nHost: localhost\r\nGET /hidden HTTP/1.1\r\n\r\n" + hidden
    ),
    ("blank in the target", "GET /hello /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden),
    ("two hosts", "GET /hello HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n\r\n" + hidden),
    ("version", "GET /hello HTTP/1.1x\r\nHost: localhost\r\n\r\n" + hidden),
    // Chunks of a size that two parsers read differently.
    ("chunk size sign", post("Transfer-Encoding: chunked\r\n", "+2\r\n{}\r\n0\r\n\r\n" + hidden)),
    ("chunk size blank", post("Transfer-Encoding: chunked\r\n", " 2\r\n{}\r\n0\r\n\r\n" + hidden)),
    ("chunk size empty", post("Transfer-Encoding: chunked\r\n", "\r\n{}\r\n0\r\n\r\n" + hidden)),
    ("chunk size letters", post("Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n0\r\n\r\n" + hidden)),
    (
      "chunk size overflow",
      post("Transfer-Encoding: chunked\r\n", "10000000000000002\r\n{}\r\n0\r\n\r\n" + hidden)
    ),
    ("chunk longer than its size", post("Transfer-Encoding: chunked\r\n", "1\r\n{}\r\n0\r\n\r\n" + hidden)),
  ]

  private let routes: [Route] = [
    .echo, .text(.get, "/hello", "hello"), .text(.get, "/hidden", "hidden"),
    .text(.post, "/hidden", "hidden"),
  ]

  @Test(arguments: corpus.indices)
  func whatIsHiddenReachesNobody(index: Int) throws {
    let (name, request) = Self.corpus[index]
    let log = LogRecorder()
    try withServer(routes, log: log) { server in
      let client = try RawClient(server)
      client.send(request)
      client.endSending()
      let all = try #require(client.readAll(), "\(name) left open")
      #expect(!all.contains("200 OK"), "\(name) was answered: \(all.prefix(80).debugDescription)")
    }
    #expect(!log.entries.contains { $0.fields["target"] == "/hidden" }, "\(name)")
    #expect(!log.entries.contains { $0.fields["status"] == "200" }, "\(name)")
  }

  /// Where a chunked body is proper but could be read otherwise, nothing is read after it.
  @Test(arguments: [
    "2;ext=\"\r\n\"\r\n{}\r\n0\r\n\r\n", "2;\n\r\n{}\r\n0\r\n\r\n", "2\n{}\n0\n\n",
    "2\r\n{}\r\n0\r\nX: a\r\n\r\n",
    "2\r\n{}\r\n0\r\nContent-Length: 47\r\n\r\n", "2\r\n{}\r\n00000\r\n\r\n",
    // The library takes the line feed that is left for the end of the chunk.
    "3\r\n{}\r\n0\r\n\r\n",
  ])
  func nothingIsReadAfterChunks(body: String) throws {
    let log = LogRecorder()
    try withServer(routes, log: log) { server in
      let client = try RawClient(server)
      client.send(Self.post("Transfer-Encoding: chunked\r\n", body + Self.hidden))
      client.endSending()
      #expect(client.readAll()?.contains("hidden") == false)
    }
    #expect(!log.entries.contains { $0.fields["target"] == "/hidden" })
  }

  @Test func pipelinedRequestsAreAnsweredInOrderUpToTheFirstBadOne() throws {
    let log = LogRecorder()
    try withServer(routes, log: log) { server in
      let client = try RawClient(server)
      client.send(
        "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n" + Self.post("Content-Length: 2\r\n", "{}")
          + Self.post("Content-Length: 2\r\nContent-Length: 2\r\n", "{}") + Self.hidden)
      #expect(try client.readAnswer().text == "hello")
      #expect(try client.readAnswer().text == "{}")
      #expect(try client.readAnswer().status == 400)
      #expect(client.isClosedByServer())
    }
    #expect(!log.entries.contains { $0.fields["target"] == "/hidden" })
  }

  @Test func aRefusedBodyIsNeverReadAsARequest() throws {
    let log = LogRecorder()
    try withServer(routes, configure: { $0.bodyBytes = 10 }, log: log) { server in
      let client = try RawClient(server)
      // Too large, of the wrong type, to a path that is not there, to one that wants none: the body is dropped.
      let json = "Content-Type: application/json"
      for (method, path, type, status) in [
        ("POST", "/echo", json, 413), ("POST", "/echo", "Content-Type: text/plain", 415),
        ("POST", "/nowhere", json, 404), ("GET", "/hello", json, 413), ("DELETE", "/hello", json, 405),
      ] {
        #expect(try client.request(method, path, headers: [type], body: Self.hidden).status == status)
        #expect(try client.request("GET", "/hello").text == "hello")
      }
      // Far too large: the connection ends.
      for fields in ["", "Expect: 100-continue\r\n"] {
        let client = try RawClient(server)
        client.send(Self.post("\(fields)Content-Length: 1000000000\r\n", Self.hidden))
        #expect(client.readAll()?.contains("hidden") == false)
      }
    }
    #expect(!log.entries.contains { $0.fields["target"] == "/hidden" })
  }

  /// Many short fields, one long one, a long request line, and blank lines without an end.
  private static let floods = [
    "GET /hello HTTP/1.1\r\nHost: x\r\n" + (0..<20_000).map { "X\($0):\r\n" }.joined(),
    "GET /hello HTTP/1.1\r\nHost: x\r\nX: " + String(repeating: "x", count: 500_000),
    "GET /hello HTTP/1.1\r\nHost: x\r\n" + String(repeating: "x", count: 500_000) + ": a",
    "GET /" + String(repeating: "x", count: 500_000) + " HTTP/1.1\r\nHost: x",
    String(repeating: "\r\n", count: 250_000) + "GET /hello HTTP/1.0",
    "GET /hello HTTP/1.1\r\nHost: x\r\nCookie: " + String(repeating: "a=b; ", count: 100_000),
  ]

  @Test(arguments: floods.indices)
  func floodsOfHeadersAreCut(index: Int) throws {
    let log = LogRecorder()
    // With a deadline, since the library may wait for the rest of what it does not keep.
    try withServer(routes, configure: { $0.headerTimeout = .seconds(2) }, log: log) { server in
      let client = try RawClient(server)
      client.send(Self.floods[index] + "\r\n\r\n" + Self.hidden)
      #expect(client.readAll()?.contains("200 OK") == false)
      #expect(try RawClient(server).request("GET", "/hello").text == "hello")
    }
    #expect(!log.entries.contains { $0.fields["target"] == "/hidden" })
  }

  /// Clients that hold every connection with a header or a body that never ends are cut, and others are served again.
  @Test func slowClientsDoNotKeepOthersOut() throws {
    try withServer(
      routes,
      configure: {
        $0.connections = 8
        $0.headerTimeout = .milliseconds(700)
        $0.bodyTimeout = .milliseconds(700)
      }
    ) { server in
      let slow = try (0..<8).map { number in
        let client = try RawClient(server)
        client.send(
          number % 2 == 0
            ? "GET /hello HTTP/1.1\r\nHost: x\r\nX: " : Self.post("Content-Length: 100000\r\n", "{"))
        return client
      }
      var isServed = false
      let start = ContinuousClock.now
      while !isServed, start.duration(to: .now) < .seconds(20) {
        for client in slow { client.send("x") }
        usleep(20_000)
        isServed = (try? RawClient(server).request("GET", "/hello"))?.status == 200
      }
      #expect(isServed)
    }
  }
}
