import Foundation
import Testing

@testable import HTTPServing

@Suite struct StaticFilesTests {
  /// A folder with a small site, a file above it that must never be served, and links out of it.
  private struct Site {
    let top: URL
    var folder: String { top.appendingPathComponent("site").path }

    init() throws {
      top = FileManager.default.temporaryDirectory.appendingPathComponent("static-\(UUID().uuidString)")
      try FileManager.default.createDirectory(
        at: top.appendingPathComponent("site/assets"), withIntermediateDirectories: true)
      for (path, text) in [
        ("secret.txt", "secret"), ("site/index.html", "<!doctype html>index"),
        ("site/assets/main-ABC.js", "plain script"), ("site/assets/main-ABC.js.gz", "packed script"),
        ("site/assets/style.css", "style"), ("site/.hidden", "secret"), ("site/data.unknown", "bytes"),
      ] {
        try Data(text.utf8).write(to: top.appendingPathComponent(path))
      }
      try FileManager.default.createSymbolicLink(
        at: top.appendingPathComponent("site/link.txt"),
        withDestinationURL: top.appendingPathComponent("secret.txt"))
    }

    func remove() { try? FileManager.default.removeItem(at: top) }
  }

  private func withSite(_ body: (RawClient) throws -> Void) throws {
    let site = try Site()
    defer { site.remove() }
    let files = try StaticFiles(folder: site.folder)
    try withServer(
      [.text(.get, "/v1/runs", "runs")], fallback: files.route(operationsBelow: ["/v1", "/metrics"])
    ) { try body(try RawClient($0)) }
  }

  @Test func servesFilesWithTypeTagAndPolicy() throws {
    try withSite { client in
      let page = try client.request("GET", "/")
      #expect(page.status == 200 && page.text == "<!doctype html>index")
      #expect(page.headers["content-type"] == "text/html; charset=utf-8")
      #expect(page.headers["cache-control"] == "no-cache")
      #expect(page.headers["x-content-type-options"] == "nosniff")
      #expect(page.headers["referrer-policy"] == "no-referrer")
      let policy = try #require(page.headers["content-security-policy"])
      #expect(policy.contains("default-src 'self'") && !policy.contains("unsafe"))
      let tag = try #require(page.headers["etag"])
      let again = try client.request("GET", "/", headers: ["If-None-Match: \(tag)"])
      #expect(again.status == 304 && again.body.isEmpty)
      #expect(again.headers["content-security-policy"] == policy)
      #expect(try client.request("GET", "/v1/runs").text == "runs")
      let other = try client.request("GET", "/data.unknown")
      #expect(other.headers["content-type"] == "application/octet-stream")
    }
  }

  @Test func hashedNamesAreKeptForGoodAndCompressedWhereAccepted() throws {
    try withSite { client in
      let plain = try client.request("GET", "/assets/main-ABC.js")
      #expect(plain.text == "plain script" && plain.headers["content-encoding"] == nil)
      #expect(plain.headers["cache-control"] == "public, max-age=31536000, immutable")
      #expect(plain.headers["vary"] == "Accept-Encoding")
      #expect(plain.headers["content-type"] == "text/javascript; charset=utf-8")
      let packed = try client.request("GET", "/assets/main-ABC.js", headers: ["Accept-Encoding: br, gzip"])
      #expect(packed.text == "packed script" && packed.headers["content-encoding"] == "gzip")
      #expect(packed.headers["content-type"] == "text/javascript; charset=utf-8")
      #expect(packed.headers["etag"] != plain.headers["etag"])
      let style = try client.request("GET", "/assets/style.css", headers: ["Accept-Encoding: gzip"])
      #expect(style.text == "style" && style.headers["content-encoding"] == nil)
    }
  }

  @Test(arguments: [
    ("gzip", true), ("br, gzip;q=0.5", true), ("*", true), ("GZIP", true), ("x-gzip", true), ("", false),
    ("br", false), ("gzip;q=0", false), ("gzip; q=0.000, *", false), ("*;q=0", false), ("gzipped", false),
  ])
  func readsAcceptEncoding(_ value: String, _ expected: Bool) {
    #expect(AcceptedEncoding.allowsGzip(value) == expected)
  }

  @Test func addressesOfTheApplicationGiveTheIndex() throws {
    try withSite { client in
      let browser = ["Accept: text/html,application/xhtml+xml,*/*;q=0.8"]
      for path in ["/runs", "/runs/R1.2/positions/US912810TM08", "/market/curves/USD%2FA"] {
        let page = try client.request("GET", path, headers: browser)
        #expect(page.status == 200 && page.text.hasSuffix("index"), "\(path)")
        #expect(try client.request("GET", path).status == 404, "\(path) for other clients")
      }
      for path in ["/v1/nothing", "/v1", "/metrics/x", "/assets/main-OLD.js"] {
        let absent = try client.request("GET", path, headers: browser)
        #expect(absent.status == 404, "\(path)")
        #expect(absent.headers["content-type"] == "application/problem+json", "\(path)")
      }
      #expect(try client.request("HEAD", "/runs", headers: browser).status == 200)
      #expect(try client.request("DELETE", "/runs", headers: browser).status == 404)
    }
  }

  @Test(arguments: [
    "/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt",
    "/assets/..%2f..%2fsecret.txt", "/.hidden", "/link.txt", "//secret.txt", "/./index.html",
    "/assets/", "/assets", "/assets/main-ABC.js.gz",
    "/..\\secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "/%252e%252e/secret.txt",
  ])
  func nothingElseIsServed(_ path: String) throws {
    try withSite { client in
      let answer = try client.request("GET", path)
      #expect(answer.status == 404 || answer.status == 400)
      #expect(!answer.text.contains("secret\n") && answer.text != "secret")
    }
  }

  @Test func aFolderWithoutAnIndexIsRefused() throws {
    let site = try Site()
    defer { site.remove() }
    let assets = site.folder + "/assets"
    #expect(throws: StaticFiles.Fault.noIndex(assets)) { try StaticFiles(folder: assets) }
    #expect(throws: StaticFiles.Fault.notAFolder("/nowhere")) { try StaticFiles(folder: "/nowhere") }
  }

  @Test func aMissingDashboardSaysHowToBuildIt() throws {
    try withServer([], fallback: MissingPage.route) { server in
      let client = try RawClient(server)
      let page = try client.request("GET", "/", headers: ["Accept: text/html"])
      #expect(page.status == 404 && page.text.contains("make web"))
      let other = try client.request("GET", "/")
      #expect(other.status == 404 && other.headers["content-type"] == "application/problem+json")
    }
  }
}
