import Glibc

/// The ways from the nodes of one time of a lattice to those of the next.
///
/// Node j stands for x = j·spacing. From it the process goes to the nodes around the one nearest to its mean, with the
/// probabilities that give mean and variance exactly. Each way carries its probability times e^(−x·Δt), the part of
/// discounting that does not depend on a curve.
final class LatticeTransition: Sendable {
  /// What a transition is made from. Steps for which these are the same share one.
  struct Shape: Hashable {
    let years: Double
    let spacing: Double
    let nextSpacing: Double
    let persistence: Double
  }

  /// Nodes in a row that all go as far up or down.
  struct Run: Sendable {
    let first: Int
    var last: Int
    /// The node in the middle of where node j goes is j + shift.
    let shift: Int
  }

  /// Ascending; all nodes together.
  let runs: [Run]
  /// Nodes −reach ... reach are described.
  private let reach: Int
  /// Discounted probabilities of going up, to the middle, down, and e^(−x·Δt), each by node from −reach on.
  private let weights: [Double]

  init(_ shape: Shape, reach: Int) {
    self.reach = reach
    let count = 2 * reach + 1
    var runs: [Run] = []
    weights = [Double](unsafeUninitializedCapacity: 4 * count) { weights, initializedCount in
      let isRandom = shape.nextSpacing > 0
      // Means are that many spacings of the next time apart.
      let ratio = isRandom ? shape.spacing * shape.persistence / shape.nextSpacing : 0
      // Powers of one number, outward from the middle: an exponential for each node would cost more than all the rest.
      let (lower, higher) = (exp(-shape.spacing * shape.years), exp(shape.spacing * shape.years))
      let discounts = weights.baseAddress! + (3 * count + reach)
      discounts[0] = 1
      for node in stride(from: 1, through: reach, by: 1) {
        discounts[node] = discounts[node - 1] * lower
        discounts[-node] = discounts[1 - node] * higher
      }
      for node in -reach...reach {
        let mean = Double(node) * ratio
        let target = mean.rounded()
        if let last = runs.last, last.shift == Int(target) - node {
          runs[runs.count - 1].last = node
        } else {
          runs.append(Run(first: node, last: node, shift: Int(target) - node))
        }
        // Distance of the mean from the middle target, in spacings: √3 standard deviations each.
        let miss = mean - target
        let discount = discounts[node]
        let place = reach + node
        weights[place] = isRandom ? discount * ((1 + 3 * miss * miss) + 3 * miss) / 6 : 0
        weights[count + place] = isRandom ? discount * (2 - 3 * miss * miss) / 3 : discount
        weights[2 * count + place] = isRandom ? discount * ((1 + 3 * miss * miss) - 3 * miss) / 6 : 0
      }
      initializedCount = 4 * count
    }
    self.runs = runs
  }

  /// Probabilities of a node that is forced inward.
  static let centred = (up: 1.0 / 6, middle: 2.0 / 3, down: 1.0 / 6)

  /// e^(−x·Δt)
  func discount(_ node: Int) -> Double { weights[3 * (2 * reach + 1) + reach + node] }

  /// The last node within `width` whose middle target is not beyond `inner`; below it are no others, as targets rise with
  /// nodes, and the other side is its mirror.
  func lastInward(_ width: Int, inner: Int) -> Int {
    var last = 0
    for run in runs where run.last >= 0 { last = max(last, min(run.last, width, inner - run.shift)) }
    return last
  }

  /// Discounted probabilities of going up, to the middle and down, indexed by node.
  func withUnsafeWeights(
    _ body: (_ up: UnsafePointer<Double>, _ middle: UnsafePointer<Double>, _ down: UnsafePointer<Double>) ->
      Void
  ) {
    weights.withUnsafeBufferPointer {
      let up = $0.baseAddress! + reach
      body(up, up + (2 * reach + 1), up + 2 * (2 * reach + 1))
    }
  }
}
