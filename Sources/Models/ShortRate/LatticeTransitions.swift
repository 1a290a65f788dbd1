import Glibc

/// The ways from the nodes of one time of a lattice to those of the next, for all steps.
///
/// Node j stands for x = j·spacing. From it the process goes to the nodes around the one nearest to its mean, with the
/// probabilities that give mean and variance exactly. Each way carries its probability times e^(−x·Δt), the part of
/// discounting that does not depend on a curve. Steps of one shape share their ways.
struct LatticeTransitions: Sendable {
  /// What ways are made from.
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

  /// Of each step, the place of its shape.
  private let ofStep: [Int]
  /// Of each shape: nodes −reach ... reach are described.
  private let reaches: [Int]
  /// Of each shape: ascending; all nodes together.
  private let runs: [[Run]]
  /// Of each shape: discounted probabilities of going up, to the middle, down, and e^(−x·Δt), each by node from −reach on.
  private let weights: [[Double]]

  /// Probabilities of a node that is forced inward.
  static let centred = (up: 1.0 / 6, middle: 2.0 / 3, down: 1.0 / 6)

  /// - Parameters:
  ///   - reaches: the farthest node of any step of each shape.
  ///   - ofStep: places in `shapes`.
  init(_ shapes: [Shape], reaches: [Int], ofStep: [Int]) {
    self.ofStep = ofStep
    self.reaches = reaches
    runs = zip(shapes, reaches).map { shape, reach in Self.runs(shape.ratio, reach) }
    weights = zip(shapes, reaches).map { shape, reach in
      let count = 4 * (2 * reach + 1)
      return [Double](unsafeUninitializedCapacity: count) { weights, initializedCount in
        Self.write(shape, reach, to: weights.baseAddress!)
        initializedCount = count
      }
    }
  }

  private static func write(_ shape: Shape, _ reach: Int, to up: UnsafeMutablePointer<Double>) {
    let count = 2 * reach + 1
    let (middle, down, discounts) = (up + count, up + 2 * count, up + 3 * count)
    // Powers of one number, outward from the middle: an exponential for each node would cost more than all the rest.
    let (lower, higher) = (exp(-shape.spacing * shape.years), exp(shape.spacing * shape.years))
    let centre = discounts + reach
    centre[0] = 1
    for node in stride(from: 1, through: reach, by: 1) {
      centre[node] = centre[node - 1] * lower
      centre[-node] = centre[1 - node] * higher
    }
    guard shape.isRandom else {
      for place in 0..<count { (up[place], middle[place], down[place]) = (0, discounts[place], 0) }
      return
    }
    let (ratio, first) = (shape.ratio, Int32(-reach))
    var place = 0
    while place < count {
      // Distance of the mean from the middle target, in spacings: √3 standard deviations each.
      let mean = Double(first &+ Int32(truncatingIfNeeded: place)) * ratio
      let miss = mean - rounded(mean)
      let sixth = discounts[place] / 6
      up[place] = sixth * ((1 + 3 * miss * miss) + 3 * miss)
      middle[place] = sixth * (4 - 6 * miss * miss)
      down[place] = sixth * ((1 + 3 * miss * miss) - 3 * miss)
      place &+= 1
    }
  }

  /// The nodes that go as far, in ascending order.
  private static func runs(_ ratio: Double, _ reach: Int) -> [Run] {
    func shift(_ node: Int) -> Double { rounded(Double(node) * ratio) - Double(node) }
    // How far a node goes rises with the node or falls with it.
    let own = shift(reach)
    if own == 0 { return [Run(first: -reach, last: reach, shift: 0)] }
    return [Run](unsafeUninitializedCapacity: 2 * reach + 1) { runs, count in
      var (first, ownShift) = (-reach, -own)
      for node in -reach &+ 1...reach &+ 1 {
        let nextShift = shift(node)
        if nextShift == ownShift && node <= reach { continue }
        runs.initializeElement(at: count, to: Run(first: first, last: node &- 1, shift: Int(ownShift)))
        count &+= 1
        (first, ownShift) = (node, nextShift)
      }
    }
  }

  /// The nearest whole number, of two the even one; for magnitudes below 2^51. Two additions, in vectors too.
  @inline(__always)
  private static func rounded(_ x: Double) -> Double { (x + 0x1.8p52) - 0x1.8p52 }

  /// The ways of a step; pointers are good until `body` ends.
  @inline(__always)
  func withWays(_ step: Int, _ body: (LatticeWays) -> Void) {
    let shape = ofStep[step]
    let reach = reaches[shape]
    weights[shape].withUnsafeBufferPointer { weights in
      runs[shape].withUnsafeBufferPointer { runs in
        let count = 2 * reach + 1
        let up = weights.baseAddress! + reach
        body(
          LatticeWays(
            runs: runs, up: up, middle: up + count, down: up + 2 * count, discounts: up + 3 * count))
      }
    }
  }

  /// The last node of a step within `width` whose middle target is not beyond `inner`; below it are no others, as targets rise
  /// with nodes, and the other side is its mirror.
  func lastInward(_ step: Int, _ width: Int, inner: Int) -> Int {
    let runs = runs[ofStep[step]]
    var last = 0
    for run in runs where run.last >= 0 { last = max(last, min(run.last, width, inner - run.shift)) }
    return last
  }
}

extension LatticeTransitions.Shape {
  fileprivate var isRandom: Bool { nextSpacing > 0 }
  /// How many spacings of the next time the means of neighbours are apart.
  fileprivate var ratio: Double { isRandom ? spacing * persistence / nextSpacing : 0 }
}

/// The ways of one step, indexed by node.
struct LatticeWays {
  let runs: UnsafeBufferPointer<LatticeTransitions.Run>
  let up: UnsafePointer<Double>
  let middle: UnsafePointer<Double>
  let down: UnsafePointer<Double>
  let discounts: UnsafePointer<Double>
}
