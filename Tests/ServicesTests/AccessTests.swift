import HTTPServing
import PostgresStore
import Testing

@testable import Services

struct AccessTests {
  private static let environment = ServiceEnvironment(
    database: PostgresSettings(address: "host=/nowhere"), codeVersion: "test", now: { 0 }, random: { 0 })

  private func request(_ headers: HTTPHeaders) -> HTTPRequest {
    HTTPRequest(method: .post, path: "/", headers: headers, deadline: .now, requestID: "r")
  }

  private func status(_ headers: HTTPHeaders, isWrite: Bool = true, names: [String] = []) -> Int {
    do {
      try HostAllowList(names).check(request(headers), isWrite: isWrite)
      return 200
    } catch {
      return error.status.rawValue
    }
  }

  @Test(arguments: [
    ("localhost", 200), ("LOCALHOST:8001", 200), ("localhost.", 200), ("127.0.0.1:1", 200),
    ("[::1]:8001", 200),
    ("[::1]", 200), ("evil.example", 421), ("localhost.evil.example", 421), ("", 421),
    ("127.0.0.1.evil", 421),
    ("tenor.bank.example:443", 200), ("fd00::1", 421), ("[fd00::1]:80", 200),
  ])
  func hostNamesAreOfAList(host: String, expected: Int) {
    for isWrite in [false, true] {
      #expect(
        status(["Host": host], isWrite: isWrite, names: ["Tenor.bank.example", "fd00::1"]) == expected)
    }
  }

  @Test func missingHostIsRefused() { #expect(status([:]) == 421) }

  @Test(arguments: [
    ("http://localhost:3000", 200), ("http://127.0.0.1:8001", 200), ("https://evil.example", 403),
    ("null", 403),
    ("http://localhost.evil.example", 403), ("", 403),
  ])
  func pagesOfOtherOriginsCannotWrite(origin: String, expected: Int) {
    #expect(status(["Host": "localhost", "Origin": origin]) == expected)
    #expect(status(["Host": "localhost", "Origin": origin], isWrite: false) == 200)
  }

  @Test(arguments: ["0.0.0.0", "::", "192.168.1.7", "128.0.0.1", "127.evil", "localhost"])
  func otherThanLoopbackMustBeAskedFor(address: String) throws {
    var settings = ServiceHost.Settings(services: Service.allCases, port: 0)
    settings.address = address
    #expect(throws: ServiceHost.Refusal.remoteAddress(address)) {
      try ServiceHost(settings, environment: Self.environment)
    }
    #expect(ServiceHost.Refusal.remoteAddress(address).description.contains("--allow-remote"))
    settings.allowsRemote = true
    _ = try ServiceHost(settings, environment: Self.environment)
  }

  @Test func unreachableDatabaseIsSaidWithoutItsAddress() throws {
    let host = try ServiceHost(
      ServiceHost.Settings(services: [.runs], port: 0), environment: Self.environment)
    let log = LogRecorder()
    let server = try host.start { log.record($0) }
    defer { server.stop(within: .seconds(5)) }
    let client = TestClient(port: server.port)
    for path in ["/health/ready", "/v1/runs"] {
      let answer = try client.get(path)
      #expect(answer.status == 503)
      #expect(!answer.text.contains("nowhere"))
      #expect(answer.headers["retry-after"] != nil)
    }
    #expect(try client.get("/health/live").status == 200)
    #expect(try client.get("/metrics").text.contains("tenor_queue_up 0\n"))
    #expect(try client.get("/v1/marketdata/snapshots").status == 404)
  }
}
