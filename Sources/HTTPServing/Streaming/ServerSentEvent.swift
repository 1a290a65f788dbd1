/// One event of a `text/event-stream`, WHATWG HTML section 9.2.
public struct ServerSentEvent: Sendable, Equatable {
  /// What a reconnecting client sends back as `Last-Event-ID`.
  public let id: String?
  /// The event's type; `message` where `nil`.
  public let event: String?
  /// The payload; may have several lines.
  public let data: String

  /// - Precondition: `id` and `event` have no line breaks, and `id` no NUL.
  public init(id: String? = nil, event: String? = nil, data: String) {
    let isOneLine = { (text: String) in !text.utf8.contains { $0 == 0 || $0 == 10 || $0 == 13 } }
    precondition(id.map(isOneLine) ?? true, "an event's id is one line")
    precondition(event.map(isOneLine) ?? true, "an event's type is one line")
    self.id = id
    self.event = event
    self.data = data
  }

  /// Appends the event's wire form.
  func write(to bytes: inout [UInt8]) {
    if let id {
      bytes.append(contentsOf: "id: \(id)\n".utf8)
    }
    if let event {
      bytes.append(contentsOf: "event: \(event)\n".utf8)
    }
    // Both CR LF and a lone CR end a line for the client, so each starts a new data field here.
    for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isEventStreamLineEnd) {
      bytes.append(contentsOf: "data: \(line)\n".utf8)
    }
    bytes.append(UInt8(ascii: "\n"))
  }
}

extension Character {
  fileprivate var isEventStreamLineEnd: Bool {
    self == "\n" || self == "\r" || self == "\r\n"
  }
}
