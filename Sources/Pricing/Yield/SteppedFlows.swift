import Foundation

/// Flows whose times are sums of a few distinct steps, to be discounted at one rate over and over.
///
/// Most steps of a bond are one coupon period long and most steps of a loan 28 to 31 days, so that one exponential
/// per distinct step and a running product replace one exponential per flow.
struct SteppedFlows: Sendable {
  private struct Flow {
    let amount: Double
    /// In periods.
    let time: Double
    /// Place in `steps` of the time since the flow before.
    let step: Int
  }

  /// Σ a D, Σ t a D and Σ t² a D with D = exp(−δ t).
  struct Moments {
    var value = 0.0
    var first = 0.0
    var second = 0.0
  }

  private var flows: [Flow] = []
  private var steps: [Double] = []
  private(set) var total = 0.0

  init(capacity: Int) { flows.reserveCapacity(capacity) }

  var isEmpty: Bool { flows.isEmpty }

  /// Adds a flow `step` periods after the one before, or after time 0.
  mutating func append(amount: Double, step: Double) {
    let place: Int
    if let known = steps.lastIndex(of: step) {
      place = known
    } else {
      place = steps.count
      steps.append(step)
    }
    flows.append(Flow(amount: amount, time: (flows.last?.time ?? 0) + step, step: place))
    total += amount
  }

  /// Σ amount · time at no discount, over the total: where to begin looking for a rate.
  var averageTime: Double {
    guard total > 0 else { return 1 }
    var sum = 0.0
    for flow in flows { sum += flow.amount * flow.time }
    return sum / total
  }

  /// Discounts at the continuous rate `delta` per period.
  func moments(_ delta: Double) -> Moments {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: steps.count) { factors in
      for index in 0..<steps.count { factors[index] = exp(-delta * steps[index]) }
      return flows.withUnsafeBufferPointer { flows in
        var discount = 1.0
        var moments = Moments()
        for flow in flows {
          discount *= factors[flow.step]
          let value = flow.amount * discount
          let weighted = flow.time * value
          moments.value += value
          moments.first += weighted
          moments.second += flow.time * weighted
        }
        return moments
      }
    }
  }
}
