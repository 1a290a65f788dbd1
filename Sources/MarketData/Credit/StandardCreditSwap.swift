public import DatesAndConventions
import NumericalMethods

/// A standard default swap traded on the valuation date, per unit of notional, from the buyer of protection: what credit curves are
/// quoted in.
///
/// The ISDA standard model 1.8.2: protection begins tomorrow, premium accrues Act/360 from the last 20th, cash moves after
/// three business days.
public struct StandardCreditSwap: Sendable {
  public let maturity: CivilDate
  public let valuationDate: CivilDate
  /// Share of the notional lost in a default.
  private let loss: Double
  /// Premium accrued through the valuation date; years, Act/360.
  public let accrued: Double
  /// Act/365F years of the timeline's days.
  private let years: [Double]
  private let accruedYears: [Double]
  /// −ln of the discount factor on each day.
  private let discountExponents: [Double]
  private let premiums: [(years: Double, value: Double)]
  private let settlementDiscount: Double

  /// - Parameter hazardDates: Where hazard rates change, ascending: those of the curves that the swap will be valued on.
  ///
  /// Precondition: `maturity` after the valuation date, `recovery` at least 0 and below 1.
  public init(
    maturity: CivilDate, valuationDate: CivilDate, recovery: Double, discount: ZeroCurve,
    hazardDates: [CivilDate] = []
  ) {
    precondition(maturity > valuationDate, "a standard swap has not matured")
    let timeline = CreditSwapTimeline(
      CreditSwapSchedule(maturity: maturity, after: valuationDate), valuationDate: valuationDate, isNew: true,
      curveDays: Set(discount.days(from: valuationDate) + hazardDates.map(\.dayNumber)).sorted())
    func time(_ day: Int32) -> Double {
      CurveTime.years(from: valuationDate, to: CivilDate(dayNumber: day))
    }
    self.maturity = maturity
    self.valuationDate = valuationDate
    loss = 1 - recovery
    accrued = timeline.accrued
    years = timeline.days.map(time)
    accruedYears = timeline.accruedYears
    discountExponents = years.map { discount.exponent(at: $0) }
    premiums = timeline.premiums.map {
      (time($0.lastDay), $0.accrual * discount.discountFactor(at: time($0.payDay)))
    }
    settlementDiscount = discount.discountFactor(
      at: time(CreditSwapSchedule.cashSettlement(tradedOn: valuationDate).dayNumber))
  }

  /// The values of both legs today.
  public struct Legs: Sendable {
    /// Of what is paid in a default.
    public var protection: Double
    /// Of a premium of 1 a year, accrued premium taken out.
    public var annuity: Double
  }

  public func legs(_ curve: CreditCurve) -> Legs { legs(curve.exponent(at:)) }

  /// The premium a year at which nothing is paid upfront, a decimal.
  public func parSpread(_ curve: CreditCurve) -> Double {
    let legs = legs(curve)
    return legs.protection / legs.annuity
  }

  /// What the buyer pays at cash settlement beside accrued premium, as a share of the notional.
  public func upfront(coupon: Double, _ curve: CreditCurve) -> Double {
    let legs = legs(curve)
    return (legs.protection - coupon * legs.annuity) / settlementDiscount
  }

  /// The upfront of a contract quoted by the par spread of a flat hazard rate; `nil` where no hazard rate has that spread.
  public func upfront(coupon: Double, conventionalSpread: Double) -> Double? {
    flatCurve { $0.protection - conventionalSpread * $0.annuity }.map { upfront(coupon: coupon, $0) }
  }

  /// The par spread of the flat hazard rate that has this upfront; `nil` where there is none.
  public func conventionalSpread(coupon: Double, upfront: Double) -> Double? {
    flatCurve { $0.protection - coupon * $0.annuity - upfront * settlementDiscount }.map(parSpread)
  }

  private func flatCurve(_ mispricing: (Legs) -> Double) -> CreditCurve? {
    RootSearch(bracket: CreditBootstrap.bracket).brent { rate in mispricing(legs { rate * $0 }) }.root
      .map { CreditCurve(valuationDate: valuationDate, hazardRate: $0) }
  }

  /// What is missing of a contract's value at a quote, today: positive where protection is worth more.
  func mispricing(_ quote: SwapQuote, _ legs: Legs) -> Double {
    legs.protection - quote.coupon * legs.annuity - quote.upfront * settlementDiscount
  }

  func legs(_ exponent: (Double) -> Double) -> Legs {
    slopes(exponent, along: { _ in 0 }).legs
  }

  /// The legs, and how they change when the hazard to every time moves by `direction` of it.
  func slopes(_ exponent: (Double) -> Double, along direction: (Double) -> Double) -> (
    legs: Legs, slopes: Legs
  ) {
    var legs = Legs(protection: 0, annuity: -accrued * settlementDiscount)
    var slopes = Legs(protection: 0, annuity: 0)
    let hazards = years.map(exponent)
    let moves = years.map(direction)
    for from in accruedYears.indices {
      let to = from + 1
      let hazard = hazards[to] - hazards[from]
      let x = discountExponents[to] - discountExponents[from] + hazard
      let moments = ExponentialMoments(SIMD4(repeating: x))
      let (m0, m1, m2) = (moments.zeroth[0], moments.first[0], moments.second[0])
      let before = Exponential.exp(-discountExponents[from] - hazards[from])
      let length = years[to] - years[from]
      let accrual = accruedYears[from] * m0 + length * m1
      legs.protection += loss * before * hazard * m0
      legs.annuity += CreditSwapTimeline.accrualRatio * before * hazard * accrual
      let (move, more) = (moves[from], moves[to] - moves[from])
      slopes.protection += loss * before * (more * m0 - hazard * (move * m0 + more * m1))
      slopes.annuity +=
        CreditSwapTimeline.accrualRatio * before
        * (more * accrual - hazard * (move * accrual + more * (accruedYears[from] * m1 + length * m2)))
    }
    for premium in premiums {
      let value = premium.value * Exponential.exp(-exponent(premium.years))
      legs.annuity += value
      slopes.annuity -= value * direction(premium.years)
    }
    return (legs, slopes)
  }
}

/// A contract's terms of trade: a coupon a year and what is paid upfront.
struct SwapQuote: Hashable {
  let coupon: Double
  let upfront: Double

  static func par(_ spread: Double) -> SwapQuote { SwapQuote(coupon: spread, upfront: 0) }
}

extension ZeroCurve {
  /// The days of the pillars.
  func days(from valuationDate: CivilDate) -> [Int32] {
    years.map { valuationDate.dayNumber + Int32(($0 * 365).rounded()) }
  }
}
