import Foundation
import Glibc
import TestSupport
import Testing

@testable import HTTPServing

/// TLS 1.3 and nothing else, and clients that prove who they are.
@Suite struct TLSTests {
  private let authority: TestCertificate
  private let server: TestCertificate
  private let routes: [Route] = [
    .text(.get, "/hello", "hello"), .echo,
    Route(.get, "/who", operationID: "who") { request in
      let name = request.caller.name?.name ?? "nobody"
      let text = "\(name) at \(request.clientAddress)" + (request.isEncrypted ? ", unseen" : "")
      return .bytes(Array(text.utf8), contentType: "text/plain")
    },
  ]
  private static let close = "Host: localhost\r\nConnection: close\r\n"

  init() throws {
    authority = try TestCertificate("Tenor test authority", .authority)
    server = try TestCertificate("localhost", .server, issuer: authority)
  }

  private func withTLS<Result>(
    clients: TestCertificate? = nil, log: LogRecorder = LogRecorder(),
    configure: (inout ServerLimits) -> Void = { _ in }, _ body: (HTTPServer) throws -> Result
  ) throws -> Result {
    let tls = try TLSSettings(
      certificate: server.certificatePEM, key: server.keyPEM,
      clientAuthorities: clients.map { try $0.certificatePEM })
    return try withServer(routes, configure: configure, tls: tls, log: log, body)
  }

  @Test func requestsAreAnsweredOverTLS13() throws {
    try withTLS { server in
      let client = try TLSClient(port: server.port, trusting: authority)
      #expect(client.version == "TLS1.3")
      // Several at once, then a body of many records, then the end.
      let body = "\"" + String(repeating: "x", count: 900_000) + "\""
      client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
      client.send("GET /who HTTP/1.1\r\nHost: localhost\r\n\r\n")
      client.send(
        "POST /echo HTTP/1.1\r\n\(Self.close)Content-Type: application/json\r\n"
          + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
      let answers = try #require(client.readAll())
      #expect(answers.components(separatedBy: "HTTP/1.1 200 OK").count == 4)
      #expect(answers.contains("nobody at 127.0.0.1, unseen") && answers.hasSuffix(body))
      #expect(answers.components(separatedBy: "Strict-Transport-Security: max-age=31536000").count == 4)
    }
  }

  @Test func plainServersDoNotAskForEncryption() throws {
    try withServer(routes) { server in
      let answer = try RawClient(server).request("GET", "/hello")
      #expect(answer.status == 200 && answer.headers["strict-transport-security"] == nil)
    }
  }

  @Test(arguments: ["TLS1.2", "TLS1.1", "TLS1.0"])
  func olderVersionsAreRefused(version: String) throws {
    let log = LogRecorder()
    try withTLS(log: log) { server in
      #expect(throws: TestCertificate.Failure.self) {
        try TLSClient(port: server.port, trusting: authority, version: version)
      }
      // The server is as it was.
      let client = try TLSClient(port: server.port, trusting: authority)
      client.send("GET /hello HTTP/1.1\r\n\(Self.close)\r\n")
      #expect(client.readAll()?.contains("200 OK") == true)
    }
    #expect(log.entries.filter { $0.message == "request" }.count == 1)
  }

  @Test func plainRequestsAreNotAnswered() throws {
    let log = LogRecorder()
    try withTLS(log: log) { server in
      let client = try RawClient(server)
      client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
      let all = try #require(client.readAll())
      #expect(!all.contains("HTTP/1.1"))
    }
    #expect(log.entries.isEmpty)
  }

  @Test func clientsWithAGoodCertificateAreServedByName() throws {
    try withTLS(clients: authority) { server in
      let ann = try TestCertificate("ann", .client, issuer: authority)
      let client = try TLSClient(port: server.port, trusting: authority, as: ann)
      client.send("GET /who HTTP/1.1\r\n\(Self.close)\r\n")
      #expect(client.readAll()?.contains("O=Tenor tests,CN=ann at 127.0.0.1") == true)
    }
  }

  enum Bad: CaseIterable {
    case none, ofAnotherAuthority, ofAnAuthorityOfTheSameName, selfSigned, expired, notYetValid, aServersOwn
  }

