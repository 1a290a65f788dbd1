/// Steps of a lattice, backward and forward.
extension HullWhiteLattice {
  /// Takes values at the end of a step to its beginning: expectation and discounting of x.
  func rollBack(_ values: inout NodeValues, _ step: Int) {
    let width = halfWidths[step]
    let inner = max(halfWidths[step + 1] - 1, 0)
    let lastInward = lastInward[step]
    values.replace { later, earlier in
      transitions.withWays(step) { ways in
        for run in ways.runs {
          let first = max(run.first, -lastInward)
          let last = min(run.last, lastInward)
          guard first <= last else { continue }
          expect(
            later + (first &+ run.shift), ways.up + first, ways.middle + first, ways.down + first,
            last &- first &+ 1, into: earlier + first)
        }
        for node in stride(from: lastInward + 1, through: width, by: 1) {
          for (node, target) in [(node, inner), (-node, -inner)] {
            let centred = LatticeTransitions.centred
            earlier[node] =
              ways.discounts[node]
              * (centred.up * later[target + 1] + centred.middle * later[target]
                + centred.down * later[target - 1])
          }
        }
      }
    }
  }

  /// Takes state prices at the beginning of a step to its end.
  func rollForward(_ states: inout NodeValues, _ step: Int) {
    let width = halfWidths[step]
    let next = halfWidths[step + 1]
    let inner = max(next - 1, 0)
    let lastInward = lastInward[step]
    states.replace { earlier, later in
      (later - next - 1).update(repeating: 0, count: 2 * next + 3)
      transitions.withWays(step) { ways in
        for run in ways.runs {
          let first = max(run.first, -lastInward)
          let last = min(run.last, lastInward)
          guard first <= last else { continue }
          spread(
            earlier + first, ways.up + first, ways.middle + first, ways.down + first, last &- first &+ 1,
            to: later + (first &+ run.shift))
        }
        for node in stride(from: lastInward + 1, through: width, by: 1) {
          for (node, target) in [(node, inner), (-node, -inner)] {
            let centred = LatticeTransitions.centred
            let state = ways.discounts[node] * earlier[node]
            later[target + 1] += centred.up * state
            later[target] += centred.middle * state
            later[target - 1] += centred.down * state
          }
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
  // Between steps of different lengths nearly every node goes its own way.
  if count == 1 {
    values[0] = up[0] * target[1] + middle[0] * target[0] + down[0] * target[-1]
    return
  }
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
  guard count > 1 else {
    target[0] += middle[0] * states[0]
    target[1] += up[0] * states[0]
    return
  }
  target[count] += up[count &- 1] * states[count &- 1]
  target[0] += middle[0] * states[0] + down[1] * states[1]
  target[count &- 1] += up[count &- 2] * states[count &- 2] + middle[count &- 1] * states[count &- 1]
  var node = 1
  while node < count &- 1 {
    target[node] +=
      up[node &- 1] * states[node &- 1] + middle[node] * states[node] + down[node &+ 1] * states[node &+ 1]
    node &+= 1
  }
}
