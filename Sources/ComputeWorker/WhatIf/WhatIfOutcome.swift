public import Instruments
public import Pricing
import RiskAnalytics

/// Totals of a run before and after changes of its book, in its reporting currency.
public struct WhatIfOutcome: Sendable {
  /// One measure of one node.
  public struct Row: Sendable, Hashable {
    /// Path of the node.
    public let node: String
    /// `nil` for all products together.
    public let productType: ProductType?
    public let measure: Measure
    /// A key rate, a currency, or empty.
    public let factor: String
    /// One per scenario, or one where the measure is asked on the base alone; `nil` where the total means nothing.
    public let before: [Double?]
    public let after: [Double?]
    /// What the changed positions add, for measures that are sums: exact, where `after` less `before` is rounded twice. For
    /// averages `after` less `before`.
    public let change: [Double?]
    public let positionsBefore: Int
    public let positionsAfter: Int
    public let gapsBefore: Int
    public let gapsAfter: Int
  }

  /// By node, product type, measure and factor.
  public let rows: [Row]
  public let changed: ChangedPositions
  /// The totals after the changes, of every node along a changed position's path and of everything.
  let after: [NodeTotal]
  /// What changed positions are worth, before and after.
  let holdings: [ChangedHolding]

  init(
    before: [NodeTotal], after: [NodeTotal], difference: [NodeTotal], changed: ChangedPositions,
    holdings: [ChangedHolding]
  ) {
    self.after = after
    self.holdings = holdings
    let before = Dictionary(uniqueKeysWithValues: before.map { (Key($0), $0) })
    let difference = Dictionary(uniqueKeysWithValues: difference.map { (Key($0), $0) })
    // Every total from before is there after, with zeros when nothing is left of it.
    rows = after.map { total in Row(before[Key(total)], total, difference[Key(total)]) }
    self.changed = changed
  }

  private struct Key: Hashable {
    let node: String
    let productType: ProductType?
    let measure: Measure
    let factor: String

    init(_ total: NodeTotal) {
      node = total.node
      productType = total.productType
      measure = total.measure
      factor = total.factor
    }
  }
}

extension WhatIfOutcome.Row {
  fileprivate init(_ before: NodeTotal?, _ after: NodeTotal, _ difference: NodeTotal?) {
    let isSum = after.measure.aggregation == .sum
    let count = after.values.count
    let nothing = [Double?](repeating: isSum ? 0 : nil, count: count)
    let valuesBefore = before?.values ?? nothing
    node = after.node
    productType = after.productType
    measure = after.measure
    factor = after.factor
    self.before = valuesBefore
    self.after = after.values
    if isSum {
      // A rate that is missing for the total is missing for the change as well, even when nothing changed.
      change = zip(after.values, difference?.values ?? nothing).map { $0 == nil ? nil : $1 }
    } else {
      change = zip(valuesBefore, after.values).map { before, after in
        before.flatMap { before in after.map { $0 - before } }
      }
    }
    positionsBefore = before?.positionCount ?? 0
    positionsAfter = after.positionCount
    gapsBefore = before?.gapCount ?? 0
    gapsAfter = after.gapCount
  }
}
