private import CMicrohttpd
private import Synchronization

/// What the library's callbacks work on: the life of connections and requests.
final class ServerCore: Sendable {
  struct Connections: Sendable {
    var open: [ObjectIdentifier: HTTPConnection] = [:]
    var isStopped = false
  }

  /// Body bytes beyond the limit that are read and dropped, so that the client gets to read its 413.
  private static let discardAllowance = 1024 * 1024
  private static let tickInterval = Duration.milliseconds(25)

  let limits: ServerLimits
  private let tls: TLSSettings?
  let router: Router
  let metrics: ServerMetrics
  let log: ServerLogSink
  let pool: WorkerPool
  private let uploadSlots: UploadSlots
  let connections = Monitor(Connections())
  private let draining = Atomic(false)

  init(
    limits: ServerLimits, tls: TLSSettings?, router: Router, metrics: ServerMetrics,
    log: @escaping ServerLogSink
  ) {
    self.limits = limits
    self.tls = tls
    self.router = router
    self.metrics = metrics
    self.log = log
    pool = WorkerPool(threads: limits.handlerThreads, queueLimit: limits.waitingRequests)
    uploadSlots = UploadSlots(count: limits.uploads)
  }

  /// Whether a handshake fails without a client certificate.
  var requiresCertificates: Bool { tls?.clientAuthorities != nil }

  var isDraining: Bool { draining.load(ordering: .acquiring) }

  func beginDraining() {
    draining.store(true, ordering: .releasing)
  }

  // MARK: Connections

  func open(descriptor: Int32) -> HTTPConnection {
    let connection = HTTPConnection(
      descriptor: descriptor, isEncrypted: tls != nil, due: .now + limits.headerTimeout)
    let count = connections.update { connections in
      connections.open[ObjectIdentifier(connection)] = connection
      return connections.open.count
    }
    if count > limits.connections {
      metrics.refusedConnections.increment()
      connection.refuse(.unavailable("Too many open connections."))
    }
    return connection
  }

  func close(_ connection: HTTPConnection) {
    connection.close()
    connections.update { connections in
      _ = connections.open.removeValue(forKey: ObjectIdentifier(connection))
    }
  }

  /// Enforces deadlines and drives event streams until the server has stopped. Sleeps while nobody is
  /// connected.
  func supervise() {
    while true {
      let open = connections.wait { connections -> [HTTPConnection]? in
        if connections.isStopped {
          return []
        }
        return connections.open.isEmpty ? nil : Array(connections.open.values)
      }
      guard let open, !open.isEmpty else { return }
      let now = ContinuousClock.now
      for connection in open {
        connection.tick(now: now, stallLimit: limits.responseTimeout)
      }
      _ = connections.wait(atMost: Self.tickInterval) { $0.isStopped ? () : nil }
    }
  }

  // MARK: Requests

  /// Decides from the complete header; the library's thread calls it before any body.
  ///
  /// - Returns: whether to go on with the connection.
  func receiveHead(
    _ exchange: RequestExchange, _ received: ReceivedHeader, on handle: ConnectionHandle
  ) -> Bool {
    let method = received.method
    let headers = received.fields
    let requestID = RequestIdentifier.of(headers)
    var target: RequestTarget?
    var label = "unmatched"
    var bodyLimit = limits.bodyBytes
    var plan: RequestExchange.Plan
    var mustClose = false
    var isUpload = false
    var endsConnection = false
    do throws(ProblemDetails) {
      mustClose = true
      let framing = try RequestFraming(received)
      guard received.size <= limits.headerBytes else { throw .headerTooLarge(limit: limits.headerBytes) }
      mustClose = false
      endsConnection = framing == .chunked
      let parsed = try RequestTarget(parsing: exchange.rawTarget)
      target = parsed
      switch router.match(method, parsed) {
      case .route(let route, let parameters):
        label = route.path.description
        bodyLimit = route.maxBodyBytes ?? limits.bodyBytes
        if framing != .none, !route.consumes.isEmpty, !route.accepts(contentType: headers["Content-Type"]) {
          throw .unsupportedMediaType(accepted: route.consumes)
        }
        plan = .run(route, parameters: parameters)
        isUpload = route.uploadFolder != nil
      case .options(let allow):
        label = "options"
        plan = .answer(HTTPResponse(status: .noContent, headers: ["Allow": allow]))
      case .methodNotAllowed(let allow):
        throw .methodNotAllowed(allow)
      case .notFound:
        throw .notFound("There is nothing at this path.")
      }
      if case .length(let length) = framing, length > bodyLimit {
        mustClose = length > bodyLimit + Self.discardAllowance
        throw .contentTooLarge(limit: bodyLimit)
      }
      if case .run(let route, _) = plan, let folder = route.uploadFolder, framing != .none {
        // What is not kept need not be read either.
        mustClose = true
        exchange.keep(in: try upload(in: folder, requestID))
        mustClose = false
      }
    } catch {
      plan = .answer(response(to: error, requestID: requestID))
    }
    let head = RequestExchange.Head(
      method: method, target: target, headers: headers, requestID: requestID, routeLabel: label,
      plan: plan, bodyLimit: bodyLimit, endsConnection: endsConnection || mustClose)
    exchange.begin(head)
    metrics.inFlight.add(1)
    if case .answer(let response) = plan {
      // A client that asks first is told before it sends the body.
      if mustClose || headers["Expect"] != nil {
        return send(response, for: head, exchange, on: handle)
      }
    }
    let allowance = Duration.seconds(isUpload ? bodyLimit / limits.leastBytesPerSecond : 0)
    exchange.connection.enter(.receivingBody(exchange, due: .now + limits.bodyTimeout + allowance))
    return true
  }

