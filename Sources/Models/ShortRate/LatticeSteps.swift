/// Steps of a lattice, backward and forward.
extension HullWhiteLattice {
  /// Takes values at the end of a step to its beginning: expectation and discounting of x.
  func rollBack(_ values: inout NodeValues, _ step: Int) {
    let transition = transition(step)
    let width = halfWidths[step]
    let inner = max(halfWidths[step + 1] - 1, 0)
    let lastInward = transition.lastInward(width, inner: inner)
    values.replace { later, earlier in
      transition.withUnsafeWeights { up, middle, down in
        for run in transition.runs {
          let first = max(run.first, -lastInward)
          let last = min(run.last, lastInward)
          guard first <= last else { continue }
          expect(
            later + (first + run.shift), up + first, middle + first, down + first, last - first + 1,
            into: earlier + first)
        }
      }
      for node in stride(from: lastInward + 1, through: width, by: 1) {
        for (node, target) in [(node, inner), (-node, -inner)] {
          let centred = LatticeTransition.centred
          earlier[node] =
            transition.discount(node)
            * (centred.up * later[target + 1] + centred.middle * later[target]
              + centred.down * later[target - 1])
        }
      }
    }
  }

  /// Takes state prices at the beginning of a step to its end.
  func rollForward(_ states: inout NodeValues, _ step: Int) {
    let transition = transition(step)
    let width = halfWidths[step]
    let next = halfWidths[step + 1]
    let inner = max(next - 1, 0)
    let lastInward = transition.lastInward(width, inner: inner)
    states.replace { earlier, later in
      for node in -next - 1...next + 1 { later[node] = 0 }
      transition.withUnsafeWeights { up, middle, down in
        for run in transition.runs {
          let first = max(run.first, -lastInward)
          let last = min(run.last, lastInward)
          guard first <= last else { continue }
          spread(
            earlier + first, up + first, middle + first, down + first, last - first + 1,
            to: later + (first + run.shift))
        }
      }
      for node in stride(from: lastInward + 1, through: width, by: 1) {
        for (node, target) in [(node, inner), (-node, -inner)] {
          let centred = LatticeTransition.centred
          let state = transition.discount(node) * earlier[node]
          later[target + 1] += centred.up * state
          later[target] += centred.middle * state
          later[target - 1] += centred.down * state
        }
      }
    }
  }
}

/// Expected values of `count` nodes in a row whose middle targets follow each other from `target` on.
@inline(__always)
private func expect(
  _ target: UnsafePointer<Double>, _ up: UnsafePointer<Double>, _ middle: UnsafePointer<Double>,
  _ down: UnsafePointer<Double>, _ count: Int, into values: UnsafeMutablePointer<Double>
) {
  let above = target + 1
  let below = target - 1
  var node = 0
  while node < count {
    values[node] = up[node] * above[node] + middle[node] * target[node] + down[node] * below[node]
    node &+= 1
  }
}

/// Adds the states of `count` nodes in a row to those around their middle targets, which follow each other from `target` on.
///
/// Each target collects from its three nodes: one store for each, where sending from each node would take three.
@inline(__always)
private func spread(
  _ states: UnsafePointer<Double>, _ up: UnsafePointer<Double>, _ middle: UnsafePointer<Double>,
  _ down: UnsafePointer<Double>, _ count: Int, to target: UnsafeMutablePointer<Double>
) {
  target[-1] += down[0] * states[0]
  target[count] += up[count - 1] * states[count - 1]
  guard count > 1 else {
    target[0] += middle[0] * states[0]
    return
  }
  target[0] += middle[0] * states[0] + down[1] * states[1]
  target[count - 1] += up[count - 2] * states[count - 2] + middle[count - 1] * states[count - 1]
  var node = 1
  while node < count &- 1 {
    target[node] +=
      up[node &- 1] * states[node &- 1] + middle[node] * states[node] + down[node &+ 1] * states[node &+ 1]
    node &+= 1
  }
}
