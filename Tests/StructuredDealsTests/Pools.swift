import Collateral

/// Pools as tests need them: level-pay loans by the order of the Standard Formulas, default first, then scheduled
/// principal, then prepayment.
enum Pools {
  /// A pool of level-pay loans. Rates are annual decimals; `smm` and `mdr` are monthly, by the month from 1.
  static func level(
    balance: Double, wac: Double, fee: Double = 0, term: Int, smm: (Int) -> Double = { _ in 0 },
    mdr: (Int) -> Double = { _ in 0 }, severity: Double = 0
  ) -> CollateralFlows {
    var flows = CollateralFlows(openingBalance: balance, months: term)
    var performing = balance
    let rate = wac / 12
    for month in 0..<term {
      let defaults = performing * mdr(month + 1)
      flows.defaults[month] = defaults
      flows.loss[month] = defaults * severity
      flows.recovery[month] = defaults - flows.loss[month]
      let paying = performing - defaults
      flows.interest[month] = paying * rate
      flows.servicingFee[month] = paying * fee / 12
      let left = Double(term - month)
      let scheduled = month == term - 1 ? paying : paying * rate / (power(1 + rate, left) - 1)
      flows.scheduledPrincipal[month] = scheduled
      flows.prepayment[month] = month == term - 1 ? 0 : (paying - scheduled) * smm(month + 1)
      performing = month == term - 1 ? 0 : paying - scheduled - flows.prepayment[month]
      flows.balance[month] = performing
    }
    return flows
  }

  /// The pass-through of Fabozzi's examples: $400m, 7.5% after fees, 8.125% gross, 357 months left, 3 months old.
  static func fabozzi(psa: Double) -> CollateralFlows {
    level(balance: 400e6, wac: 0.08125, fee: 0.00625, term: 357, smm: { psaSMM(psa, month: $0 + 3) })
  }

  /// Single monthly mortality at a PSA speed, for loans in their `month`, from 1.
  static func psaSMM(_ psa: Double, month: Int) -> Double {
    smm(cpr: min(1, psa / 100 * 0.002 * Double(min(month, 30))))
  }

  static func smm(cpr: Double) -> Double { 1 - root12(1 - cpr) }

  /// The twelfth root, by Newton's method.
  static func root12(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    var root = 1 - (1 - value) / 12
    for _ in 0..<60 { root -= (power(root, 12) - value) / (12 * power(root, 11)) }
    return root
  }

  static func power(_ base: Double, _ exponent: Double) -> Double {
    var product = 1.0
    for _ in 0..<Int(exponent) { product *= base }
    return product
  }
}

extension CollateralFlows {
  /// All principal of a month, from 0.
  func principal(_ month: Int) -> Double { scheduledPrincipal[month] + prepayment[month] + recovery[month] }
}
