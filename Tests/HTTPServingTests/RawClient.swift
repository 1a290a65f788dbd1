import Glibc
import HTTPServing

/// A TCP client that sends exactly the bytes a test wants, and reads what comes back.
final class RawClient {
  struct Failure: Error {
    let reason: String
  }

  struct Answer {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
  }

  private let descriptor: Int32
  private var buffered: [UInt8] = []

  /// - Parameter patience: seconds a read may wait before the test fails. Generous: machines are busy.
  init(_ server: HTTPServer, patience: Int = 20) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = server.port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure(reason: "cannot connect: \(errno)") }
    var limit = timeval(tv_sec: patience, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit {
    close(descriptor)
  }

  /// - Returns: whether the server's side still took the bytes.
  @discardableResult
  func send(_ text: String) -> Bool {
    send(Array(text.utf8))
  }

  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Tells the server that nothing more will come; answers can still be read.
  func endSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// One complete request with `Host`, and `Content-Length` where there is a body.
  func request(
    _ method: String, _ target: String, headers: [String] = [], body: String? = nil
  ) throws -> Answer {
    var text = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n"
    for header in headers {
      text += header + "\r\n"
    }
    if let body {
      text += "Content-Length: \(body.utf8.count)\r\n"
    }
    send(text + "\r\n" + (body ?? ""))
    return try readAnswer(hasBody: method != "HEAD")
  }

  func post(_ target: String, json: String, headers: [String] = []) throws -> Answer {
    try request("POST", target, headers: ["Content-Type: application/json"] + headers, body: json)
  }

  /// Reads one answer, skipping interim ones.
  func readAnswer(hasBody: Bool = true) throws -> Answer {
    while true {
      let answer = try readOne(hasBody: hasBody)
      if answer.status >= 200 {
        return answer
      }
    }
  }

  func readOne(hasBody: Bool = true) throws -> Answer {
    let (status, headers) = try readHead()
    guard hasBody, status >= 200, status != 204, status != 304 else {
      return Answer(status: status, headers: headers, body: [])
    }
    if headers["transfer-encoding"] == "chunked" {
      var body: [UInt8] = []
      while let chunk = try readChunk() {
        body += chunk
      }
      return Answer(status: status, headers: headers, body: body)
    }
    let length = headers["content-length"].flatMap { Int($0) } ?? 0
    return Answer(status: status, headers: headers, body: try read(length))
  }

  func readHead() throws -> (Int, [String: String]) {
    let statusLine = try readLine()
    let words = statusLine.split(separator: " ")
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
      throw Failure(reason: "not a status line: \(statusLine)")
    }
    var headers: [String: String] = [:]
    while true {
      let line = try readLine()
      guard let colon = line.firstIndex(of: ":") else { break }
      headers[line[..<colon].lowercased()] = String(line[colon...].dropFirst().drop { $0 == " " })
    }
    return (status, headers)
  }

  /// The next chunk of a chunked body, `nil` at its end.
  func readChunk() throws -> [UInt8]? {
    let size = try readLine()
    guard let count = Int(size, radix: 16) else { throw Failure(reason: "not a chunk size: \(size)") }
    let chunk = try read(count)
    _ = try readLine()
    return count == 0 ? nil : chunk
  }

  /// The text of an event stream up to and including `end`.
  func readEvents(upTo end: String) throws -> String {
    var text = ""
    while !text.contains(end) {
      guard let chunk = try readChunk() else { throw Failure(reason: "stream ended after: \(text)") }
      text += String(decoding: chunk, as: UTF8.self)
    }
    return text
  }

  /// Whether the server closes without sending anything more.
  func isClosedByServer() -> Bool {
    buffered.isEmpty && fill() == 0
  }

  /// Everything until the server closes; `nil` where it does not within the client's patience.
  func readAll() -> String? {
    var count = fill()
    while count > 0 {
      count = fill()
    }
    defer { buffered = [] }
    return count == 0 ? String(decoding: buffered, as: UTF8.self) : nil
  }

  private func readLine() throws -> String {
    while true {
      if let end = buffered.firstIndex(of: 10) {
        var line = buffered[..<end]
        if line.last == 13 {
          line.removeLast()
        }
        let text = String(decoding: line, as: UTF8.self)
        buffered.removeSubrange(...end)
        return text
      }
      guard fill() > 0 else {
        throw Failure(reason: "closed in a line after \(String(decoding: buffered, as: UTF8.self))")
      }
    }
  }

  private func read(_ count: Int) throws -> [UInt8] {
    while buffered.count < count {
      guard fill() > 0 else { throw Failure(reason: "closed after \(buffered.count) of \(count) bytes") }
    }
    defer { buffered.removeFirst(count) }
    return Array(buffered[..<count])
  }

  /// - Returns: bytes received; 0 where the server closed; negative after waiting too long.
  private func fill() -> Int {
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    if count < 0 && errno == ECONNRESET {
      return 0
    }
    if count > 0 {
      buffered += bytes[..<count]
    }
    return count
  }
}
