private import CMicrohttpd
private import Glibc
private import Synchronization

/// A running HTTP/1.1 server.
///
/// Requests are read and answers written by the library's event threads; handlers run on a pool of the
/// server's own, while the connection is set aside, so a handler may block. The server runs until
/// ``stop(within:)``.
public final class HTTPServer: Sendable {
  /// The numeric address bound.
  public let address: String
  /// The TCP port bound.
  public let port: UInt16
  let core: ServerCore
  private let daemon: Mutex<Daemon?>

  private struct Daemon: @unchecked Sendable {
    let raw: OpaquePointer
  }

  /// Starts listening.
  ///
  /// - Parameters:
  ///   - metrics: where the server counts its requests.
  ///   - log: called from many threads.
  public init(
    _ configuration: HTTPServerConfiguration, router: Router, metrics: MetricsRegistry,
    log: @escaping ServerLogSink
  ) throws(HTTPServerError) {
    let limits = configuration.limits
    let socket = try ListeningSocket(address: configuration.address, port: configuration.port)
    let core = ServerCore(
      limits: limits, tls: configuration.tls, router: router, metrics: ServerMetrics(metrics), log: log)
    let context = Unmanaged.passRetained(core)
    guard
      let raw = Self.startLibrary(
        socket, eventThreads: configuration.eventThreads, limits, configuration.tls, context.toOpaque())
    else {
      context.release()
      _ = core.pool.stop(within: .zero)
      _ = close(socket.descriptor)
      throw .libraryRefused
    }
    address = configuration.address
    port = socket.port
    self.core = core
    daemon = Mutex(Daemon(raw: raw))
    guard DetachedThread.start({ core.supervise() }) else {
      stop(within: .zero)
      throw .libraryRefused
    }
  }

  /// Stops accepting, lets requests in progress finish, ends event streams, and stops.
  ///
  /// Blocks until done. Calling it again does nothing.
  ///
  /// - Parameter limit: after it, unfinished requests are answered with 503 and connections are closed.
  public func stop(within limit: Duration) {
    guard let daemon = daemon.withLock({ $0.take() }) else { return }
    core.beginDraining()
    let listening = MHD_quiesce_daemon(daemon.raw)
    if listening >= 0 {
      _ = close(listening)
    }
    for connection in openConnections {
      connection.shutDownIfIdle()
      connection.finishStream()
    }
    let emptied = core.connections.wait(atMost: limit) { $0.open.isEmpty ? () : nil } != nil
    if emptied || endRemaining() {
      MHD_stop_daemon(daemon.raw)
      core.connections.update { $0.isStopped = true }
      Unmanaged.passUnretained(core).release()
    } else {
      // Stopping the library while a connection is set aside would abort the process.
      core.log(ServerLogEntry(.error, "connections did not close; the server's threads are left behind"))
      core.connections.update { $0.isStopped = true }
    }
    let busy = core.pool.stop(within: .milliseconds(100))
    if busy > 0 {
      core.log(
        ServerLogEntry(.warning, "handlers still running at stop", fields: ["threads": String(busy)]))
    }
  }

  private var openConnections: [HTTPConnection] {
    core.connections.update { Array($0.open.values) }
  }

  /// - Returns: whether every connection is closed.
  private func endRemaining() -> Bool {
    for _ in 0..<200 {
      for connection in openConnections {
        connection.terminate(.stopping)
      }
      if core.connections.wait(atMost: .milliseconds(25), for: { $0.open.isEmpty ? () : nil }) != nil {
        return true
      }
    }
    return false
  }

  private static func startLibrary(
    _ socket: ListeningSocket, eventThreads: Int, _ limits: ServerLimits, _ tls: TLSSettings?,
    _ context: UnsafeMutableRawPointer
  ) -> OpaquePointer? {
    let onConnection:
      @convention(c) (
        UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
        MHD_ConnectionNotificationCode
      ) -> Void = connectionChanged
    let onRequestLine:
      @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?)
        -> UnsafeMutableRawPointer? = requestLineReceived
    let onCompleted:
      @convention(c) (
        UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
        MHD_RequestTerminationCode
      ) -> Void = requestCompleted
    let onEscape:
      @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?) -> Int =
        keepEscapes
    func option(_ name: MHD_OPTION, _ value: Int, _ pointer: UnsafeMutableRawPointer? = nil) -> MHD_OptionItem
    {
      MHD_OptionItem(option: name, value: value, ptr_value: pointer)
    }
    var options = [
      option(.NOTIFY_CONNECTION, unsafeBitCast(onConnection, to: Int.self), context),
      option(.URI_LOG_CALLBACK, unsafeBitCast(onRequestLine, to: Int.self), context),
      option(.NOTIFY_COMPLETED, unsafeBitCast(onCompleted, to: Int.self), context),
      option(.UNESCAPE_CALLBACK, unsafeBitCast(onEscape, to: Int.self), context),
      option(.LISTEN_SOCKET, Int(socket.descriptor)),
      // Room for the server to answer those over its own limit.
      option(.CONNECTION_LIMIT, limits.connections + 64),
      // Deadlines are the server's own.
      option(.CONNECTION_TIMEOUT, 0),
      // Header, read buffer and answer header share it; a larger header fails in the library.
      option(.CONNECTION_MEMORY_LIMIT, 2 * limits.headerBytes + 32 * 1024),
      option(.STRICT_FOR_CLIENT, 1),
    ]
    if eventThreads > 1 {
      options.append(option(.THREAD_POOL_SIZE, eventThreads))
    }
    var flags = MHD_USE_EPOLL_INTERNAL_THREAD.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue
    if let tls {
      flags |= MHD_USE_TLS.rawValue
      options.append(option(.HTTPS_MEM_CERT, 0, tls.certificate.baseAddress))
      options.append(option(.HTTPS_MEM_KEY, 0, tls.key.baseAddress))
      options.append(option(.HTTPS_PRIORITIES, 0, tls.priorities.baseAddress))
      if let authorities = tls.clientAuthorities {
        options.append(option(.HTTPS_MEM_TRUST, 0, authorities.baseAddress))
      }
    }
    options.append(option(.END, 0))
    return options.withUnsafeMutableBufferPointer { buffer in
      withVaList([Int32(MHD_OPTION.ARRAY.rawValue), buffer.baseAddress!, Int32(MHD_OPTION.END.rawValue)]) {
        MHD_start_daemon_va(flags, socket.port, nil, nil, requestAdvanced, context, $0)
      }
    }
  }
}