  /// A file for a body.
  ///
  /// - Throws: 503 while too many are there, or when the disk has no room.
  private func upload(in folder: String, _ requestID: String) throws(ProblemDetails) -> UploadedFile {
    let file: UploadedFile?
    do throws(UploadedFile.Failure) {
      file = try uploadSlots.file(in: folder)
    } catch {
      report(error, requestID)
      throw .noRoom
    }
    guard let file else { throw .tooManyUploads }
    return file
  }

  private func report(_ failure: UploadedFile.Failure, _ requestID: String) {
    log(
      ServerLogEntry(
        .error, "upload failed", requestID: requestID, fields: ["error": failure.description]))
  }

  /// Takes body bytes.
  ///
  /// - Returns: whether to go on with the connection.
  func receiveBody(
    _ exchange: RequestExchange, _ head: RequestExchange.Head, _ bytes: UnsafeRawBufferPointer
  ) -> Bool {
    let keeping: Bool
    let limit: Int
    switch head.plan {
    case .run(let route, _):
      keeping = !route.consumes.isEmpty
      limit = head.bodyLimit
    case .answer:
      keeping = false
      limit = head.bodyLimit + Self.discardAllowance
    }
    let received: Int
    do throws(UploadedFile.Failure) {
      received = try exchange.receive(bytes, keeping: keeping)
    } catch {
      report(error, head.requestID)
      exchange.noteStatus(.serviceUnavailable)
      exchange.connection.refuse(.noRoom)
      return false
    }
    guard received <= limit else {
      // The library cannot answer in the middle of a body.
      exchange.noteStatus(.contentTooLarge)
      exchange.connection.refuse(.contentTooLarge(limit: head.bodyLimit))
      return false
    }
    return true
  }

  /// Runs the handler of a complete request.
  func dispatch(_ exchange: RequestExchange, _ head: RequestExchange.Head, on handle: ConnectionHandle)
    -> Bool
  {
    guard case .run(let route, let parameters) = head.plan, let target = head.target else {
      guard case .answer(let response) = head.plan else { return false }
      return send(response, for: head, exchange, on: handle)
    }
    let deadline = ContinuousClock.now + (route.timeout ?? limits.handlerTimeout)
    let body = exchange.takeBody()
    let request = HTTPRequest(
      method: head.method, path: target.rawPath, query: target.query, headers: head.headers,
      body: body.bytes, upload: body.upload, pathParameters: parameters, deadline: deadline,
      requestID: head.requestID, clientAddress: exchange.connection.clientAddress,
      isEncrypted: tls != nil)
    if requiresCertificates, let subject = handle.certificateSubject {
      request.caller.establish(subject, by: "client-certificate")
    }
    switch route.execution {
    case .inline:
      return send(run(route, request), for: head, exchange, on: handle)
    case .pooled:
      exchange.connection.enter(.handling(exchange, due: deadline))
      exchange.suspend(head, handle)
      let accepted = pool.submit { [self] in
        // Answered already where it waited past its deadline.
        if request.remainingTime > .zero {
          exchange.answer(run(route, request))
        }
      }
      if !accepted {
        exchange.answer(isDraining ? .stopping : .overloaded)
      }
      return true
    }
  }

