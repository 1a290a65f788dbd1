import Foundation
import Glibc
import Synchronization
import Testing

@testable import HTTPServing

/// Bodies that are kept in files.
struct UploadTests {
  /// Answers with the size, the hash and the ends of what came.
  private static func route(_ folder: String = "/tmp", handler: Route.Handler? = nil) -> Route {
    Route(
      .post, "/file", operationID: "file", consumes: ["text/csv"], maxBodyBytes: 3_000_000,
      uploadFolder: folder,
      handler: handler ?? { request in
        guard let upload = request.upload else { return .bytes([], contentType: "text/plain") }
        #expect(request.body.isEmpty)
        var ends = [UInt8](repeating: 0, count: 4)
        let first = ends.withUnsafeMutableBytes { upload.read(into: $0, at: 0) }
        let text = "\(upload.byteCount) \(upload.sha256) \(first) \(String(decoding: ends, as: UTF8.self))"
        return .bytes(Array(text.utf8), contentType: "text/plain")
      })
  }

  private let fields = ["Content-Type: text/csv"]

  @Test func aBodyIsInAFileWithItsHash() throws {
    try withServer([Self.route()]) { server in
      let client = try RawClient(server)
      // FIPS 180-4: a million times the letter a.
      let answer = try client.request(
        "POST", "/file", headers: fields, body: String(repeating: "a", count: 1_000_000))
      #expect(
        answer.text == "1000000 cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0 4 aaaa")
      let second = try client.request("POST", "/file", headers: fields, body: "abc")
      #expect(
        second.text == "3 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 3 abc\0")
      #expect(try client.request("POST", "/file", headers: fields).text == "")
    }
  }

  @Test func chunksAreTakenToo() throws {
    try withServer([Self.route()]) { server in
      let client = try RawClient(server)
      client.send(
        "POST /file HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n")
      #expect(try client.readAnswer().text.hasPrefix("3 ba7816bf"))
    }
  }

  @Test func tooLargeABodyIsRefusedWhetherItSaysSoOrNot() throws {
    try withServer([Self.route()]) { server in
      let client = try RawClient(server)
      client.send(
        "POST /file HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 9000000\r\n\r\n")
      #expect(try client.readAnswer().status == 413)
      let chunked = try RawClient(server)
      chunked.send(
        "POST /file HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n")
      let chunk = "10000\r\n" + String(repeating: "x", count: 65_536) + "\r\n"
      for _ in 0..<60 where chunked.send(chunk) {}
      #expect(try chunked.readAnswer().status == 413)
    }
  }

  @Test func onlySoManyLieThereAtATime() throws {
    let kept = Mutex<[UploadedFile]>([])
    let route = Self.route { request in
      if let upload = request.upload { kept.withLock { $0.append(upload) } }
      return HTTPResponse(status: .noContent)
    }
    try withServer([route], configure: { $0.uploads = 2 }) { server in
      func send() throws -> RawClient.Answer {
        try RawClient(server).request("POST", "/file", headers: fields, body: "abc")
      }
      #expect(try (send().status, send().status) == (204, 204))
      let refused = try send()
      #expect(refused.status == 503 && refused.headers["retry-after"] == "5")
      // A slot is free as soon as nobody has the file any more.
      kept.withLock { $0 = [] }
      #expect(try send().status == 204)
    }
  }

  @Test func aBodyThatDoesNotComeInTimeGivesItsSlotBack() throws {
    func configure(_ limits: inout ServerLimits) {
      limits.uploads = 1
      limits.bodyTimeout = .milliseconds(200)
      limits.leastBytesPerSecond = 1_000_000_000
    }
    try withServer([Self.route()], configure: configure) { server in
      let slow = try RawClient(server)
      slow.send("POST /file HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 100\r\n\r\nab")
      #expect(try slow.readAnswer().status == 408)
      let deadline = ContinuousClock.now + .seconds(20)
      var status = 0
      repeat {
        usleep(20_000)
        status = try RawClient(server).request("POST", "/file", headers: fields, body: "abc").status
      } while status != 200 && ContinuousClock.now < deadline
      #expect(status == 200)
    }
  }

  @Test func aFolderWithoutRoomIsSaid() throws {
    let log = LogRecorder()
    try withServer([Self.route("/nowhere")], log: log) { server in
      let answer = try RawClient(server).request("POST", "/file", headers: fields, body: "abc")
      #expect(answer.status == 503 && !answer.text.contains("nowhere"))
      #expect(log.entries.contains { $0.fields["error"]?.contains("/nowhere") == true })
    }
  }
}
