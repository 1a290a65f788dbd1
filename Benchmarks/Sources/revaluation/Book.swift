import DatesAndConventions
import Instruments

/// A book of semiannual bonds and monthly level-pay loans, half and half, every one with a maturity of its own.
///
/// Bonds mature on any day of the next 30 years and pay on business days of the US bond market; loans have 1 to 360
/// payments left, on any day of the month. A third of the loans prepays.
struct Book {
  static let valuationDate = CivilDate(iso: "2023-03-31")!
  /// No flow falls later.
  static let longestDays = 30 * 366 + 40

  /// Contract `index` of the book, the same in every run.
  static func instrument(_ index: Int) throws(TermsError) -> Instrument {
    var random = SplitMix64(state: UInt64(index))
    return index.isMultiple(of: 2) ? try bond(&random) : try loan(&random)
  }

  private static func bond(_ random: inout SplitMix64) throws(TermsError) -> Instrument {
    let maturity = valuationDate.adding(days: 1 + random.below(30 * 365))
    return .fixedBond(
      try FixedBond(
        currency: .usd, datedDate: valuationDate.adding(months: -6 - random.below(60)), maturity: maturity,
        coupon: 0.0025 * Double(1 + random.below(30)), frequency: .semiannual, convention: .usCorporate))
  }

  private static func loan(_ random: inout SplitMix64) throws(TermsError) -> Instrument {
    let first = valuationDate.adding(days: 1 + random.below(31))
    let payments = 1 + random.below(360)
    return .amortisingLoan(
      try AmortisingLoan(
        currency: .usd, balance: Double(10_000 + random.below(990_000)),
        balanceDate: first.adding(months: -1),
        firstPaymentDate: first, maturity: first.adding(months: payments),
        rate: 0.02 + 0.00125 * Double(random.below(64)), amortisation: .levelPay(payment: nil, periods: nil),
        servicingFee: 0.0025, prepaymentRate: random.below(3) == 0 ? 0.06 : 0, calendar: .usGovernmentBond,
        paymentConvention: .following))
  }
}

/// Numbers that are the same in every run (Steele, Lea and Flood, "Fast splittable pseudorandom number generators").
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// From 0 to below `bound`.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
