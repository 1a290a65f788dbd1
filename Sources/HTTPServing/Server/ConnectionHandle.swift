private import CHTTPSupport
private import CMicrohttpd

/// The library's connection.
///
/// Valid until the library reports the connection closed. A suspended connection is never closed by the
/// library, so whoever suspended one may resume it from any thread, once.
struct ConnectionHandle: @unchecked Sendable {
  let raw: OpaquePointer

  /// Stops the library from working on the connection. Only on the connection's own event thread.
  func suspend() {
    MHD_suspend_connection(raw)
  }

  func resume() {
    MHD_resume_connection(raw)
  }

  /// The object the server attached on accepting the connection.
  var attached: HTTPConnection? {
    tenor_http_connection_context(raw).map {
      Unmanaged<HTTPConnection>.fromOpaque($0).takeUnretainedValue()
    }
  }

  /// The subject of the client's certificate, which the handshake has verified.
  var certificateSubject: String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1024) { buffer in
      tenor_tls_client_subject(raw, buffer.baseAddress, buffer.count) == 0
        ? nil : String(cString: buffer.baseAddress!)
    }
  }

  /// - Returns: whether the library took the response.
  func queue(_ response: PreparedResponse) -> Bool {
    MHD_queue_response(raw, UInt32(response.status.rawValue), response.handle) == .YES
  }
}
