import Foundation

/// Makes elements on a thread of its own while the caller uses those that came before.
public enum ReadAhead {
  /// Chunks made but not used yet, at most.
  static let ahead = 4

  /// Gives to `use`, on the caller's thread, what `make` emits on another, in order and `chunk` elements at a time.
  ///
  /// Returns when both have ended. The error of `use` comes before that of `make`, which it stops.
  public static func run<Element, Success>(
    chunk: Int = 10_000, make: @escaping (_ emit: (Element) throws -> Void) throws -> Success,
    use: ([Element]) throws -> Void
  ) throws -> Success {
    let channel = Channel<Element>(limit: ahead)
    let work = Work(chunk: chunk, make: make)
    let outcome = Outcome<Success>()
    let thread = Thread {
      outcome.value = Result { try work.make(into: channel) }
      channel.close()
    }
    thread.name = "reader"
    thread.start()
    do {
      while let chunk = channel.take() { try use(chunk) }
    } catch {
      channel.cancel()
      channel.drain()
      throw error
    }
    return try outcome.value!.get()
  }

  /// Written by the reader before it closes the channel, read by the caller after.
  private final class Outcome<Success>: @unchecked Sendable { var value: Result<Success, any Error>? }

  /// Called by the reader alone, while the caller waits for it to end.
  private struct Work<Element, Success>: @unchecked Sendable {
    let chunk: Int
    let make: (_ emit: (Element) throws -> Void) throws -> Success

    func make(into channel: Channel<Element>) throws -> Success {
      var elements: [Element] = []
      let result = try make { element in
        elements.append(element)
        guard elements.count == chunk else { return }
        try channel.give(elements)
        elements = []
      }
      if !elements.isEmpty { try channel.give(elements) }
      return result
    }
  }

  private struct Cancelled: Error {}

  /// Chunks on their way from one thread to another; each is used by one thread at a time.
  private final class Channel<Element>: @unchecked Sendable {
    private let condition = NSCondition()
    private let limit: Int
    private var chunks: [[Element]] = []
    private var isClosed = false
    private var isCancelled = false

    init(limit: Int) { self.limit = limit }

    func give(_ chunk: [Element]) throws {
      try condition.withLock {
        while chunks.count == limit, !isCancelled { condition.wait() }
        guard !isCancelled else { throw Cancelled() }
        chunks.append(chunk)
        condition.broadcast()
      }
    }

    /// `nil` at the end.
    func take() -> [Element]? {
      condition.withLock {
        while chunks.isEmpty, !isClosed { condition.wait() }
        guard !chunks.isEmpty else { return nil }
        condition.broadcast()
        return chunks.removeFirst()
      }
    }

    func close() {
      condition.withLock {
        isClosed = true
        condition.broadcast()
      }
    }

    func cancel() {
      condition.withLock {
        isCancelled = true
        condition.broadcast()
      }
    }

    /// Waits for the end.
    func drain() {
      while take() != nil {}
    }
  }
}
