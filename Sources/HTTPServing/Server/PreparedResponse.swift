private import CMicrohttpd

/// A response in the library's form, ready to be queued on a connection.
final class PreparedResponse: @unchecked Sendable {
  let status: HTTPStatus
  /// Where the response is an event stream.
  let pump: EventStreamPump?
  /// Owned; the library counts further references of its own while it sends.
  let handle: OpaquePointer

  /// - Returns: `nil` where the library refuses the response, such as for a header with a line break.
  init?(_ response: HTTPResponse, pump: EventStreamPump?) {
    status = response.status
    self.pump = pump
    let created: OpaquePointer?
    if let pump {
      created = MHD_create_response_from_callback(
        UInt64.max, 16 * 1024, readEventStream, Unmanaged.passRetained(pump).toOpaque(),
        releaseEventStream)
    } else {
      let bytes =
        switch response.body {
        case .bytes(let bytes) where !response.status.forbidsContent: bytes
        case .bytes, .empty, .events: [UInt8]()
        }
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
