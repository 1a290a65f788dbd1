private import Synchronization

/// Moves one stream's events from its poll closure to the library.
///
/// The library's thread reads what is pending and suspends the connection when there is nothing; the
/// supervisor's tick starts the next poll on the handler pool; what a poll returns resumes the connection.
final class EventStreamPump: Sendable {
  private struct State {
    var pending: [UInt8] = []
    var isPolling = false
    /// No more events will come; the client gets what is pending and the end.
    var isFinished = false
    /// The response is over, for whatever reason.
    var isClosed = false
    var nextPoll: ContinuousClock.Instant
    var lastOutput: ContinuousClock.Instant
    /// The connection, while it is suspended for want of bytes.
    var suspended: ConnectionHandle?
  }

  private let stream: EventStream
  private let connection: ConnectionHandle
  private let pool: WorkerPool
  private let report: @Sendable (any Error) -> Void
  private let state: Mutex<State>

  init(
    _ stream: EventStream, on connection: ConnectionHandle, pool: WorkerPool,
    report: @escaping @Sendable (any Error) -> Void
  ) {
    self.stream = stream
    self.connection = connection
    self.pool = pool
    self.report = report
    let now = ContinuousClock.now
    var opening: [UInt8] = []
    if let retry = stream.retry {
      opening.append(contentsOf: "retry: \(retry.wholeMilliseconds)\n\n".utf8)
    } else {
      opening.append(contentsOf: ":\n\n".utf8)
    }
    state = Mutex(State(pending: opening, nextPoll: now, lastOutput: now))
  }

  /// The library asks for bytes, on its thread.
  ///
  /// - Returns: bytes copied; 0 after suspending the connection; `nil` at the end of the stream.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    state.withLock { state in
      guard state.pending.isEmpty else {
        let count = min(buffer.count, state.pending.count)
        state.pending.withUnsafeBytes {
          buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count]))
        }
        state.pending.removeFirst(count)
        state.lastOutput = .now
        return count
      }
      if state.isFinished || state.isClosed {
        return nil
      }
      // Under the lock, so that no poll can resume before the connection is suspended.
      connection.suspend()
      state.suspended = connection
      return 0
    }
  }

  /// Starts a poll or a heartbeat where one is due.
  ///
  /// - Returns: whether the client has left output untaken since before `stallLimit`.
  func tick(now: ContinuousClock.Instant, stallLimit: Duration) -> Bool {
    let (shouldPoll, isStalled) = state.withLock { state -> (Bool, Bool) in
      guard !state.isClosed else { return (false, false) }
      // Nothing pending and not suspended: the library is still sending what it has taken.
      guard state.pending.isEmpty, state.suspended != nil else {
        return (false, state.lastOutput.duration(to: now) > stallLimit)
      }
      if state.lastOutput.duration(to: now) >= stream.heartbeat {
        Self.append([UInt8](":\n\n".utf8), to: &state)
        state.lastOutput = now
        return (false, false)
      }
      guard !state.isPolling, !state.isFinished, state.nextPoll <= now else { return (false, false) }
      state.isPolling = true
      return (true, false)
    }
    // A full pool only postpones the poll to the next tick.
    if shouldPoll, !pool.submit({ self.poll() }) {
      state.withLock { $0.isPolling = false }
    }
    return isStalled
  }

  /// Ends the stream after what is pending.
  func finish() {
    state.withLock { state in
      state.isFinished = true
      Self.append([], to: &state)
    }
  }

  /// Ends the stream at once, its client being gone, and lets the library clean up.
  func abandon() {
    state.withLock { state in
      state.isClosed = true
      state.pending = []
      Self.append([], to: &state)
    }
  }

  private func poll() {
    var bytes: [UInt8] = []
    var isLast = false
    do {
      switch try stream.next() {
      case .events(let events):
        for event in events {
          event.write(to: &bytes)
        }
      case .finished(let events):
        for event in events {
          event.write(to: &bytes)
        }
        isLast = true
      }
    } catch {
      report(error)
      isLast = true
    }
    state.withLock { state in
      state.isPolling = false
      guard !state.isClosed, !state.isFinished else { return }
      let now = ContinuousClock.now
      state.nextPoll = bytes.isEmpty ? now + stream.pollInterval : now
      state.isFinished = isLast
      if !bytes.isEmpty || isLast {
        state.lastOutput = now
        Self.append(bytes, to: &state)
      }
    }
  }

  /// Adds bytes and lets the library's thread take them.
  private static func append(_ bytes: [UInt8], to state: inout State) {
    state.pending.append(contentsOf: bytes)
    if let connection = state.suspended {
      state.suspended = nil
      connection.resume()
    }
  }
}

/// The library reads the stream's next bytes; `-1` ends it.
func readEventStream(
  _ context: UnsafeMutableRawPointer?, _ position: UInt64, _ buffer: UnsafeMutablePointer<CChar>?,
  _ capacity: Int
) -> Int {
  guard let context, let buffer else { return -1 }
  let pump = Unmanaged<EventStreamPump>.fromOpaque(context).takeUnretainedValue()
  return pump.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: capacity)) ?? -1
}

/// The library is done with the stream's response.
func releaseEventStream(_ context: UnsafeMutableRawPointer?) {
  if let context {
    Unmanaged<EventStreamPump>.fromOpaque(context).release()
  }
}

extension Duration {
  fileprivate var wholeMilliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
