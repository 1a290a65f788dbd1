import NumericalMethods

extension SwaptionVolatilityCube {
  /// The same cube with a SABR model at each node of its quoted offsets in place of them.
  ///
  /// - Parameters:
  ///   - forwards: forward swap rate of each node of the offsets, expiry by expiry.
  ///   - beta: backbone, for all nodes.
  /// - Returns: the cube and the fit of each node, so that whoever uses it can judge them. Throws the nodes that have no fit.
  ///
  /// Precondition: the smile is one of offsets, without moves, and has a forward for each node.
  public func fittedToSABR(forwards: [Double], beta: Double) throws(VolatilitySurfaceError) -> (
    cube: SwaptionVolatilityCube, fits: [SABRFit]
  ) {
    guard case .offsets(let offsets) = smile, shifts.isEmpty else {
      preconditionFailure("SABR models are fitted to quoted offsets")
    }
    precondition(forwards.count == offsets.splines.count, "a forward for each node")
    let (expansion, shift): (SABR.Expansion, Double) =
      switch type {
      case .normal: (.normal, 0)
      case .lognormal(let shift): (.lognormal, shift)
      }
    var problems = NodeProblems()
    var fits: [SABRFit] = []
    for (node, forward) in forwards.enumerated() {
      let expiry = offsets.expiries[node / offsets.tenors.count]
      let tenor = offsets.tenors[node % offsets.tenors.count]
      let middle = atTheMoney(expiry, tenor)
      let quotes = offsets.strikes.enumerated().map { index, strike in
        SABRCalibration.Quote(
          strike: forward + strike, volatility: middle + offsets.values[node * offsets.strikes.count + index])
      }
      let calibration = SABRCalibration(
        forward: forward, years: expiry, atTheMoney: middle,
        // Strikes that a shifted lognormal rate cannot reach say nothing about it.
        quotes: quotes.filter { $0.strike != forward && type.admits(forward: $0.strike) }, beta: beta,
        shift: shift, expansion: expansion)
      switch calibration.fit() {
      case .success(let fit): fits.append(fit)
      case .failure(let failure): problems.add("smile of expiry \(expiry), tenor \(tenor): \(failure)")
      }
    }
    try problems.throwIfAny()
    func grid(_ values: [Double]) -> BilinearGrid {
      BilinearGrid(rows: offsets.expiries, columns: offsets.tenors, values: values)
    }
    let models = try SwaptionSABR(
      beta: beta, shift: shift, expansion: expansion, rho: grid(fits.map(\.model.rho)),
      nu: grid(fits.map(\.model.nu)))
    let cube = try SwaptionVolatilityCube(
      type: type, expiries: atTheMoney.rows, tenors: atTheMoney.columns, atTheMoney: atTheMoney.values,
      smile: .sabr(models))
    return (cube, fits)
  }
}
