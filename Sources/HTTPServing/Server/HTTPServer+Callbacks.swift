import CHTTPSupport
import CMicrohttpd
import Glibc

// The library calls these from its own threads. They are free functions because a closure formed in an
// isolated context would be bound to that context's actor and trap when called from elsewhere.

/// A connection was accepted or is about to be closed.
func connectionChanged(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
  _ attached: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ change: MHD_ConnectionNotificationCode
) {
  guard let context, let connection, let attached else { return }
  let core = Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
  switch change {
  case .CONNECTION_NOTIFY_STARTED:
    if core.requiresCertificates, tenor_tls_require_certificate(connection) == 0 {
      preconditionFailure("client certificates are asked for on a connection without TLS")
    }
    let opened = core.open(descriptor: tenor_http_connection_socket(connection))
    attached.pointee = Unmanaged.passRetained(opened).toOpaque()
  case .CONNECTION_NOTIFY_CLOSED:
    guard let opened = attached.pointee else { return }
    attached.pointee = nil
    core.close(Unmanaged<HTTPConnection>.fromOpaque(opened).takeRetainedValue())
  }
}

/// A request line has arrived; gives the request's object.
func requestLineReceived(
  _ context: UnsafeMutableRawPointer?, _ target: UnsafePointer<CChar>?, _ connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
  guard let context, let target, let connection,
    let attached = ConnectionHandle(raw: connection).attached
  else { return nil }
  let core = Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
  let exchange = RequestExchange(core: core, connection: attached, rawTarget: String(cString: target))
  return Unmanaged.passRetained(exchange).toOpaque()
}

/// A request has something new: its header, a part of its body, its end, or an answer after a suspension.
func requestAdvanced(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ path: UnsafePointer<CChar>?,
  _ method: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?, _ upload: UnsafePointer<CChar>?,
  _ uploadSize: UnsafeMutablePointer<Int>?, _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
  guard let context, let connection, let method, let version, let uploadSize,
    let exchangePointer = request?.pointee
  else { return .NO }
  let core = Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
  let exchange = Unmanaged<RequestExchange>.fromOpaque(exchangePointer).takeUnretainedValue()
  let handle = ConnectionHandle(raw: connection)
  let goOn: Bool
  switch exchange.stage {
  case .requestLine:
    goOn = core.receiveHead(
      exchange, ReceivedHeader(connection, method: method, version: version), on: handle)
  case .body(let head):
    if uploadSize.pointee > 0 {
      goOn = core.receiveBody(
        exchange, head, UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee))
      uploadSize.pointee = 0
    } else {
      goOn = core.dispatch(exchange, head, on: handle)
    }
  case .ready(_, let prepared):
    goOn = core.send(prepared, exchange, on: handle)
  case .suspended, .answered:
    goOn = true
  }
  return goOn ? .YES : .NO
}

/// A request is over, answered or not.
func requestCompleted(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
  _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ reason: MHD_RequestTerminationCode
) {
  guard let context, let exchangePointer = request?.pointee else { return }
  request?.pointee = nil
  let core = Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
  core.finish(Unmanaged<RequestExchange>.fromOpaque(exchangePointer).takeRetainedValue())
}

/// Leaves percent escapes alone: ``RequestTarget`` decodes, and refuses what does not decode.
func keepEscapes(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ text: UnsafeMutablePointer<CChar>?
) -> Int {
  text.map { strlen($0) } ?? 0
}
