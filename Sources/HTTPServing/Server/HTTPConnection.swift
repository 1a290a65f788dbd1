private import Glibc
private import Synchronization

/// One accepted TCP connection and the absolute deadline of what it is doing.
///
/// The library times out only silence, so a client that drips bytes would hold a connection for ever. The
/// supervisor therefore shuts the socket down when a deadline passes, and the library cleans up. The lock
/// orders that against the library closing the descriptor.
final class HTTPConnection: Sendable {
  enum Phase: Sendable {
    /// No complete request header yet.
    case awaitingRequest(due: ContinuousClock.Instant)
    case receivingBody(RequestExchange, due: ContinuousClock.Instant)
    case handling(RequestExchange, due: ContinuousClock.Instant)
    case sending(due: ContinuousClock.Instant)
    case streaming(EventStreamPump)
    /// Shut down by the server; the library has not closed the descriptor yet.
    case shutDown
    case closed
  }

  /// The numeric address of the other side.
  let clientAddress: String
  private let descriptor: Int32
  private let isEncrypted: Bool
  private let phase: Mutex<Phase>

  /// - Parameter isEncrypted: Only the library may write then: bytes of another thread would break the stream.
  init(descriptor: Int32, isEncrypted: Bool, due: ContinuousClock.Instant) {
    self.descriptor = descriptor
    self.isEncrypted = isEncrypted
    clientAddress = PeerAddress.of(descriptor)
    phase = Mutex(.awaitingRequest(due: due))
  }

  /// Moves to `next`, unless the connection is on its way out.
  func enter(_ next: Phase) {
    phase.withLock { phase in
      switch phase {
      case .shutDown, .closed: break
      case .awaitingRequest, .receivingBody, .handling, .sending, .streaming: phase = next
      }
    }
  }

  /// The library is about to close the descriptor.
  func close() {
    phase.withLock { $0 = .closed }
  }

  /// Writes a whole answer straight to the socket, where the library cannot, and shuts it down. Only while
  /// the library is reading a request or before its first byte, so that it cannot be writing. An encrypted connection is
  /// cut without an answer.
  func refuse(_ problem: ProblemDetails) {
    phase.withLock { phase in
      refuse(problem, &phase)
    }
  }

  /// Ends a connection that has no request on its way.
  func shutDownIfIdle() {
    phase.withLock { phase in
      if case .awaitingRequest = phase {
        shutDown(&phase)
      }
    }
  }

  /// Lets a stream end in order.
  func finishStream() {
    if let pump = current.pump {
      pump.finish()
    }
  }

  /// Ends the connection now, whatever it is doing, answering `problem` where a handler is at work.
  func terminate(_ problem: ProblemDetails) {
    let pump = current.pump
    let exchange = phase.withLock { phase -> RequestExchange? in
      switch phase {
      case .handling(let exchange, _):
        return exchange
      case .awaitingRequest, .receivingBody, .sending, .streaming:
        shutDown(&phase)
        return nil
      case .shutDown, .closed:
        return nil
      }
    }
    exchange?.answer(problem)
    pump?.abandon()
  }

  /// Enforces the deadline and drives an event stream.
  func tick(now: ContinuousClock.Instant, stallLimit: Duration) {
    enum Action {
      case none
      case timeOut(RequestExchange)
      case abandon(EventStreamPump)
      case pump(EventStreamPump)
    }
    let action = phase.withLock { phase -> Action in
      switch phase {
      case .awaitingRequest(let due), .sending(let due):
        if now >= due {
          shutDown(&phase)
        }
        return .none
      case .receivingBody(let exchange, let due):
        if now >= due {
          exchange.noteStatus(.requestTimeout)
          refuse(.bodyTimeout, &phase)
        }
        return .none
      case .handling(let exchange, let due):
        return now >= due ? .timeOut(exchange) : .none
      case .streaming(let pump):
        if peerHasLeft {
          shutDown(&phase)
          return .abandon(pump)
        }
        return .pump(pump)
      case .shutDown, .closed:
        return .none
      }
    }
    switch action {
    case .none:
      break
    case .timeOut(let exchange):
      exchange.answer(.handlerTimeout)
    case .abandon(let pump):
      pump.abandon()
    case .pump(let pump):
      if pump.tick(now: now, stallLimit: stallLimit) {
        phase.withLock { shutDown(&$0) }
        pump.abandon()
      }
    }
  }

  private var current: Phase {
    phase.withLock { $0 }
  }

  private func refuse(_ problem: ProblemDetails, _ phase: inout Phase) {
    let body = problem.rendered()
    var head = "HTTP/1.1 \(problem.status.rawValue) \(problem.title)\r\n"
    head += "Content-Type: application/problem+json\r\nContent-Length: \(body.count)\r\n"
    for field in problem.headers.fields {
      head += "\(field.name): \(field.value)\r\n"
    }
    head += "Connection: close\r\n\r\n"
    let bytes = Array(head.utf8) + body
    switch phase {
    case .shutDown, .closed:
      break
    case .awaitingRequest, .receivingBody, .handling, .sending, .streaming:
      // Best effort: a few hundred bytes into an empty send buffer.
      if !isEncrypted {
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
      }
      shutDown(&phase)
    }
  }

  private func shutDown(_ phase: inout Phase) {
    switch phase {
    case .shutDown, .closed:
      break
    case .awaitingRequest, .receivingBody, .handling, .sending, .streaming:
      _ = shutdown(descriptor, Int32(SHUT_RDWR))
      phase = .shutDown
    }
  }

  /// Whether the client closed its side; the library does not look while a connection is suspended.
  private var peerHasLeft: Bool {
    // POLLRDHUP. Peeking at the next byte would find the farewell of TLS in place of the end.
    var state = pollfd(fd: descriptor, events: 0x2000, revents: 0)
    return poll(&state, 1, 0) > 0
  }
}

extension HTTPConnection.Phase {
  fileprivate var pump: EventStreamPump? {
    switch self {
    case .streaming(let pump): pump
    case .awaitingRequest, .receivingBody, .handling, .sending, .shutDown, .closed: nil
    }
  }
}
