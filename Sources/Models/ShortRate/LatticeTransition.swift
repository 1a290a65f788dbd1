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

    // What tells nearly all apart: to hash the rest takes longer than to compare it.
    func hash(into hasher: inout Hasher) { hasher.combine(years.bitPattern ^ nextSpacing.bitPattern << 1) }
  }

  /// Nodes in a row that all go as far up or down.
  struct Run: Sendable {
    let first: Int
    let last: Int
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
    let isRandom = shape.nextSpacing > 0
    // Means are that many spacings of the next time apart.
    let ratio = isRandom ? shape.spacing * shape.persistence / shape.nextSpacing : 0
    let count = 2 * reach + 1
    var runs: [Run] = []
    weights = [Double](unsafeUninitializedCapacity: 4 * count) { weights, initializedCount in
      let up = weights.baseAddress! + reach
      let (middle, down, discounts) = (up + count, up + 2 * count, up + 3 * count)
      // Powers of one number, outward from the middle: an exponential for each node would cost more than all the rest.
      let (lower, higher) = (exp(-shape.spacing * shape.years), exp(shape.spacing * shape.years))
      discounts[0] = 1
      for node in stride(from: 1, through: reach, by: 1) {
        discounts[node] = discounts[node - 1] * lower
        discounts[-node] = discounts[1 - node] * higher
      }
      withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { shifts in
        for node in -reach...reach {
          // Distance of the mean from the middle target, in spacings: √3 standard deviations each.
          let mean = Double(node) * ratio
          let nearest = Self.rounded(mean)
          shifts[reach + node] = nearest - Double(node)
          let miss = mean - nearest
          let sixth = discounts[node] / 6
          up[node] = isRandom ? sixth * ((1 + 3 * miss * miss) + 3 * miss) : 0
          middle[node] = isRandom ? sixth * (4 - 6 * miss * miss) : discounts[node]
          down[node] = isRandom ? sixth * ((1 + 3 * miss * miss) - 3 * miss) : 0
        }
        runs = Self.runs(UnsafeBufferPointer(shifts), reach)
      }
      initializedCount = 4 * count
    }
    self.runs = runs
  }

  /// The nodes that go as far, in ascending order; `shifts` are those of nodes −reach ... reach.
  private static func runs(_ shifts: UnsafeBufferPointer<Double>, _ reach: Int) -> [Run] {
    var runs: [Run] = []
    var first = 0
    for node in 1...shifts.count where node == shifts.count || shifts[node] != shifts[first] {
      runs.append(Run(first: first - reach, last: node - 1 - reach, shift: Int(shifts[first])))
      first = node
    }
    return runs
  }

  /// The nearest whole number, of two the even one; for magnitudes below 2^51. Two additions, in vectors too.
  @inline(__always)
  private static func rounded(_ x: Double) -> Double { (x + 0x1.8p52) - 0x1.8p52 }

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
