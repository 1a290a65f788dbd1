import MarketData
import StructuredDeals
import Synchronization

/// A deal as all batches of a run see it: what the first batch works out is kept for the others where there is room.
///
/// Safe to use from several threads; one that waits here would work out the same.
final class KeptDeal: Sendable {
  private let package: DealPackage
  private let memory: KeptMemory
  private let cash: Mutex<Kept<DealCash>>
  private let markets: Mutex<Kept<DealCashByMarket?>>

  private struct Kept<Value: Sendable>: Sendable {
    var value: Result<Value, CellGap>?
    var bytes = 0
  }

  init(_ package: DealPackage, _ memory: KeptMemory) {
    self.package = package
    self.memory = memory
    cash = Mutex(Kept())
    markets = Mutex(Kept())
  }

  deinit {
    memory.giveBack(cash.withLock(\.bytes) + markets.withLock(\.bytes))
  }

  /// On the base market's forward rates. Throws the reason for which the deal cannot be run.
  func cash(in context: PricingContext) throws(CellGap) -> DealCash {
    try kept(cash, bytes: \.bytes) { () throws(CellGap) in try DealCash(package, in: context) }
  }

  /// In every market; `nil` where all give the same. Throws the reason for which there are no values.
  func cashByMarket(in context: PricingContext) throws(CellGap) -> DealCashByMarket? {
    let cash = try cash(in: context)
    return try kept(markets, bytes: { $0?.bytes ?? 0 }) { () throws(CellGap) in
      try DealCashByMarket(cash, in: context)
    }
  }

  private func kept<Value: Sendable>(
    _ place: borrowing Mutex<Kept<Value>>, bytes: (Value) -> Int, _ make: () throws(CellGap) -> Value
  ) throws(CellGap) -> Value {
    let found = place.withLock { kept -> Result<Value, CellGap> in
      if let value = kept.value { return value }
      let value = Result { () throws(CellGap) in try make() }
      let size = (try? value.get()).map(bytes) ?? 0
      if memory.take(size) {
        kept.value = value
        kept.bytes = size
      }
      return value
    }
    return try found.get()
  }
}
