/// One curve in the base market and under every scenario, with each distinct state held once.
struct CurveStates: Sendable {
  struct State: Hashable {
    /// Index in `curves`.
    let curve: Int
    let move: ZeroMove
  }

  /// Curves built from distinct quotes; the first is the base market's.
  private(set) var curves: [ZeroCurve]
  /// Distinct states; the first is the base market's.
  private(set) var states: [State]
  /// Which state each column of a table is in; column 0 is the base market.
  private(set) var stateOfColumn: [Int]
  private var known: [State: Int]

  init(base: ZeroCurve) {
    let state = State(curve: 0, move: ZeroMove())
    curves = [base]
    states = [state]
    stateOfColumn = [0]
    known = [state: 0]
  }

  /// Adds a curve built from moved quotes and gives its index.
  mutating func add(_ curve: ZeroCurve) -> Int {
    curves.append(curve)
    return curves.count - 1
  }

  /// Adds the column of the next scenario.
  mutating func appendColumn(_ state: State) {
    if let index = known[state] {
      stateOfColumn.append(index)
    } else {
      known[state] = states.count
      stateOfColumn.append(states.count)
      states.append(state)
    }
  }

  /// −ln of the discount factor in a state.
  func exponent(_ state: State, at years: Double) -> Double {
    state.move.exponent(curves[state.curve].exponent(at: years), at: years)
  }
}
