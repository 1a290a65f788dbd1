import Testing

@testable import HTTPServing

/// Requests that different parsers could cut at different places: each must be refused, the connection
/// closed, and what follows never read as a request.
@Suite struct FramingTests {
  @Test func properRequestsPassHoweverTheyArrive() throws {
    try withServer([.text(.get, "/hello", "hello")]) { server in
      let client = try RawClient(server)
      let long = (0..<100).map { "X-\($0): \(String(repeating: "v", count: $0))" }
      #expect(try client.request("GET", "/hello", headers: long).status == 200)
      #expect(
        try client.request("GET", "/hello", headers: ["A:b \t", "B:", "C: \t ", "D:\td"]).status == 200)
      client.send("\r\nGET  /hello HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(try client.readAnswer().status == 200)
      client.send("GET /hello HTTP/1.0\r\n\r\n")
      #expect(try client.readAnswer().status == 200)
      let slow = try RawClient(server)
      let request = "GET /hello HTTP/1.1\r\nHost: x\r\n\(long.joined(separator: "\r\n"))\r\n\r\n"
      var rest = Array(request.utf8)[...]
      while !rest.isEmpty {
        slow.send(Array(rest.prefix(97)))
        rest = rest.dropFirst(97)
      }
      #expect(try slow.readAnswer().status == 200)
    }
  }

  @Test func nothingIsReadAfterAChunkedBody() throws {
    try withServer([.echo, .text(.get, "/smuggled", "smuggled")]) { server in
      let client = try RawClient(server)
      client.send(
        Self.post("Transfer-Encoding: chunked\r\n", "2;a\nb\r\n{}\r\n0\r\n\r\n") + Self.next)
      #expect(try !#require(client.readAll()).contains("smuggled"))
    }
  }

  private static let next = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"

  private static func post(_ fields: String, _ body: String = "") -> String {
    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\(fields)\r\n\(body)"
  }

  @Test(arguments: [
    post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n"),
    post("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", "2\r\n{}\r\n0\r\n\r\n"),
    post("Content-Length: 2\r\nContent-Length: 2\r\n", "{}"),
    post("Content-Length: 2\r\ncontent-length: 3\r\n", "{} "),
    post("Content-Length: 2, 2\r\n", "{}"),
    post("Content-Length: +2\r\n", "{}"),
    post("Content-Length: -2\r\n", "{}"),
    post("Content-Length: 0x2\r\n", "{}"),
    post("Content-Length: 2 2\r\n", "{}"),
    post("Content-Length:\r\n", "{}"),
    post("Content-Length: 99999999999999999999999\r\n", "{}"),
    post("Content-Length : 2\r\n", "{}"),
    post("Transfer-Encoding: gzip, chunked\r\n", "2\r\n{}\r\n0\r\n\r\n"),
    post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n"),
    post("Transfer-Encoding: identity\r\nContent-Length: 2\r\n", "{}"),
    post("Transfer-Encoding: xchunked\r\n", "2\r\n{}\r\n0\r\n\r\n"),
    post("Transfer-Encoding: \u{B}chunked\r\n", "2\r\n{}\r\n0\r\n\r\n"),
    post("Transfer-Encoding : chunked\r\n", "2\r\n{}\r\n0\r\n\r\n"),
    "POST /echo HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "GET /hello HTTP/1.1\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "GET /hello HTTP/2.0\r\nHost: x\r\n\r\n",
    "GET /hello HTTP/1.2\r\nHost: x\r\n\r\n",
    "GET /hello XTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /hello\r\nHost: x\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: x\r\n: empty\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: x\r\nBad(name): 1\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: x\r\nA: b\u{0}c\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: x\r\nA: b\r\n folded\r\n\r\n",
    "GET /hello HTTP/1.1\r\n Host: x\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: x\r\nA: b\rContent-Length: 5\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: x\rA: b\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: x\nA: b\r\n\r\n",
    "GET /hello HTTP/1.1\nHost: x\n\n",
    post("Transfer-Encoding: chunked\r\n", "-2\r\n{}\r\n0\r\n\r\n"),
    post("Transfer-Encoding: chunked\r\n", "0x2\r\n{}\r\n0\r\n\r\n"),
    post("Transfer-Encoding: chunked\r\n", "2\r\n{}XX0\r\n\r\n"),
    post("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\n{}\r\n0\r\n\r\n"),
    "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{FC}\u{3}\u{3}\r\n\r\n",
  ])
  func ambiguousRequestsAreRefusedAndTheConnectionClosed(_ request: String) throws {
    let log = LogRecorder()
    let routes = [Route.echo, .text(.get, "/hello", "hello"), .text(.get, "/smuggled", "smuggled")]
    try withServer(routes, log: log) { server in
      let client = try RawClient(server, patience: 3)
      client.send(request + Self.next)
      let all = try #require(client.readAll(), "\(request.debugDescription) left open")
      #expect(!all.contains("200 OK"), "\(request.debugDescription) got \(all.prefix(60).debugDescription)")
      #expect(!all.contains("smuggled"), "\(request.debugDescription) followed")
    }
    #expect(!log.entries.contains { $0.fields["target"] == "/smuggled" })
  }
}
