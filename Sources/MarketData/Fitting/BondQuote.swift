public import DatesAndConventions
import NumericalMethods

/// What a bond of a government is worth, for a curve fitted to many.
///
/// Coupons run back from maturity and are not moved off holidays; the bond is settled on the valuation date.
public struct BondQuote: Sendable, Hashable, Codable {
  public let maturity: CivilDate
  /// A decimal a year; 0 for a bill.
  public let coupon: Double
  /// Coupons a year, and the compounding of a yield.
  public let frequency: Frequency
  /// Per 100, without accrued interest; `nil` where a yield is given.
  public let cleanPrice: Double?
  /// To maturity, a decimal compounded `frequency` times a year; `nil` where a price is given.
  public let yield: Double?

  public init(
    maturity: CivilDate, coupon: Double, frequency: Frequency, cleanPrice: Double? = nil, yield: Double? = nil
  ) {
    self.maturity = maturity
    self.coupon = coupon
    self.frequency = frequency
    self.cleanPrice = cleanPrice
    self.yield = yield
  }
}

extension BondQuote: CustomStringConvertible {
  /// Such as `bond 2033-02-15 3.5%`.
  public var description: String { "bond \(maturity) \((coupon * 1e6).rounded() / 1e4)%" }
}

extension BondQuote {
  /// The quoted yield, or the one at the quoted price.
  func yieldToMaturity(_ valuationDate: CivilDate) -> Double {
    if let yield { return yield }
    let bond = BondToFit(self, valuationDate: valuationDate)
    return bond.yield(at: bond.price).yield
  }
}

/// A bond's payments from the valuation date and what they cost, per 1 of face.
struct BondToFit {
  /// Act/365F, ascending.
  let years: [Double]
  let amounts: [Double]
  /// With accrued interest.
  let price: Double
  let accrued: Double
  /// Coupons a year; 1 for a bond without.
  let frequency: Double
  /// Coupon periods to each payment.
  private let periods: [Double]

  /// Expects a bond that matures after the valuation date, with a price or a yield.
  init(_ quote: BondQuote, valuationDate: CivilDate) {
    let perYear = quote.frequency == .once ? 1 : quote.frequency.rawValue
    let months = 12 / perYear
    var dates = [quote.maturity]
    var next = quote.maturity.adding(months: -months)
    while next > valuationDate {
      dates.append(next)
      next = quote.maturity.adding(months: -months * dates.count)
    }
    // Of the first period, what is still to come.
    let first = dates[dates.count - 1]
    let rest = Double(first - valuationDate) / Double(first - next)
    let coupon = quote.coupon / Double(perYear)
    years = dates.reversed().map { CurveTime.years(from: valuationDate, to: $0) }
    amounts = dates.indices.map { $0 == dates.count - 1 ? 1 + coupon : coupon }
    periods = dates.indices.map { rest + Double($0) }
    frequency = Double(perYear)
    accrued = coupon * (1 - rest)
    if let clean = quote.cleanPrice {
      price = clean / 100 + accrued
    } else {
      let growth = 1 + (quote.yield ?? 0) / Double(perYear)
      price = zip(amounts, BondToFit.factors(growth, periods)).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// The yield at a price, compounded with the coupons, and minus the price's derivative by it.
  func yield(at price: Double) -> (yield: Double, slope: Double) {
    var yield = 0.03
    var slope = 0.0
    for _ in 0..<60 {
      let growth = 1 + yield / frequency
      var value = 0.0
      slope = 0
      for (index, factor) in BondToFit.factors(growth, periods).enumerated() {
        let present = amounts[index] * factor
        value += present
        slope += present * periods[index] / (frequency * growth)
      }
      let step = (value - price) / slope
      yield = max(yield + step, -0.9 * frequency)
      if abs(step) < 1e-14 { break }
    }
    return (yield, slope)
  }

  /// What 1 is worth so many periods before it is paid, growing by a factor a period.
  private static func factors(_ growth: Double, _ periods: [Double]) -> [Double] {
    var logarithm = [growth]
    Logarithm.logInPlace(&logarithm)
    var factors = periods.map { -logarithm[0] * $0 }
    Exponential.expInPlace(&factors)
    return factors
  }
}
