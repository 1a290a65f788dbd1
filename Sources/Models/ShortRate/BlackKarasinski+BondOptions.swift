/// Options on a lattice of their own.
extension BlackKarasinski {
  /// Value today of `option`.
  ///
  /// A call is the payments less what they are worth to a holder from whom they may be called at the strike; a put is what the right
  /// to hand them back at the strike adds.
  ///
  /// - Parameters:
  ///   - steps: of the lattice, from today to the last payment.
  ///   - discountFactor: P(0, years) of the curve.
  /// - Throws: where no rate above 0 makes the zero bonds of the curve.
  public func value(
    _ option: BondOption, steps: Int, discountFactor: (Double) -> Double
  ) throws(BlackKarasinskiLattice.CurveFailure) -> Double {
    let needed = Set([option.expiry, option.settlement] + option.payments.map(\.years)).sorted()
    let grid = TimeGrid(needed: needed, steps: steps)
    let places = Dictionary(uniqueKeysWithValues: zip(needed, grid.places))
    let lattice = try BlackKarasinskiLattice(
      self, grid, discountFactors: grid.times.map { discountFactor($0) })
    var payments = [Double](repeating: 0, count: grid.times.count)
    for payment in option.payments { payments[places[payment.years] ?? 0] += payment.amount }
    // What is paid at the settlement is the holder's on the lattice whether the right is used or not.
    let paid = option.payments.filter { $0.years == option.settlement }.reduce(0) { $0 + $1.amount }
    let right = LatticeContract.Exercise(
      party: option.kind == .call ? .issuer : .holder, decision: places[option.expiry] ?? 0,
      settlement: places[option.settlement] ?? 0, amount: option.strike - paid)
    let straight = lattice.value(LatticeContract(payments: payments, exercises: []))
    let ended = lattice.value(LatticeContract(payments: payments, exercises: [right]))
    return abs(straight - ended)
  }
}