  @Test(arguments: Bad.allCases)
  func clientsWithoutAGoodCertificateAreRefused(bad: Bad) throws {
    let identity: TestCertificate? =
      switch bad {
      case .none: nil
      case .ofAnotherAuthority:
        try TestCertificate("ann", .client, issuer: TestCertificate("Another authority", .authority))
      case .ofAnAuthorityOfTheSameName:
        try TestCertificate("ann", .client, issuer: TestCertificate("Tenor test authority", .authority))
      case .selfSigned: try TestCertificate("ann", .client)
      case .expired: try TestCertificate("ann", .client, issuer: authority, days: -10 ... -1)
      case .notYetValid: try TestCertificate("ann", .client, issuer: authority, days: 1...10)
      case .aServersOwn: try TestCertificate("ann", .server, issuer: authority)
      }
    let log = LogRecorder()
    try withTLS(clients: authority, log: log) { server in
      // In TLS 1.3 a client is done before the server has seen its certificate; the refusal comes with the first answer.
      let client = try? TLSClient(port: server.port, trusting: authority, as: identity)
      client?.send("GET /who HTTP/1.1\r\n\(Self.close)\r\n")
      if let client { #expect(client.readAll() == "") }
      let good = try TLSClient(
        port: server.port, trusting: authority, as: TestCertificate("bob", .client, issuer: authority))
      good.send("GET /who HTTP/1.1\r\n\(Self.close)\r\n")
      #expect(good.readAll()?.contains("CN=bob at") == true)
    }
    #expect(log.entries.filter { $0.message == "request" }.count == 1)
  }

  @Test func handshakesThatDoNotEndRunIntoTheDeadline() throws {
    try withTLS(configure: { $0.headerTimeout = .milliseconds(500) }) { server in
      let silent = try RawClient(server)
      let dripping = try RawClient(server)
      let start = ContinuousClock.now
      // The beginning of a record of 16 KiB that never ends.
      dripping.send([0x16, 0x03, 0x01, 0x40, 0x00])
      while dripping.send([0x01]), start.duration(to: .now) < .seconds(20) { usleep(20_000) }
      #expect(start.duration(to: .now) < .seconds(20))
      #expect(silent.readAll() != nil)
    }
  }

  @Test func slowHeadersAndBodiesRunIntoTheDeadline() throws {
    try withTLS(configure: {
      $0.headerTimeout = .milliseconds(500)
      $0.bodyTimeout = .milliseconds(500)
    }) { server in
      for beginning in [
        "GET /hello HTTP/1.1\r\nHost: localhost\r\nX: ",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n",
      ] {
        let client = try TLSClient(port: server.port, trusting: authority)
        client.send(beginning)
        let start = ContinuousClock.now
        while client.send("x"), start.duration(to: .now) < .seconds(20) { usleep(20_000) }
        #expect(start.duration(to: .now) < .seconds(20))
        #expect(client.readAll()?.contains("200 OK") == false)
      }
    }
  }

  @Test func ambiguousRequestsAreRefusedUnderTLS() throws {
    let log = LogRecorder()
    try withTLS(log: log) { server in
      for fields in [
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 2\r\nContent-Length: 3\r\n",
        "Content-Length: 2\n", "A: b\r\n c\r\nContent-Length: 2\r\n",
      ] {
        let client = try TLSClient(port: server.port, trusting: authority)
        client.send(
          "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\(fields)\r\n{}"
            + "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let all = try #require(client.readAll(), "\(fields) left open")
        #expect(!all.contains("200 OK"), "\(fields)")
      }
    }
    #expect(!log.entries.contains { $0.fields["target"] == "/hello" })
  }

  @Test func whatCannotBeUsedIsSaid() throws {
    let (certificate, key) = (try server.certificatePEM, try server.keyPEM)
    let other = try TestCertificate("other", .server).keyPEM
    for (certificate, key) in [(certificate, other), ([], key), (key, key), (certificate, certificate)] {
      let error = #expect(throws: TLSError.self) { try TLSSettings(certificate: certificate, key: key) }
      #expect(error?.description.contains("PEM") == true)
    }
    for authorities in [[], key, Array("-----BEGIN CERTIFICATE-----\nx\n".utf8)] {
      #expect(throws: TLSError.self) {
        try TLSSettings(certificate: certificate, key: key, clientAuthorities: authorities)
      }
    }
  }
}
