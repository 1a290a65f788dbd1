import AuditTrail
import PostgresStore
import Synchronization
import TestSupport
import Testing

@testable import Services

/// The writer against a trail in memory that can be taken away.
struct AuditWriterTests {
  private final class Trail: Sendable {
    struct Unavailable: Error {}
    struct State {
      var batches: [[String]] = []
      var isAvailable = true
      var refusals = 0
    }
    let state = Mutex(State())

    func append(_ events: [AuditEvent]) throws {
      try state.withLock { state in
        guard state.isAvailable else {
          state.refusals += 1
          throw Unavailable()
        }
        state.batches.append(events.map(\.requestID))
      }
    }

    var stored: [String] { state.withLock { $0.batches.flatMap(\.self) } }
    func set(available: Bool) { state.withLock { $0.isAvailable = available } }
  }

  private static func event(_ id: Int) throws -> AuditEvent {
    try AuditEvent(time: 0, actor: .anonymous, action: "getRun", outcome: "200", requestID: "\(id)")
  }

  @Test func whatSomebodyWaitsForIsStoredWithAllBefore() throws {
    let trail = Trail()
    let writer = AuditWriter(append: trail.append)
    for id in 0..<5 { writer.note(try Self.event(id)) }
    let number = writer.note(try Self.event(5))
    #expect(writer.wait(for: number, atMost: .seconds(60)))
    #expect(trail.stored == (0...5).map(String.init))
    // Already there.
    #expect(writer.wait(for: 1, atMost: .zero))
  }

  @Test func whatNobodyWaitsForIsStoredSoon() async throws {
    let trail = Trail()
    let writer = AuditWriter(append: trail.append)
    writer.note(try Self.event(1))
    let deadline = ContinuousClock.now + .seconds(60)
    while trail.stored.isEmpty, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(5)) }
    #expect(trail.stored == ["1"])
  }

  @Test func anOrderlyStopLosesNothing() throws {
    let trail = Trail()
    let writer = AuditWriter(append: trail.append)
    for id in 0..<2_500 { writer.note(try Self.event(id)) }
    #expect(writer.stop(within: .seconds(60)).isEmpty)
    #expect(trail.stored == (0..<2_500).map(String.init))
    #expect(trail.state.withLock { $0.batches.allSatisfy { $0.count <= 1_000 } })
    #expect(!writer.accepts(change: false))
  }

  @Test func aStopWithoutADatabaseGivesBackWhatIsLeft() throws {
    let trail = Trail()
    trail.set(available: false)
    let writer = AuditWriter(append: trail.append)
    for id in 0..<3 { writer.note(try Self.event(id)) }
    #expect(writer.stop(within: .milliseconds(50)).map(\.requestID) == ["0", "1", "2"])
  }

  @Test func whatCannotBeStoredIsStoredLaterInOrder() throws {
    let trail = Trail()
    trail.set(available: false)
    let writer = AuditWriter(append: trail.append)
    let first = writer.note(try Self.event(1))
    #expect(!writer.wait(for: first, atMost: .milliseconds(300)))
    #expect(trail.state.withLock { $0.refusals } > 0)
    // Reading goes on, changes do not.
    #expect(writer.accepts(change: false) && !writer.accepts(change: true))
    let second = writer.note(try Self.event(2))
    trail.set(available: true)
    #expect(writer.wait(for: second, atMost: .seconds(60)))
    #expect(trail.stored == ["1", "2"])
    #expect(writer.accepts(change: true))
  }

  @Test func notesThatWaitAreLimited() throws {
    let trail = Trail()
    trail.set(available: false)
    let writer = AuditWriter(append: trail.append)
    let event = try Self.event(0)
    for _ in 0..<AuditWriter.capacity - 1 { writer.note(event) }
    #expect(writer.accepts(change: false))
    writer.note(event)
    #expect(!writer.accepts(change: false))
    #expect(writer.stop(within: .zero).count == AuditWriter.capacity)
  }

  @Test func manyThreadsAreServedInFewTransactions() async throws {
    let trail = Trail()
    let writer = AuditWriter(append: trail.append)
    try await onThreads(8) { thread in
      for id in 0..<50 {
        let number = writer.note(try Self.event(thread * 50 + id))
        #expect(writer.wait(for: number, atMost: .seconds(60)))
      }
    }
    #expect(Set(trail.stored).count == 400 && trail.stored.count == 400)
  }
}
