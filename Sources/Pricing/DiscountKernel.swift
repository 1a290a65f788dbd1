/// Weighted sums of discount-table rows: the inner loop of all static revaluation.
///
/// For each contract and scenario s: out[s] = Σᵢ weight[i] · table[row[i]][s]. Present value, dollar durations and
/// key-rate sensitivities of fixed flows are all of this form with different weights, so one table serves them all.
/// Flows are added in order, so a result does not depend on how contracts are batched.
public enum DiscountKernel {
  /// Adds Σ weight·row into nothing but `out`, which it overwrites.
  ///
  /// - Parameters:
  ///   - weights: one per flow.
  ///   - rows: index of each flow's row in `table`; same count.
  ///   - table: rows of `stride` doubles; `stride` is a multiple of 4.
  ///   - out: `stride` doubles.
  static func weightedSum(
    weights: UnsafeBufferPointer<Double>, rows: UnsafeBufferPointer<Int32>, table: UnsafePointer<Double>,
    stride: Int, out: UnsafeMutablePointer<Double>
  ) {
    var column = 0
    while column + 8 <= stride {
      var low = SIMD4<Double>.zero
      var high = SIMD4<Double>.zero
      for flow in 0..<weights.count {
        let weight = SIMD4<Double>(repeating: weights[flow])
        let row = UnsafeRawPointer(table + Int(rows[flow]) * stride + column)
        let a = row.loadUnaligned(as: SIMD4<Double>.self)
        let b = row.loadUnaligned(fromByteOffset: 32, as: SIMD4<Double>.self)
        low = low + weight * a
        high = high + weight * b
      }
      UnsafeMutableRawPointer(out + column).storeBytes(of: low, as: SIMD4<Double>.self)
      UnsafeMutableRawPointer(out + column + 4).storeBytes(of: high, as: SIMD4<Double>.self)
      column += 8
    }
    while column < stride {
      var sum = SIMD4<Double>.zero
      for flow in 0..<weights.count {
        let weight = SIMD4<Double>(repeating: weights[flow])
        let row = UnsafeRawPointer(table + Int(rows[flow]) * stride + column)
        let a = row.loadUnaligned(as: SIMD4<Double>.self)
        sum = sum + weight * a
      }
      UnsafeMutableRawPointer(out + column).storeBytes(of: sum, as: SIMD4<Double>.self)
      column += 4
    }
  }
}
