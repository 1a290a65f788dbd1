import Models

/// The right to enter what is left of a swap on one of several days, on a lattice of the short rate made once for all scenarios.
///
/// A receiver swaption is a bond less the same bond callable at its notional, a payer swaption the bond putable less the bond: fixed
/// payments and notional, and what the floating leg is worth beside the notional at its start less that at its end, which is taken as paid at
/// the end of each period whatever rates do. Payments that lag are taken as their worth on that day.
struct BermudanOption {
  /// What is paid at one time of the lattice.
  struct Flow {
    /// Place in the lattice's grid.
    let place: Int
    /// What it is worth today.
    let terms: [ProjectedFlows.Term]
  }

  /// One day of exercise.
  struct Exercise {
    /// Places in the lattice's grid: of the decision, and of the start of what is entered.
    let decision: Int
    let start: Int
    /// The notional at the start, worth today.
    let notional: ProjectedFlows.Term
  }

  let isPayer: Bool
  let grid: TimeGrid
  /// By days that have gone by: of a model that runs from then.
  let lattices: [Int: HullWhiteLattice]
  /// Those of a model more and one less volatile, for vega; `nil` where nobody asks.
  let moved: (up: HullWhiteLattice, down: HullWhiteLattice, difference: Double)?
  /// Under which its vega is told, such as `EUR.HULL_WHITE`.
  let vegaFactor: String
  /// Discount factors, as terms of weight 1, of places in the grid at which something is paid.
  let discounts: [(place: Int, term: ProjectedFlows.Term)]
  let flows: [Flow]
  let exercises: [Exercise]
}

extension OptionWriter {
  /// Fills the row of the value and those of its slopes, which are those of what is expected to be paid under the best exercise.
  func write(_ option: BermudanOption, row: Int, of matrix: UnsafeMutablePointer<Double>) {
    let firsts = slopes.indices.filter { slopes[$0].sum != .vega && slopes[$0].sum != .rateConvexity }
    let discounts = option.discounts.map { ($0.place, sum([$0.term], matrix)) }
    let paid = option.flows.map { sum($0.terms, matrix) }
    let notionals = option.exercises.map { sum([$0.notional], matrix) }
    let flowSlopes = firsts.map { place in
      option.flows.map {
        slopeSum($0.terms, slopes[place].sum, matrix, slopes[place].isForAll ? columns : 1)
      }
    }
    let notionalSlopes = firsts.map { place in
      option.exercises.map {
        slopeSum([$0.notional], slopes[place].sum, matrix, slopes[place].isForAll ? columns : 1)
      }
    }
    for slope in slopes.indices {
      for column in 0..<columns { matrix[(row + 1 + slope) * stride + column] = 0 }
    }
    let sign = option.isPayer ? 1.0 : -1.0
    let elapsed = flows.context.elapsedDays
    for column in 0..<columns {
      guard let lattice = option.lattices[elapsed.isEmpty ? 0 : elapsed[column]] else {
        preconditionFailure("a lattice for each market")
      }
      var factors = [Double](repeating: 1, count: option.grid.times.count)
      for (place, values) in discounts { factors[place] = values[column] }
      var payments = [Double](repeating: 0, count: factors.count)
      for (index, flow) in option.flows.enumerated() {
        payments[flow.place] += paid[index][column] / factors[flow.place]
      }
      let contract = LatticeContract(
        payments: payments,
        exercises: option.exercises.enumerated().map { index, exercise in
          LatticeContract.Exercise(
            party: option.isPayer ? .holder : .issuer, decision: exercise.decision,
            settlement: exercise.start, amount: notionals[index][column] / factors[exercise.start])
        })
      if let place = slopes.firstIndex(where: { $0.sum == .vega }), let moved = option.moved,
        slopes[place].isForAll || column == 0
      {
        let up = moved.up.value(contract, discountFactors: factors)
        let down = moved.down.value(contract, discountFactors: factors)
        matrix[(row + 1 + place) * stride + column] = sign * (up - down) / moved.difference * basisPoint
      }
      let wanted = firsts.indices.filter { slopes[firsts[$0]].isForAll || column == 0 }
      let straight = paid.reduce(0) { $0 + $1[column] }
      guard !wanted.isEmpty else {
        let optional = lattice.value(contract, discountFactors: factors)
        matrix[row * stride + column] = sign * (optional - straight)
        continue
      }
      let explained = lattice.explainedValue(contract, discountFactors: factors)
      matrix[row * stride + column] = sign * (explained.value - straight)
      for index in wanted {
        var total = 0.0
        for (flow, slope) in zip(option.flows, flowSlopes[index]) {
          total += (explained.paymentWeights[flow.place] - 1) * slope[column]
        }
        for (weight, slope) in zip(explained.exerciseWeights, notionalSlopes[index]) {
          total += weight * slope[column]
        }
        matrix[(row + 1 + firsts[index]) * stride + column] = sign * total
      }
    }
  }
}
