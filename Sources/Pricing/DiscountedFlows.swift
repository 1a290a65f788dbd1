import Glibc
import CashFlows

/// The flows of one contract, placed on a discount table and weighted by its issue spread.
///
/// All results are per unit of quantity and hold one value for the base market followed by one per scenario.
struct DiscountedFlows {
  /// Flow totals times exp(−issue spread · years).
  private(set) var weights: [Double]
  let years: [Double]
  let rows: [Int32]
  let table: DiscountTable

  /// Flows `range` of `flows`, without issue spread. A flow whose ex day has come by `valuationDay` is no longer part
  /// of the value and weighs 0.
  init(_ flows: CashFlowColumns, _ range: some Collection<Int>, table: DiscountTable, valuationDay: Int32) {
    var weights: [Double] = []
    var years: [Double] = []
    var rows: [Int32] = []
    weights.reserveCapacity(range.count)
    years.reserveCapacity(range.count)
    rows.reserveCapacity(range.count)
    for flow in range {
      let row = table.row(flows.payDays[flow])
      weights.append(flows.exDays[flow] > valuationDay ? flows.total(flow) : 0)
      years.append(table.years[Int(row)])
      rows.append(row)
    }
    self.weights = weights
    self.years = years
    self.rows = rows
    self.table = table
  }

  /// Multiplies every flow by exp(−spread · years).
  mutating func apply(spread: Double) {
    guard spread != 0 else { return }
    for flow in weights.indices { weights[flow] *= exp(-spread * years[flow]) }
  }

  /// Present value.
  func value() -> [Double] { weightedSum(weights) }

  /// Σ flow · D · years: the fall in value for a parallel rise of the zero curve, per 1.00 of rate.
  func dollarDuration() -> [Double] { weightedSum(weights.indices.map { weights[$0] * years[$0] }) }

  /// Dollar duration under one key's tent.
  func dollarDuration(tents: KeyRateTents, key: Int) -> [Double] {
    weightedSum(weights.indices.map { weights[$0] * (years[$0] * tents.weight(key, at: years[$0])) })
  }

  /// Present value of the flows for which `isIncluded` holds.
  func value(where isIncluded: (Int) -> Bool) -> [Double] {
    weightedSum(weights.indices.map { isIncluded($0) ? weights[$0] : 0 })
  }

  /// The flows discounted on one column of the table, 0 for the base market.
  func discounted(column: Int) -> [Double] {
    weights.indices.map { weights[$0] * table.values[Int(rows[$0]) * table.stride + column] }
  }

  private func weightedSum(_ weights: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: table.stride) { out, count in
      weights.withUnsafeBufferPointer { weights in
        rows.withUnsafeBufferPointer { rows in
          table.values.withUnsafeBufferPointer { values in
            DiscountKernel.weightedSum(
              weights: weights, rows: rows, table: values.baseAddress!, stride: table.stride,
              out: out.baseAddress!)
          }
        }
      }
      count = table.stride
    }
  }
}
