import CPostgres
import Glibc

/// A message on a channel.
public struct PostgresNotification: Sendable, Hashable {
  public let channel: String
  public let payload: String
}

extension PostgresConnection {
  /// Listens on a channel of our own naming, for the life of the connection.
  public func listen(to channel: String) throws(PostgresError) { try execute("LISTEN \(channel)") }

  /// Waits for messages; all that have come, or none when the time is over.
  public func notifications(waitingMilliseconds timeout: Int) throws(PostgresError) -> [PostgresNotification]
  {
    var found = try pendingNotifications()
    if found.isEmpty {
      var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
      // An interrupted wait counts as a short one; callers poll anyway.
      if poll(&descriptor, 1, Int32(clamping: timeout)) > 0 { found = try pendingNotifications() }
    }
    return found
  }

  private func pendingNotifications() throws(PostgresError) -> [PostgresNotification] {
    guard PQconsumeInput(handle) == 1 else { throw connectionError() }
    var found: [PostgresNotification] = []
    while let message = PQnotifies(handle) {
      found.append(
        PostgresNotification(
          channel: String(cString: message.pointee.relname), payload: String(cString: message.pointee.extra)))
      PQfreemem(message)
    }
    return found
  }
}
