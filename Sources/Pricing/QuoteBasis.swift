import DatesAndConventions

/// What turns the value of a contract's flows into its quoted price and yield.
///
/// Shared, not copied: the flows behind a yield are many.
final class QuoteBasis: Sendable {
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

  init(
    settlementDay: Int32, accrued: Double, principal: Double, maturity: CivilDate, frequency: Frequency,
    yield: YieldModel?
  ) {
    self.settlementDay = settlementDay
    self.accrued = accrued
    self.principal = principal
    self.maturity = maturity
    self.frequency = frequency
    self.yield = yield
  }
}

/// The yield rule of a contract family.
enum YieldModel: Sendable {
  case bond(BondYield)
  case loan(LoanYield)
  case perpetual(PerpetualYield)
  /// Of a pool: compounded twice a year.
  case bondEquivalent(CompoundYield)
  /// A real yield out of payments that assume prices to rise at this rate a year; compounded twice a year.
  case assumedInflation(BondYield, annual: Double)

  /// The yield, a decimal, at a dirty price per 100; `nil` when none is found.
  func yield(dirtyPrice: Double, guess: Double?) -> Double? {
    switch self {
    case .bond(let bond): return bond.yield(dirtyPrice: dirtyPrice, guess: guess)
    case .loan(let loan): return loan.yield(dirtyPrice: dirtyPrice, guess: guess)
    case .perpetual(let bond): return bond.yield(dirtyPrice: dirtyPrice, guess: guess)
    case .bondEquivalent(let flows): return flows.yield(price: dirtyPrice, guess: guess)
    case .assumedInflation(let bond, let annual):
      let growth = (1 + annual).squareRoot()
      let nominal = bond.yield(dirtyPrice: dirtyPrice, guess: guess.map { 2 * ((1 + $0 / 2) * growth - 1) })
      return nominal.map { 2 * ((1 + $0 / 2) / growth - 1) }
    }
  }

  /// The yields at dirty prices, all from one guess; `nil` where none is found.
  func yields(dirtyPrices: [Double], guess: Double?) -> [Double?] {
    switch self {
    case .bond(let bond): return bond.yields(dirtyPrices: dirtyPrices, guess: guess)
    case .loan(let loan):
      return dirtyPrices.map { loan.yield(dirtyPrice: $0, guess: guess) }
    case .perpetual, .bondEquivalent, .assumedInflation:
      return dirtyPrices.map { yield(dirtyPrice: $0, guess: guess) }
    }
  }

  /// Sensitivities at yields; those of 0 where there is none.
  func sensitivities(yields: [Double?]) -> [YieldSensitivity] {
    switch self {
    case .bond(let bond): return bond.sensitivities(yields: yields)
    case .loan(let loan): return yields.map { $0.map(loan.sensitivity(yield:)) ?? .zero }
    case .perpetual(let bond): return yields.map { $0.map(bond.sensitivity(yield:)) ?? .zero }
    case .bondEquivalent(let flows): return yields.map { $0.map(flows.sensitivity(yield:)) ?? .zero }
    case .assumedInflation(let bond, let annual):
      // The nominal yield moves by this much for each 1 of the real yield.
      let growth = (1 + annual).squareRoot()
      return yields.map { real in
        guard let real else { return .zero }
        let nominal = bond.sensitivity(yield: 2 * ((1 + real / 2) * growth - 1))
        return YieldSensitivity(
          modifiedDuration: nominal.modifiedDuration * growth, macaulayDuration: nominal.macaulayDuration,
          convexity: nominal.convexity * growth * growth)
      }
    }
  }
}
