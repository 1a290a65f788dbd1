import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Serving", .enabled(if: TestCluster.isAvailable))
struct ServeTests {
  /// The answer to a GET, head and body.
  private func get(_ path: String, port: UInt16, header: String = "") throws -> String {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(connected == 0)
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let request = "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(header)\r\n"
    let sent = send(socket, request, request.utf8.count, Int32(MSG_NOSIGNAL))
    try #require(sent == request.utf8.count)
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
      answer += buffer[..<count]
    }
  }

  @Test("answers on loopback until SIGTERM, then ends in order; a port that is taken is told")
  func life() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let server = try tenor.start("serve", "--port", "0")
    try await eventually("the server tells its address") { server.output.contains("http://127.0.0.1:") }
    let port = try #require(
      server.output.split(separator: ":").last.flatMap { UInt16($0.prefix { $0.isNumber }) })
    #expect(try get("/health/ready", port: port).hasPrefix("HTTP/1.1 200"))
    let runs = try get("/v1/runs", port: port)
    #expect(runs.hasPrefix("HTTP/1.1 200") && runs.contains("application/json"))
    let absent = try get("/v1/runs/NONE", port: port)
    #expect(absent.hasPrefix("HTTP/1.1 404") && absent.contains("application/problem+json"))

    let second = try await tenor.run("serve", "--port", "\(port)")
    #expect(second.status == 4 && second.errorLines.last?.contains("--port") == true, "\(second.errors)")
    server.send(SIGTERM)
    let outcome = try await server.outcome(within: .seconds(10))
    #expect(outcome.status == 0 && outcome.errors.contains("stopping"))
  }

  @Test("serves a dashboard beside the services, and refuses a folder that is none")
  func dashboard() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let folder = tenor.folder + "/pages"
    let refused = try await tenor.run("serve", "--port", "0", "--web", folder)
    #expect(refused.status == 4 && refused.errors.contains(folder) && refused.errors.contains("--web"))
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("<!doctype html>a page".utf8).write(to: URL(fileURLWithPath: folder + "/index.html"))
    let server = try tenor.start("serve", "--port", "0", "--web", folder)
    try await eventually("the server tells its address") { server.output.contains("http://127.0.0.1:") }
    #expect(server.output.hasPrefix("dashboard, marketdata, runs, results"))
    let port = try #require(
      server.output.split(separator: ":").last.flatMap { UInt16($0.prefix { $0.isNumber }) })
    #expect(try get("/", port: port).hasSuffix("a page"))
    #expect(try get("/runs/R1", port: port, header: "Accept: text/html\r\n").hasSuffix("a page"))
    #expect(try get("/v1/nothing", port: port, header: "Accept: text/html\r\n").hasPrefix("HTTP/1.1 404"))
    #expect(try get("/v1/runs", port: port).contains("application/json"))
    server.send(SIGTERM)
    #expect(try await server.outcome(within: .seconds(10)).status == 0)
  }

  @Test("prints its OpenAPI document")
  func document() async throws {
    let tenor = try Tenor()
    let document = try #require(try json(try await tenor.success("serve", "--openapi")) as? [String: Any])
    #expect((document["openapi"] as? String)?.hasPrefix("3.1") == true)
    #expect(tenor.files.isEmpty)
  }
}
