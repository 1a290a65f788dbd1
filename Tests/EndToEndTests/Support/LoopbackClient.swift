import Foundation
import Glibc

/// Asks a server on this machine, one request a connection.
struct LoopbackClient {
  let port: UInt16

  /// A whole answer.
  struct Answer: Hashable {
    let status: Int
    /// By name in lower case.
    let headers: [String: String]
    let body: [UInt8]
    /// Head and body as they came.
    let text: String
  }

  /// The answer to a GET; `nil` where there was no connection or it ended before the answer did.
  ///
  /// - Parameter header: Further lines of the head, each with its end.
  func get(_ target: String, header: String = "") -> Answer? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { return nil }
    // Longer than a server may take for anything; a server that never answers must not hold the test for ever.
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let request = "GET \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(header)\r\n"
    guard send(descriptor, request, request.utf8.count, Int32(MSG_NOSIGNAL)) == request.utf8.count else {
      return nil
    }
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count == 0 { return LoopbackClient.answer(received) }
      guard count > 0 else { return nil }
      received += buffer[..<count]
    }
  }

  private static func answer(_ received: [UInt8]) -> Answer? {
    guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: received[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count >= 2, let status = Int(words[1]) else { return nil }
    let headers = lines.dropFirst().compactMap { line -> (String, String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      return (line[..<colon].lowercased(), value)
    }
    let byName = Dictionary(headers, uniquingKeysWith: { $0 + ", " + $1 })
    let body = Array(received[end.upperBound...])
    guard byName["content-length"].flatMap(Int.init).map({ $0 == body.count }) ?? true else { return nil }
    return Answer(
      status: status, headers: byName, body: body, text: String(decoding: received, as: UTF8.self))
  }
}

extension TenorProcess {
  /// The port that a server tells, once it does.
  func port() async throws -> UInt16 {
    try await eventually("the server tells its address") { output.contains("http://127.0.0.1:") }
    guard let port = output.split(separator: ":").last.flatMap({ UInt16($0.prefix { $0.isNumber }) }) else {
      throw Failure(description: "no port in \(output)")
    }
    return port
  }
}
