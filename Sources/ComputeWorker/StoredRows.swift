import PostgresStore
import RunRecords

/// The stored vectors of a run, taken page by page in ascending position number.
struct StoredRows {
  private let store: ResultStore
  private let run: RunID
  private var cursor: ResultStore.Cursor?
  private var waiting: [PositionResult] = []
  private var isAtEnd = false

  init(_ store: ResultStore, _ run: RunID) {
    self.store = store
    self.run = run
  }

  /// All rows not yet taken of positions up to `number`.
  mutating func rows(through number: Int32) throws -> [PositionResult] {
    while !isAtEnd, waiting.last.map({ $0.positionNumber <= number }) ?? true {
      let page = try store.page(run, after: cursor, limit: 5_000)
      waiting.append(contentsOf: page.rows)
      cursor = page.next
      isAtEnd = page.next == nil
    }
    let count = waiting.firstIndex { $0.positionNumber > number } ?? waiting.count
    let taken = Array(waiting[..<count])
    waiting.removeFirst(count)
    return taken
  }
}
