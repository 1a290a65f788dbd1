/// The ways from the nodes of one time of a Black-Karasinski lattice to those of the next.
struct BlackKarasinskiStep: Sendable {
  /// Of the logarithm, nodes at the beginning: the lowest, and how many.
  let first: Int
  let count: Int
  /// For each node the middle one of those it goes to, from the lowest of the next time on, and the probabilities.
  let targets: [Int]
  let up: [Double]
  let middle: [Double]
  let down: [Double]
  /// Lowest node and number of nodes at the end.
  let nextFirst: Int
  let nextCount: Int
  /// What 1 at the end of the step is worth at each node; set once the curve is fitted.
  var discounts: [Double]

  init(first: Int, count: Int, spacing: Double, nextSpacing: Double, persistence: Double) {
    var (targets, up, middle, down) = ([Int](), [Double](), [Double](), [Double]())
    for node in first..<first + count {
      let mean = Double(node) * spacing * persistence
      let target = nextSpacing > 0 ? Int((mean / nextSpacing).rounded()) : 0
      // Distance of the mean from the middle target, in standard deviations.
      let miss = nextSpacing > 0 ? (mean / nextSpacing - Double(target)) * 3.0.squareRoot() : 0
      let tilt = miss * 3.0.squareRoot()
      targets.append(target)
      up.append(nextSpacing > 0 ? (1 + miss * miss + tilt) / 6 : 0)
      middle.append(nextSpacing > 0 ? (2 - miss * miss) / 3 : 1)
      down.append(nextSpacing > 0 ? (1 + miss * miss - tilt) / 6 : 0)
    }
    // Targets rise with nodes.
    let (lowest, highest) = (targets[0] - 1, targets[count - 1] + 1)
    self.first = first
    self.count = count
    self.targets = targets.map { $0 - lowest }
    (self.up, self.middle, self.down) = (up, middle, down)
    nextFirst = lowest
    nextCount = highest - lowest + 1
    discounts = []
  }

  /// Values at the end to values at the beginning.
  func rollBack(_ values: [Double]) -> [Double] {
    (0..<count).map { node in
      let target = targets[node]
      return discounts[node]
        * (up[node] * values[target + 1] + middle[node] * values[target] + down[node] * values[target - 1])
    }
  }

  /// State prices at the beginning to those at the end.
  func rollForward(_ states: [Double]) -> [Double] {
    var next = [Double](repeating: 0, count: nextCount)
    for (node, target) in targets.enumerated() {
      let state = states[node] * discounts[node]
      next[target + 1] += up[node] * state
      next[target] += middle[node] * state
      next[target - 1] += down[node] * state
    }
    return next
  }
}
