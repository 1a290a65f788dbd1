private import Synchronization

/// One request and its answer, from the request line to the last byte sent.
final class RequestExchange: Sendable {
  /// What the header decided.
  enum Plan: Sendable {
    /// The answer is known; the body is read and dropped first, to keep the connection usable.
    case answer(HTTPResponse)
    case run(Route, parameters: [String: String])
  }

  /// A request whose header is complete and valid.
  struct Head: Sendable {
    let method: HTTPMethod
    let target: RequestTarget?
    let headers: HTTPHeaders
    let requestID: String
    /// The route's path template, or a fixed word: paths as sent would be unbounded metric labels.
    let routeLabel: String
    let plan: Plan
    let bodyLimit: Int
    /// Whether the connection is closed after the answer.
    let endsConnection: Bool
  }

  enum Stage: Sendable {
    case requestLine
    case body(Head)
    case suspended(Head, ConnectionHandle)
    case ready(Head, PreparedResponse)
    case answered
  }

  struct Record: Sendable {
    var method = HTTPMethod(rawValue: "")
    var routeLabel = "unmatched"
    var requestID = ""
    var status: HTTPStatus?
  }

  private struct State {
    var stage = Stage.requestLine
    var body: [UInt8] = []
    /// In place of `body`.
    var upload: UploadedFile?
    var received = 0
    var record = Record()
    var pump: EventStreamPump?
  }

  let connection: HTTPConnection
  let rawTarget: String
  let started = ContinuousClock.now
  private let core: ServerCore
  private let state = Mutex(State())

  init(core: ServerCore, connection: HTTPConnection, rawTarget: String) {
    self.core = core
    self.connection = connection
    self.rawTarget = rawTarget
  }

  var stage: Stage { state.withLock { $0.stage } }

  /// What is known for logs and metrics.
  var record: Record { state.withLock { $0.record } }

  func begin(_ head: Head) {
    state.withLock { state in
      state.stage = .body(head)
      state.record.method = head.method
      state.record.routeLabel = head.routeLabel
      state.record.requestID = head.requestID
    }
  }

  func noteStatus(_ status: HTTPStatus) {
    state.withLock { $0.record.status = status }
  }

  /// Keeps the body in a file from now on.
  func keep(in upload: UploadedFile) { state.withLock { $0.upload = upload } }

  /// Adds body bytes, or only counts them where the answer is known.
  ///
  /// - Returns: bytes received so far.
  /// - Throws: when the file cannot take them.
  func receive(_ bytes: UnsafeRawBufferPointer, keeping: Bool) throws(UploadedFile.Failure) -> Int {
    let (received, upload) = state.withLock { state in
      state.received += bytes.count
      if keeping, state.upload == nil {
        state.body.append(contentsOf: bytes)
      }
      return (state.received, state.upload)
    }
    if keeping { try upload?.append(bytes) }
    return received
  }

  func takeBody() -> (bytes: [UInt8], upload: UploadedFile?) {
    state.withLock { state in
      defer {
        state.body = []
        state.upload = nil
      }
      return (state.body, state.upload)
    }
  }

  /// Hands the connection back to the library until ``answer(_:)-(HTTPResponse)``.
  func suspend(_ head: Head, _ handle: ConnectionHandle) {
    state.withLock { state in
      handle.suspend()
      state.stage = .suspended(head, handle)
    }
  }

  /// Answers a suspended request, from any thread; the first answer wins, later ones are dropped.
  func answer(_ response: HTTPResponse) {
    guard case .suspended(let head, let handle) = stage else { return }
    let prepared = core.prepare(response, for: head, on: handle)
    state.withLock { state in
      if case .suspended = state.stage {
        state.stage = .ready(head, prepared)
        handle.resume()
      }
    }
  }

  func answer(_ problem: ProblemDetails) {
    guard case .suspended(let head, _) = stage else { return }
    answer(core.response(to: problem, requestID: head.requestID))
  }

  /// The answer is with the library.
  func markAnswered(_ status: HTTPStatus, pump: EventStreamPump?) {
    state.withLock { state in
      state.stage = .answered
      state.record.status = status
      state.pump = pump
    }
  }

  /// The library is done with the request; nothing more can be sent.
  func end() {
    let pump = state.withLock { state -> EventStreamPump? in
      state.stage = .answered
      state.upload = nil
      return state.pump
    }
    pump?.abandon()
  }
}
