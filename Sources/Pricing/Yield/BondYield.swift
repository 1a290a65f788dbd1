public import CashFlows
public import DatesAndConventions
public import Instruments

/// Prices and yields of one bond for one settlement date, by its market's convention.
///
/// Built once and asked often: dates, day counts and amounts are worked out in the initialiser, a price costs one
/// exponential and a multiply-add per flow, and a yield a handful of prices. Prices are per 100 of face outstanding at
/// settlement; yields are decimals, compounded as the convention says.
///
/// Times are counted in coupon periods between unadjusted dates: whole periods count 1, and parts of one by actual
/// days over the actual days of the period, or under 30/360 rules as (E − A)/E with A days accrued of the E in the
/// period (MSRB rule G-33 (b)(i)).
public struct BondYield: Sendable {
  public let settlement: CivilDate
  /// Accrued interest per 100 of face outstanding; negative in the ex-coupon period.
  public let accrued: Double
  /// Face outstanding at settlement per 1 of original face; above 0.
  public let outstandingFace: Double
  private let method: BondYieldMethod

  /// `nil` when nothing is left to pay after `settlement`, which may also be earlier than the bond's dated date.
  public init?(_ bond: FixedBond, settlement: CivilDate) {
    self.init(FixedBondSchedule(bond, after: settlement), settlement: settlement)
  }

  /// From a schedule that begins no later than `settlement`; `nil` when nothing is left to pay after it.
  public init?(_ schedule: FixedBondSchedule, settlement: CivilDate) {
    let face = schedule.outstandingFace(at: settlement)
    guard face > 0, let method = BondYieldMethod(schedule, settlement: settlement, face: face) else {
      return nil
    }
    self.settlement = settlement
    self.method = method
    outstandingFace = face / 100
    accrued = schedule.accruedInterest(at: settlement) * 100 / face
  }

  /// `nil` for a yield out of the convention's range, such as −100% a period or less.
  public func dirtyPrice(yield: Double) -> Double? {
    switch method {
    case .compound(let compound): compound.price(yield: yield)
    case .simple(let simple): simple.price(yield: yield)
    case .japanese(let japanese, _): japanese.cleanPrice(yield: yield).map { $0 + accrued }
    }
  }

  /// The dirty price less accrued interest.
  public func cleanPrice(yield: Double) -> Double? { dirtyPrice(yield: yield).map { $0 - accrued } }

  /// The yield at a dirty price; `nil` when none gives it: a price that is not positive, or one so far from the flows
  /// that the yield leaves the range of numbers.
  ///
  /// `guess` is a yield nearby, such as that of the scenario before; it changes speed, not the answer beyond rounding.
  public func yield(dirtyPrice: Double, guess: Double? = nil) -> Double? {
    switch method {
    case .compound(let compound): compound.yield(price: dirtyPrice, guess: guess)
    case .simple(let simple): simple.yield(price: dirtyPrice)
    case .japanese(let japanese, _): japanese.yield(cleanPrice: dirtyPrice - accrued)
    }
  }

  /// The yield at a clean price; `nil` when none gives it.
  public func yield(cleanPrice: Double, guess: Double? = nil) -> Double? {
    yield(dirtyPrice: cleanPrice + accrued, guess: guess)
  }

  /// Durations and convexity on the dirty price. Precondition: `yield` has a price.
  ///
  /// A Japanese simple yield discounts no flows; its Macaulay duration is that of the compound yield at the same price.
  public func sensitivity(yield: Double) -> YieldSensitivity {
    switch method {
    case .compound(let compound): return compound.sensitivity(yield: yield)
    case .simple(let simple): return simple.sensitivity(yield: yield)
    case .japanese(let japanese, let flows):
      guard let price = dirtyPrice(yield: yield) else {
        preconditionFailure("a yield without a price has no sensitivity")
      }
      let derivatives = japanese.derivatives(yield: yield)
      let rate = flows.rate(price: price, guess: nil)
      return YieldSensitivity(
        modifiedDuration: -derivatives.first / price,
        macaulayDuration: rate.map { flows.averageTime($0) / flows.periodsPerYear } ?? japanese.years,
        convexity: derivatives.second / price)
    }
  }

  public func modifiedDuration(yield: Double) -> Double { sensitivity(yield: yield).modifiedDuration }
  public func macaulayDuration(yield: Double) -> Double { sensitivity(yield: yield).macaulayDuration }
  public func convexity(yield: Double) -> Double { sensitivity(yield: yield).convexity }

  /// `yield(dirtyPrice:guess:)` at every price.
  func yields(dirtyPrices: [Double], guess: Double?) -> [Double?] {
    switch method {
    case .compound(let compound): dirtyPrices.map { compound.yield(price: $0, guess: guess) }
    case .simple, .japanese: dirtyPrices.map { yield(dirtyPrice: $0, guess: guess) }
    }
  }

  /// `sensitivity(yield:)` at every yield; zero where there is none.
  func sensitivities(yields: [Double?]) -> [YieldSensitivity] {
    switch method {
    case .compound(let compound): yields.map { $0.map { compound.sensitivity(yield: $0) } ?? .zero }
    case .simple, .japanese: yields.map { $0.map(sensitivity(yield:)) ?? .zero }
    }
  }
}
