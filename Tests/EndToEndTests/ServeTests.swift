import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Serving", .enabled(if: TestCluster.isAvailable))
struct ServeTests {
  /// The answer to a GET, head and body.
  private func get(_ path: String, port: UInt16, header: String = "") throws -> String {
    try #require(LoopbackClient(port: port).get(path, header: header)).text
  }

  @Test("answers on loopback until SIGTERM, then ends in order; a port that is taken is told")
  func life() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let server = try tenor.start("serve", "--port", "0")
    let port = try await server.port()
    #expect(try get("/health/ready", port: port).hasPrefix("HTTP/1.1 200"))
    let runs = try get("/v1/runs", port: port)
    #expect(runs.hasPrefix("HTTP/1.1 200") && runs.contains("application/json"))
    let absent = try get("/v1/runs/NONE", port: port)
    #expect(absent.hasPrefix("HTTP/1.1 404") && absent.contains("application/problem+json"))

    let second = try await tenor.run("serve", "--port", "\(port)")
    #expect(second.status == 4 && second.errorLines.last?.contains("--port") == true, "\(second.errors)")
    server.send(SIGTERM)
    let outcome = try await server.outcome()
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
    let port = try await server.port()
    #expect(server.output.hasPrefix("dashboard, marketdata, runs, results"))
    #expect(try get("/", port: port).hasSuffix("a page"))
    #expect(try get("/runs/R1", port: port, header: "Accept: text/html\r\n").hasSuffix("a page"))
    #expect(try get("/v1/nothing", port: port, header: "Accept: text/html\r\n").hasPrefix("HTTP/1.1 404"))
    #expect(try get("/v1/runs", port: port).contains("application/json"))
    server.send(SIGTERM)
    #expect(try await server.outcome().status == 0)
  }

  @Test("prints its OpenAPI document")
  func document() async throws {
    let tenor = try Tenor()
    let document = try #require(try json(try await tenor.success("serve", "--openapi")) as? [String: Any])
    #expect((document["openapi"] as? String)?.hasPrefix("3.1") == true)
    #expect(tenor.files.isEmpty)
  }
}
