private import Glibc

/// The address that a connection comes from.
enum PeerAddress {
  /// Numeric, such as `127.0.0.1`; empty where the system does not tell.
  static func of(_ descriptor: Int32) -> String {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { name in
          guard getpeername(descriptor, address, &length) == 0,
            getnameinfo(address, length, name.baseAddress, socklen_t(name.count), nil, 0, NI_NUMERICHOST) == 0
          else { return "" }
          return String(cString: name.baseAddress!)
        }
      }
    }
  }
}
