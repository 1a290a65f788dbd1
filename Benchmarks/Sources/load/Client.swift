import Glibc

/// One connection that is kept open, to a server on this machine.
struct Client: ~Copyable {
  private let socket: Int32
  private var buffer = [UInt8](repeating: 0, count: 65_536)

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  init(port: UInt16) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let socket = socket
    let code = withUnsafeBytes(of: &address) {
      connect(socket, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    }
    guard code == 0 else { throw Failure(description: "port \(port): \(String(cString: strerror(errno)))") }
    var one: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(socket) }

  /// Asks for a path and reads the whole answer.
  ///
  /// - Returns: The status and the bytes of the content.
  mutating func get(_ path: String) throws -> (status: Int, bytes: Int) {
    var request = "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n"
    try request.withUTF8 { bytes in
      guard send(socket, bytes.baseAddress, bytes.count, 0) == bytes.count else {
        throw Failure(description: "the request was not taken")
      }
    }
    var filled = 0
    var head: Head?
    while true {
      if let head, filled >= head.length + head.contentLength { return (head.status, head.contentLength) }
      if filled == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
      let start = filled
      let socket = socket
      let count = buffer.withUnsafeMutableBytes { recv(socket, $0.baseAddress! + start, $0.count - start, 0) }
      guard count > 0 else { throw Failure(description: "the connection was closed") }
      filled += count
      if head == nil { head = try Head(buffer[..<filled]) }
    }
  }

  /// What the first bytes of an answer say.
  private struct Head {
    let status: Int
    /// Bytes up to the content.
    let length: Int
    let contentLength: Int

    /// `nil` when the head is not complete.
    init?(_ bytes: ArraySlice<UInt8>) throws {
      guard let end = bytes.firstRange(of: [13, 10, 13, 10]) else { return nil }
      let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).lowercased().split(
        separator: "\r\n")
      let name = "content-length:"
      guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
        let line = lines.first(where: { $0.hasPrefix(name) }),
        let contentLength = Int(line.dropFirst(name.count).drop { $0 == " " })
      else { throw Failure(description: "an answer without a status or a content length") }
      self.status = status
      self.length = end.upperBound
      self.contentLength = contentLength
    }
  }
}
