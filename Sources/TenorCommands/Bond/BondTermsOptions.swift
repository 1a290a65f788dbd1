import DatesAndConventions
import Instruments

/// The options that state a bond for the desk calculator.
enum BondTermsOptions {
  static let options = [
    Command.Option(
      name: "coupon", value: "RATE", help: "annual coupon, such as 4.375%; 0% for a zero-coupon bond"),
    Command.Option(name: "maturity", value: "DATE", help: "final payment"),
    Command.Option(name: "settlement", value: "DATE", help: "day for which the price holds"),
    Command.Option(
      name: "convention", value: "MARKET",
      help: "one of \(BondConventionID.allCases.map(\.rawValue).joined(separator: ", ")); default US_STREET"),
    Command.Option(
      name: "frequency", value: "N", help: "coupons a year: 0, 1, 2, 3, 4, 6 or 12; default the market's"),
    Command.Option(
      name: "dated", value: "DATE",
      help: "day from which interest accrues; default a coupon date before settlement"),
    Command.Option(name: "first-coupon", value: "DATE", help: "first coupon when the first period is odd"),
    Command.Option(name: "redemption", value: "PRICE", help: "paid at maturity per 100; default 100"),
  ]

  /// The bond and its settlement date. Throws `CommandError` naming the option at fault.
  static func bond(_ arguments: Arguments) throws(CommandError) -> (bond: FixedBond, settlement: CivilDate) {
    let market = try arguments.choice("convention", default: BondConventionID.usStreet)
    let convention = BondConvention.of(market)
    let maturity = try arguments.requiredDate("maturity")
    let settlement = try arguments.requiredDate("settlement")
    guard let coupon = try arguments.rate("coupon") else {
      throw CommandError(.usage, "--coupon is missing: --coupon 4.375%")
    }
    guard settlement < maturity else {
      throw CommandError(.usage, "--settlement \(settlement) is not before --maturity \(maturity)")
    }
    let number = try arguments.integer("frequency", default: convention.frequency.rawValue, in: 0...12)
    guard let frequency = Frequency(rawValue: number) else {
      throw CommandError(.usage, "--frequency '\(number)' is not one of 0, 1, 2, 3, 4, 6, 12")
    }
    let dated =
      try arguments.date("dated") ?? couponDate(before: settlement, maturity: maturity, frequency, convention)
    do {
      let bond = try FixedBond(
        currency: currency(of: market), datedDate: dated, maturity: maturity, coupon: coupon,
        frequency: frequency,
        convention: market, firstCouponDate: try arguments.date("first-coupon"),
        endOfMonth: convention.endOfMonth,
        redemption: try arguments.number("redemption") ?? 100)
      return (bond, settlement)
    } catch let error as TermsError {
      throw CommandError(.usage, "\(error)")
    } catch let error as CommandError {
      throw error
    } catch {
      throw CommandError(.usage, "\(error)")
    }
  }

  /// The last regular coupon date on or before settlement, counted back from maturity.
  private static func couponDate(
    before settlement: CivilDate, maturity: CivilDate, _ frequency: Frequency, _ convention: BondConvention
  ) -> CivilDate {
    let months = frequency == .once ? convention.frequency.monthsPerPeriod : frequency.monthsPerPeriod
    let roll = RollDates(anchor: maturity, monthsPerPeriod: months, endOfMonth: convention.endOfMonth)
    return roll.date(roll.index(onOrBefore: settlement))
  }

  private static func currency(of market: BondConventionID) -> Currency {
    switch market {
    case .usTreasury, .usStreet, .usCorporate, .usMunicipal, .usAgency: return .usd
    case .ukGilt: return .gbp
    case .germanBund, .isma, .eurobond: return .eur
    case .japaneseGovernment: return .jpy
    }
  }
}
