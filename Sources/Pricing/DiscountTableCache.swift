import DatesAndConventions
public import MarketData
import Synchronization

/// Discount tables that all batches of a run share: a row for every day, as far as anything has asked.
///
/// A large batch asks for most days of the next 30 years, most of them often; then a table of every day is made and kept.
/// A small one gets a table of its own days, unless a kept one has them. Rows have the same bits either way. Safe to use
/// from several threads.
public final class DiscountTableCache: Sendable {
  private struct Kept {
    var tables: [DiscountKey: DiscountTable] = [:]
    var missing: [DiscountKey: MissingMarketData] = [:]
    var bytes = 0
  }

  private let markets: any ScenarioMarketSource
  private let memory: KeptMemory
  private let kept = Mutex(Kept())

  /// - Parameter memory: What may be kept; what would go beyond is computed again for each batch.
  init(markets: any ScenarioMarketSource, _ memory: KeptMemory) {
    self.markets = markets
    self.memory = memory
  }

  deinit { kept.withLock { memory.giveBack($0.bytes) } }

  /// A table that covers `days`, none of them before the valuation date. Throws what the market lacks.
  public func table(_ key: DiscountKey, days: some Collection<Int32>) throws(MissingMarketData)
    -> DiscountTable
  {
    let last = days.max() ?? markets.valuationDate.dayNumber
    if let table = try shared(key, through: last, flows: days.count) { return table }
    return try DiscountTable(key, days: days, markets: markets)
  }

  /// Makes sure that a table of every day is kept where a batch is about to use a curve often enough.
  func prepare(_ key: DiscountKey, through lastDay: Int32, uses: Int) {
    _ = try? shared(key, through: lastDay, flows: uses)
  }

  /// The kept table; made, or made longer, for a batch of more flows than it has days. `nil` when there is none, and no
  /// need or no room for it.
  private func shared(_ key: DiscountKey, through lastDay: Int32, flows: Int) throws(MissingMarketData)
    -> DiscountTable?
  {
    // A thread that waits here would compute the same table.
    let found = kept.withLock { kept -> Result<DiscountTable?, MissingMarketData> in
      if let missing = kept.missing[key] { return .failure(missing) }
      if let table = kept.tables[key], table.covers(lastDay) { return .success(table) }
      let end = Self.end(lastDay, valuation: markets.valuationDate.dayNumber)
      guard flows > end - markets.valuationDate.dayNumber else { return .success(nil) }
      // A table that becomes longer leaves its room to the new one.
      let before = kept.tables[key].map { bytes(rows: $0.years.count) } ?? 0
      let more = bytes(rows: Int(end - markets.valuationDate.dayNumber) + 1) - before
      guard memory.take(more) else { return .success(nil) }
      kept.bytes += more
      do throws(MissingMarketData) {
        let table = try DiscountTable(key, through: end, markets: markets)
        kept.tables[key] = table
        return .success(table)
      } catch {
        memory.giveBack(more)
        kept.bytes -= more
        kept.missing[key] = error
        return .failure(error)
      }
    }
    return try found.get()
  }

  /// Tables end after whole decades, so that one book makes few of them longer.
  private static func end(_ lastDay: Int32, valuation: Int32) -> Int32 {
    let decade: Int32 = 3_660
    return valuation + (max(lastDay - valuation, 0) / decade + 1) * decade
  }

  /// The matrix, its first column again, and the years.
  private func bytes(rows: Int) -> Int { rows * (markets.rowStride + 4 + 1) * MemoryLayout<Double>.stride }
}
