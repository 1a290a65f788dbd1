/// The value of a contract on a lattice and a curve, and what it consists of.
///
/// Under the policy of exercise that is best on the lattice the contract is worth what it expects to pay:
/// value = Σ payments[i] · P(i) · paymentWeights[i] + Σ exercises[k].amount · P(settlement of k) · exerciseWeights[k].
/// A weight is the probability, as seen with the payment's own time as numeraire, that it is paid. As the policy is the best,
/// its change adds nothing to a small change of the value: the derivative by the curve is that of these expected payments.
public struct LatticeValue: Sendable, Hashable {
  public let value: Double
  /// Of each time of the grid, between 0 and 1.
  public let paymentWeights: [Double]
  /// Of each right to end the contract, between 0 and 1.
  public let exerciseWeights: [Double]
}

extension HullWhiteLattice {
  /// The value alone.
  ///
  /// - Parameter discountFactors: The curve's, spread included, at each time of the grid; P, positive.
  public func value(_ contract: LatticeContract, discountFactors: [Double]) -> Double {
    rolledBack(contract, scales(discountFactors), keepsPolicy: false).value
  }

  /// The value with what it consists of. Costs about twice as much.
  public func explainedValue(_ contract: LatticeContract, discountFactors: [Double]) -> LatticeValue {
    let (value, policy) = rolledBack(contract, scales(discountFactors), keepsPolicy: true)
    let (payments, exercises) = weights(contract, policy)
    return LatticeValue(value: value, paymentWeights: payments, exerciseWeights: exercises)
  }

  /// What 1 paid at each time is rolled back as: P / B.
  private func scales(_ discountFactors: [Double]) -> [Double] {
    precondition(discountFactors.count == grid.times.count, "a discount factor for each time")
    return zip(discountFactors, zeroPrices).map { $0 / $1 }
  }

  /// - Returns: The value, and per right the nodes at which it is used.
  private func rolledBack(_ contract: LatticeContract, _ scales: [Double], keepsPolicy: Bool)
    -> (value: Double, policy: [[Bool]])
  {
    let payments = zip(contract.payments, scales).map { $0 * $1 }
    var policy = [[Bool]](repeating: [], count: keepsPolicy ? contract.exercises.count : 0)
    var values = NodeValues(self)
    // Values of being paid out by a right whose decision is still to come, on the way back to it.
    var announced: [(exercise: Int, values: NodeValues)] = []
    // Room of those that are done with.
    var idle: [NodeValues] = []
    var next = contract.exercises.count - 1
    var settlements = contract.exercises.indices.sorted {
      contract.exercises[$0].settlement < contract.exercises[$1].settlement
    }
    for time in grid.times.indices.reversed() {
      let width = halfWidths[time]
      if time < grid.times.count - 1 {
        rollBack(&values, time)
        for index in announced.indices { rollBack(&announced[index].values, time) }
      }
      while let exercise = settlements.last, contract.exercises[exercise].settlement == time {
        settlements.removeLast()
        var paid = idle.popLast() ?? NodeValues(self)
        paid.fill(width, with: contract.exercises[exercise].amount * scales[time])
        announced.append((exercise, paid))
      }
      while next >= 0, contract.exercises[next].decision == time {
        let place = announced.firstIndex { $0.exercise == next }!
        let paid = announced.remove(at: place).values
        let used = values.exercise(paid, by: contract.exercises[next].party, width, keepsPolicy: keepsPolicy)
        idle.append(paid)
        if keepsPolicy { policy[next] = used }
        next -= 1
      }
      if payments[time] != 0 {
        values.add(payments[time], width)
        for index in announced.indices { announced[index].values.add(payments[time], width) }
      }
    }
    return (values[0], policy)
  }

  /// State prices forward from today, leaving where a right is used.
  private func weights(_ contract: LatticeContract, _ policy: [[Bool]]) -> (
    payments: [Double], exercises: [Double]
  ) {
    var alive = NodeValues(self)
    alive.set(0, to: 1)
    var announced: [(exercise: Int, states: NodeValues)] = []
    var ofPayments = [Double](repeating: 0, count: contract.payments.count)
    var ofExercises = [Double](repeating: 0, count: contract.exercises.count)
    var next = 0
    for time in grid.times.indices {
      let width = halfWidths[time]
      if time > 0 {
        rollForward(&alive, time - 1)
        for index in announced.indices { rollForward(&announced[index].states, time - 1) }
      }
      ofPayments[time] =
        announced.reduce(alive.sum(width)) { $0 + $1.states.sum(width) } / zeroPrices[time]
      while next < contract.exercises.count, contract.exercises[next].decision == time {
        announced.append((next, alive.take(policy[next], width, self)))
        next += 1
      }
      announced.removeAll { exercise, states in
        guard contract.exercises[exercise].settlement == time else { return false }
        ofExercises[exercise] = states.sum(width) / zeroPrices[time]
        return true
      }
    }
    return (ofPayments, ofExercises)
  }
}

extension NodeValues {
  /// Puts what is paid where the party prefers it.
  ///
  /// - Returns: Where, from the lowest node on; empty unless asked for.
  fileprivate mutating func exercise(
    _ paid: NodeValues, by party: LatticeContract.Party, _ halfWidth: Int, keepsPolicy: Bool
  ) -> [Bool] {
    var used: [Bool] = []
    if keepsPolicy { used.reserveCapacity(2 * halfWidth + 1) }
    modify { going in
      paid.read { paid in
        for node in -halfWidth...halfWidth {
          let isUsed =
            switch party {
            case .issuer: paid[node] < going[node]
            case .holder: paid[node] > going[node]
            }
          if isUsed { going[node] = paid[node] }
          if keepsPolicy { used.append(isUsed) }
        }
      }
    }
    return used
  }

  /// Takes out the states in which a right is used.
  fileprivate mutating func take(_ used: [Bool], _ halfWidth: Int, _ lattice: HullWhiteLattice) -> NodeValues
  {
    var taken = NodeValues(lattice)
    for (index, isUsed) in used.enumerated() where isUsed {
      taken.set(index - halfWidth, to: self[index - halfWidth])
      set(index - halfWidth, to: 0)
    }
    return taken
  }
}