  /// Queues the answer; the library's thread only.
  func send(
    _ prepared: PreparedResponse, _ exchange: RequestExchange, on handle: ConnectionHandle
  ) -> Bool {
    if let pump = prepared.pump {
      exchange.connection.enter(.streaming(pump))
    } else {
      let allowance = Duration.seconds(prepared.fileByteCount / limits.leastBytesPerSecond)
      exchange.connection.enter(.sending(due: .now + limits.responseTimeout + allowance))
    }
    exchange.markAnswered(prepared.status, pump: prepared.pump)
    return handle.queue(prepared)
  }

  private func send(
    _ response: HTTPResponse, for head: RequestExchange.Head, _ exchange: RequestExchange,
    on handle: ConnectionHandle
  ) -> Bool {
    send(prepare(response, for: head, on: handle), exchange, on: handle)
  }

  /// The library is done with a request.
  func finish(_ exchange: RequestExchange) {
    exchange.end()
    let record = exchange.record
    guard !record.requestID.isEmpty else { return }
    metrics.inFlight.add(-1)
    let elapsed = exchange.started.duration(to: .now)
    metrics.observe(record, elapsed: elapsed)
    log(
      ServerLogEntry(
        .info, "request", requestID: record.requestID,
        fields: [
          "method": record.method.rawValue, "target": exchange.rawTarget, "route": record.routeLabel,
          "status": record.status.map { String($0.rawValue) } ?? "aborted",
          "seconds": String(elapsed / .seconds(1)),
        ]))
    exchange.connection.enter(.awaitingRequest(due: .now + limits.keepAliveTimeout))
    if isDraining {
      exchange.connection.shutDownIfIdle()
    }
  }

  // MARK: Responses

  /// Completes a response with what every response has and puts it in the library's form.
  func prepare(
    _ response: HTTPResponse, for head: RequestExchange.Head, on handle: ConnectionHandle
  ) -> PreparedResponse {
    var response = conditional(response, for: head)
    response.headers["X-Request-ID"] = head.requestID
    response.headers["X-Content-Type-Options"] = "nosniff"
    if tls != nil {
      // A year: browsers that have been here once never ask in the clear again (RFC 6797).
      response.headers["Strict-Transport-Security"] = "max-age=31536000"
    }
    if isDraining || head.endsConnection {
      response.headers["Connection"] = "close"
    }
    var pump: EventStreamPump?
    if case .events = response.body, head.method == .head {
      // The library would end a stream it never sends with a stray last chunk.
      response.body = .empty
    } else if case .events(let stream) = response.body {
      pump = EventStreamPump(stream, on: handle, pool: pool) { [log] error in
        log(
          ServerLogEntry(
            .error, "event stream failed", requestID: head.requestID,
            fields: ["error": String(reflecting: error)]))
      }
    }
    if let prepared = PreparedResponse(response, pump: pump) {
      return prepared
    }
    log(ServerLogEntry(.error, "response has a header that cannot be sent", requestID: head.requestID))
    var fallback = self.response(to: .internalError, requestID: head.requestID)
    fallback.headers["X-Request-ID"] = head.requestID
    guard let prepared = PreparedResponse(fallback, pump: nil) else {
      preconditionFailure("a problem's fixed headers are always valid")
    }
    return prepared
  }

  func response(to problem: ProblemDetails, requestID: String) -> HTTPResponse {
    var problem = problem
    problem.instance = "urn:tenor:request:\(requestID)"
    return .problem(problem)
  }

  private func run(_ route: Route, _ request: HTTPRequest) -> HTTPResponse {
    do {
      return try route.handler(request)
    } catch let problem as ProblemDetails {
      return response(to: problem, requestID: request.requestID)
    } catch {
      log(
        ServerLogEntry(
          .error, "handler failed", requestID: request.requestID,
          fields: ["operation": route.operationID, "error": String(reflecting: error)]))
      return response(to: .internalError, requestID: request.requestID)
    }
  }

  /// 304 in place of content the client has, RFC 9110 section 13.1.2.
  private func conditional(_ response: HTTPResponse, for head: RequestExchange.Head) -> HTTPResponse {
    guard head.method == .get || head.method == .head, response.status == .ok,
      let tag = response.headers["ETag"]
    else { return response }
    let wanted = head.headers.values("If-None-Match").joined(separator: ", ")
    guard EntityTag.isNamed(tag, in: wanted) else { return response }
    var notModified = HTTPResponse(status: .notModified, headers: response.headers)
    notModified.headers["Content-Type"] = nil
    return notModified
  }
}
