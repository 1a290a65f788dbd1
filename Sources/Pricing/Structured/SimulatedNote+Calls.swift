import Models

extension SimulatedNote {
  /// The number of the last coupon that each path pays, the note called where going on is expected to cost the issuer more.
  ///
  /// From the last decision back, after Longstaff and Schwartz (see `ExercisePolicy`), with the payments in units of the zero bond of
  /// the call's day. What is learnt of one part of the paths decides on the other, so that no path's future is known to the policy
  /// that it is valued with; each part learns with its own decisions.
  func lastCoupons(_ curves: NoteCurves) -> [Int32] {
    var last = [Int32](repeating: Int32(coupons.count - 1), count: Self.pathCount)
    // Worth today of what is still to come, with the decisions that are learnt from and with those that count.
    var learnt = [Double](repeating: 0, count: Self.pathCount)
    Self.add(
      redemption * curves.discounts[coupons.count + calls.count], nil, redemptionWeights, to: &learnt)
    var valued = learnt
    var paid = learnt
    var unasked: [[Double]] = []
    var open = calls.count - 1
    for number in coupons.indices.reversed() {
      if open >= 0, calls[open].lastCoupon == number {
        decide(open, curves.discounts[coupons.count + open], &learnt, &valued, &last)
        open -= 1
      }
      // Before the first decision nothing is decided any more.
      if open < 0 { break }
      coupons[number].rate.pay(curves.indexFactors, into: &paid, moves: &unasked)
      Self.add(curves.discounts[number], paid, coupons[number].weights, to: &learnt)
      Self.add(curves.discounts[number], paid, coupons[number].weights, to: &valued)
    }
    return last
  }

  private func decide(
    _ number: Int, _ discount: Double, _ learnt: inout [Double], _ valued: inout [Double],
    _ last: inout [Int32]
  ) {
    let call = calls[number]
    func bond(_ path: Int) -> Double { discount * (call.weights?[path] ?? 1) }
    let targets = learnt.indices.map { learnt[$0] / bond($0) }
    let polynomials = Self.parts.indices.map { call.regression.coefficients(targets, part: $0) }
    var goingOn = [Double](repeating: 0, count: Self.pathCount)
    for part in Self.parts.indices { call.regression.values(polynomials[part], part: part, into: &goingOn) }
    for path in learnt.indices where goingOn[path] > call.amount { learnt[path] = call.amount * bond(path) }
    for part in Self.parts.indices {
      call.regression.values(polynomials[1 - part], part: part, into: &goingOn)
    }
    for path in valued.indices where goingOn[path] > call.amount {
      valued[path] = call.amount * bond(path)
      last[path] = Int32(call.lastCoupon)
    }
  }

  /// Adds `factor` times the amounts, 1 each without any, times their weights.
  private static func add(
    _ factor: Double, _ amounts: [Double]?, _ weights: [Double]?, to sums: inout [Double]
  ) {
    guard let weights else {
      for path in sums.indices { sums[path] += factor * (amounts?[path] ?? 1) }
      return
    }
    guard let amounts else {
      for path in sums.indices { sums[path] += factor * weights[path] }
      return
    }
    for path in sums.indices { sums[path] += factor * amounts[path] * weights[path] }
  }
}
