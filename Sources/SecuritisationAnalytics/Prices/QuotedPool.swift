public import Collateral

/// A pool, or a strip of it, and the price that somebody put on it.
public struct QuotedPool: Sendable {
  /// The pool as one line, as of the valuation date.
  public let loan: PoolLoan
  public let stack: PoolStack
  /// Days from the end of a month to its payment.
  public let delayDays: Int
  /// Per 100 of the pool's balance, without accrued interest.
  public let price: Double

  public init(loan: PoolLoan, stack: PoolStack, delayDays: Int, price: Double) {
    self.loan = loan
    self.stack = stack
    self.delayDays = delayDays
    self.price = price
  }
}
