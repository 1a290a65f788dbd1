private import CMicrohttpd
private import Glibc

/// A response in the library's form, ready to be queued on a connection.
final class PreparedResponse: @unchecked Sendable {
  let status: HTTPStatus
  /// Where the response is an event stream.
  let pump: EventStreamPump?
  /// Of content in a file, else 0.
  let fileByteCount: Int
  /// Owned; the library counts further references of its own while it sends.
  let handle: OpaquePointer

  /// - Returns: `nil` where the library refuses the response, such as for a header with a line break.
  init?(_ response: HTTPResponse, pump: EventStreamPump?) {
    status = response.status
    self.pump = pump
    let created: OpaquePointer?
    if let pump {
      fileByteCount = 0
      created = MHD_create_response_from_callback(
        UInt64.max, 16 * 1024, readEventStream, Unmanaged.passRetained(pump).toOpaque(),
        releaseEventStream)
    } else if case .file(let file) = response.body, !response.status.forbidsContent {
      fileByteCount = file.byteCount
      guard let descriptor = file.duplicate() else { return nil }
      // The library closes its own descriptor, if it takes it.
      created = MHD_create_response_from_fd64(UInt64(file.byteCount), descriptor)
      if created == nil { _ = close(descriptor) }
    } else {
      let bytes =
        switch response.body {
        case .bytes(let bytes) where !response.status.forbidsContent: bytes
        case .bytes, .empty, .events, .file: [UInt8]()
        }
      fileByteCount = 0
      created = bytes.withUnsafeBytes { buffer in
        withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { none in
          // The library wants an address even for no bytes; it copies and does not write.
          let base = buffer.baseAddress.map { UnsafeMutableRawPointer(mutating: $0) }
          return MHD_create_response_from_buffer(
            buffer.count, base ?? none.baseAddress!, .RESPMEM_MUST_COPY)
        }
      }
    }
    guard let created else { return nil }
    handle = created
    for field in response.headers.fields
    where MHD_add_response_header(created, field.name, field.value) != .YES {
      return nil
    }
  }

  deinit {
    MHD_destroy_response(handle)
  }
}
