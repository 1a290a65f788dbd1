import Glibc
import Testing

@testable import HTTPServing

struct FileBodyTests {
  /// An open file without a name that holds `count` bytes, each telling its place.
  private static func file(_ count: Int) -> FileBody {
    var template = Array("/tmp/tenor-test-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    unlink(template)
    let bytes = content(count)
    var sent = 0
    while sent < count {
      sent += bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }
    return FileBody(takingOver: descriptor, byteCount: count)
  }

  private static func content(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 >> 3) }
  }

  @Test(arguments: [0, 1, 3_000_000])
  func aFileIsSentWholeAndTheConnectionGoesOn(count: Int) throws {
    let route = Route(.get, "/file", operationID: "file") { _ in
      HTTPResponse(status: .ok, headers: ["Content-Type": "text/plain"], body: .file(Self.file(count)))
    }
    try withServer([route, .text(.get, "/hello", "hello")]) { server in
      let client = try RawClient(server)
      for _ in 0..<3 {
        let answer = try client.request("GET", "/file")
        #expect(answer.status == 200 && answer.headers["content-length"] == "\(count)")
        #expect(answer.body == Self.content(count))
      }
      let head = try client.request("HEAD", "/file")
      #expect(head.headers["content-length"] == "\(count)" && head.body.isEmpty)
      #expect(try client.request("GET", "/hello").text == "hello")
    }
  }

  @Test func filesAreClosedAgain() throws {
    let route = Route(.get, "/file", operationID: "file") { _ in
      HTTPResponse(status: .ok, body: .file(Self.file(10)))
    }
    try withServer([route]) { server in
      let client = try RawClient(server)
      // More than the limit on open files would allow, were they kept.
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      for _ in 0..<min(3_000, Int(limit.rlim_cur) + 100) {
        guard try client.request("GET", "/file").status == 200 else {
          Issue.record("an answer failed")
          return
        }
      }
    }
  }
}
