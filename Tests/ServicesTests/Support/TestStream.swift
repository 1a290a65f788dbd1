import Glibc

/// An answer that is read while it comes.
final class TestStream {
  private let descriptor: Int32
  private(set) var text = ""

  init(_ client: TestClient, _ target: String, headers: [String: String]) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = client.port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw TestClient.Failure(reason: "cannot connect: \(errno)") }
    var limit = timeval(tv_sec: TestClient.patienceSeconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let fields = ["Host": "localhost:\(client.port)", "Connection": "close"].merging(headers) { $1 }
    let request = "GET \(target) HTTP/1.1\r\n\(fields.map { "\($0): \($1)\r\n" }.joined())\r\n"
    guard send(descriptor, request, request.utf8.count, Int32(MSG_NOSIGNAL)) == request.utf8.count else {
      throw TestClient.Failure(reason: "cannot send: \(errno)")
    }
  }

  deinit { close(descriptor) }

  /// Reads until the text has been sent.
  func read(upTo end: String) throws {
    while !text.contains(end) {
      guard try readMore() else { throw TestClient.Failure(reason: "ended before \(end): \(text)") }
    }
  }

  /// Reads until the server ends the answer.
  func readToEnd() throws {
    while try readMore() {}
  }

  /// - Returns: False at the end.
  private func readMore() throws -> Bool {
    var piece = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &piece, piece.count, 0)
    if count == 0 || (count < 0 && errno == ECONNRESET) { return false }
    guard count > 0 else { throw TestClient.Failure(reason: "nothing for too long after \(text)") }
    text += String(decoding: piece[..<count], as: UTF8.self)
    return true
  }
}
