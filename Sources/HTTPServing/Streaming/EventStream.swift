private import Synchronization

/// A response that sends events as they happen.
///
/// The server asks for events by calling `poll` on the handler pool, one call at a time and only after the
/// client has taken the events before, so a slow client never makes events pile up and a waiting stream
/// holds no thread. The stream ends when `poll` says so, when the client leaves, or when the server stops.
public struct EventStream: Sendable {
  public enum Poll: Sendable {
    /// These events, none if nothing happened; keep polling. After events the next poll comes at once.
    case events([ServerSentEvent])
    /// These events and no more.
    case finished([ServerSentEvent])
  }

  let pollInterval: Duration
  let heartbeat: Duration
  let retry: Duration?
  let next: @Sendable () throws -> Poll

  /// - Parameters:
  ///   - cursor: what `poll` starts from, such as the request's `Last-Event-ID`; each call may advance it.
  ///   - pollInterval: time between polls while nothing happens.
  ///   - heartbeat: time without output after which a comment keeps the connection alive.
  ///   - retry: how long the client should wait before it reconnects.
  ///   - poll: returns what happened since the cursor. Short: it runs on a thread of the handler pool.
  ///     An error ends the stream and is logged; the client reconnects and resumes.
  public init<Cursor: Sendable>(
    startingAt cursor: Cursor, pollInterval: Duration = .milliseconds(500),
    heartbeat: Duration = .seconds(15), retry: Duration? = .seconds(3),
    poll: @escaping @Sendable (inout Cursor) throws -> Poll
  ) {
    let position = Position(cursor)
    self.pollInterval = pollInterval
    self.heartbeat = heartbeat
    self.retry = retry
    self.next = { try position.cursor.withLock { try poll(&$0) } }
  }

  private init(like stream: EventStream, next: @escaping @Sendable () throws -> Poll) {
    pollInterval = stream.pollInterval
    heartbeat = stream.heartbeat
    retry = stream.retry
    self.next = next
  }

  /// The same stream, which ends before the first poll at which `goesOn` says no.
  ///
  /// - Parameters:
  ///   - interval: how long an answer counts; `goesOn` is asked this long after the stream has begun, and then again.
  ///   - goesOn: short, as polls are. An error ends the stream and is logged.
  public func ending(
    askingEvery interval: Duration, goesOn: @escaping @Sendable () throws -> Bool
  ) -> EventStream {
    let due = Position(ContinuousClock.now + interval)
    return EventStream(like: self) { [next] in
      let isDue = due.cursor.withLock { $0 <= .now }
      if isDue {
        guard try goesOn() else { return .finished([]) }
        due.cursor.withLock { $0 = .now + interval }
      }
      return try next()
    }
  }

  private final class Position<Cursor: Sendable>: Sendable {
    let cursor: Mutex<Cursor>

    init(_ cursor: Cursor) {
      self.cursor = Mutex(cursor)
    }
  }
}
