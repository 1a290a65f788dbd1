import DatesAndConventions

/// What turns the value of a contract's flows into its quoted price and yield.
struct QuoteBasis {
  /// The day for which prices are quoted.
  let settlementDay: Int32
  /// Accrued interest per 100 of principal at settlement.
  let accrued: Double
  /// Principal outstanding at settlement per unit of position quantity.
  let principal: Double
  /// Last contractual flow, for benchmark yields.
  let maturity: CivilDate
  let frequency: Frequency
  /// `nil` when nothing is left to pay after settlement.
  let yield: YieldModel?
}

/// The yield rule of a contract family.
enum YieldModel {
  case bond(BondYield)
  case loan(LoanYield)

  /// The yield, a decimal, at a dirty price per 100; `nil` when none is found.
  func yield(dirtyPrice: Double, guess: Double?) -> Double? {
    switch self {
    case .bond(let bond): return bond.yield(dirtyPrice: dirtyPrice, guess: guess)
    case .loan(let loan): return loan.yield(dirtyPrice: dirtyPrice, guess: guess)
    }
  }

  func sensitivity(yield: Double) -> YieldSensitivity {
    switch self {
    case .bond(let bond): return bond.sensitivity(yield: yield)
    case .loan(let loan): return loan.sensitivity(yield: yield)
    }
  }
}
