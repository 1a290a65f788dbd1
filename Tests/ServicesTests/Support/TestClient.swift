import Foundation
import Glibc
import HTTPServing
import JSONDocuments

/// An HTTP client of one request a connection, which can say anything a browser or a script could.
struct TestClient {
  struct Failure: Error {
    let reason: String
  }

  struct Answer {
    let status: Int
    let headers: [String: String]
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    var json: JSONValue { get throws { try JSONDocument.parse(text) } }
    /// The media type without parameters.
    var mediaType: String { String(headers["content-type"]?.prefix { $0 != ";" } ?? "") }
  }

  let port: UInt16
  /// Generous, as machines are busy.
  static let patienceSeconds = 30

  func get(_ target: String, headers: [String: String] = [:]) throws -> Answer {
    try send("GET", target, headers: headers)
  }

  func post(_ target: String, _ json: String, headers: [String: String] = [:]) throws -> Answer {
    try send(
      "POST", target, headers: ["Content-Type": "application/json"].merging(headers) { $1 }, body: json)
  }

  func send(
    _ method: String, _ target: String, headers: [String: String] = [:], body: String? = nil
  ) throws -> Answer {
    var fields = ["Host": "localhost:\(port)", "Connection": "close"]
    if let body { fields["Content-Length"] = String(body.utf8.count) }
    fields.merge(headers) { $1 }
    let head = fields.map { "\($0): \($1)\r\n" }.joined()
    let bytes = try exchange(Array("\(method) \(target) HTTP/1.1\r\n\(head)\r\n\(body ?? "")".utf8))
    return try TestClient.answer(bytes)
  }

  /// Sends bytes and gives all that comes back until the server closes.
  private func exchange(_ request: [UInt8]) throws -> [UInt8] {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure(reason: "cannot connect: \(errno)") }
    var limit = timeval(tv_sec: TestClient.patienceSeconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var sent = 0
    while sent < request.count {
      let count = request[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { break }
      sent += count
    }
    var received: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &piece, piece.count, 0)
      if count == 0 || (count < 0 && errno == ECONNRESET) { return received }
      guard count > 0 else { throw Failure(reason: "no end within \(TestClient.patienceSeconds) s") }
      received += piece[..<count]
    }
  }

  private static func answer(_ bytes: [UInt8]) throws -> Answer {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
      throw Failure(reason: "no complete header: \(String(decoding: bytes, as: UTF8.self))")
    }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[colon...].dropFirst().trimmingCharacters(in: .whitespaces)
    }
    guard let status = Int(lines[0].split(separator: " ")[1]) else { throw Failure(reason: lines[0]) }
    var body = Array(bytes[end.upperBound...])
    if headers["transfer-encoding"] == "chunked" { body = try unchunked(body) }
    return Answer(status: status, headers: headers, bytes: body)
  }

  private static func unchunked(_ bytes: [UInt8]) throws -> [UInt8] {
    var rest = bytes[...]
    var body: [UInt8] = []
    while let end = rest.firstRange(of: [13, 10]) {
      guard let count = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16) else {
        throw Failure(reason: "not a chunk size")
      }
      if count == 0 { return body }
      body += rest[end.upperBound..<end.upperBound + count]
      rest = rest[(end.upperBound + count + 2)...]
    }
    throw Failure(reason: "the last chunk is missing")
  }
}
