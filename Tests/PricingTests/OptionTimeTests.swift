import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// What time brings to contracts whose value depends on how much of it is left, against the same contracts on the later day.
struct OptionTimeTests {
  private static let date = CivilDate(iso: "2023-03-31")!

  /// Days that have gone by, and what curves have done meanwhile.
  private struct Later {
    let days: Int
    let realised: Bool

    static let today = Later(days: 0, realised: true)
  }

  /// A market of curves whose logarithms are linear between numbers of days, so that both the forwards that come true and the same curve
  /// by tenor are such a curve again. Volatilities are the same for all expiries and strikes.
  private static func market(_ later: Later = .today) -> MarketSnapshot {
    func curve(_ id: String, _ currency: Currency, _ rates: [Double]) -> CurveQuotes {
      let passed = Double(later.days)
      let points = zip([180, 730, 3_650, 10_950, 29_200], rates).map { days, rate in
        later.realised
          ? CurvePoint(
            tenor: Tenor(days - later.days, .days),
            rate: (rate * Double(days) - rates[0] * passed) / (Double(days) - passed))
          : CurvePoint(tenor: Tenor(days, .days), rate: rate)
      }
      return CurveQuotes(
        id: id, currency: currency, kind: .zero(.continuous), interpolation: .logLinearDiscount,
        points: points, source: "test")
    }
    func hazards(_ id: String, _ rates: [Double]) -> CreditQuotes {
      CreditQuotes(
        id: id, currency: .eur, recovery: 0.4, kind: .hazardRate,
        points: zip([1, 5, 10], rates).map { CreditPoint(tenor: Tenor($0, .years), quote: $1) },
        source: "test")
    }
    let euro = [0.01, 0.02, 0.035, 0.04, 0.041]
    let dollar = [0.05, 0.045, 0.04, 0.035, 0.035]
    let spot =
      1.1 * (later.realised ? exp((dollar[0] - euro[0]) * Double(later.days) / 365) : 1)
    let tenors = [Tenor(1, .years), Tenor(5, .years), Tenor(10, .years)]
    return MarketSnapshot(
      valuationDate: date.adding(days: later.days), source: "test", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        curve("EUR", .eur, euro), curve("EURIBOR", .eur, [0.015, 0.024, 0.037, 0.041, 0.042]),
        curve("USD", .usd, dollar),
      ],
      spreadCurves: [
        SpreadQuotes(
          id: "BBB", currency: .eur,
          points: [
            SpreadPoint(tenor: Tenor(1, .years), basisPoints: 90),
            SpreadPoint(tenor: Tenor(10, .years), basisPoints: 90),
          ], source: "test")
      ],
      discountCurves: ["EUR": "EUR", "USD": "USD"],
      volatilities: VolatilityQuotes(
        swaptions: [
          SwaptionVolatilityQuotes(
            id: "EUR.SWAPTIONS", currency: .eur, type: .normal, expiries: tenors, tenors: tenors,
            atTheMoney: tenors.map { _ in tenors.map { _ in 0.008 } }, source: "test")
        ],
        caps: [
          CapVolatilityQuotes(
            id: "EUR.6M", currency: .eur, period: Tenor(6, .months), type: .normal, maturities: tenors,
            strikes: [0.01, 0.05], volatilities: tenors.map { _ in [0.008, 0.008] }, source: "test")
        ],
        fx: [
          FXVolatilityQuotes(
            id: "EURUSD", baseCurrency: .eur, quoteCurrency: .usd,
            points: tenors.map { FXVolatilityPoint(tenor: $0, delta: .forward, atTheMoney: 0.1) },
            source: "test")
        ]),
      fxRates: ["USD": spot], fxBase: .eur,
      shortRateModels: ["EUR": ShortRateModel(meanReversion: 0.03, volatility: 0.01)],
      indexCurves: ["EUR-EURIBOR-6M": "EURIBOR"],
      creditCurves: [hazards("FLAT", [0.02, 0.02, 0.02]), hazards("STEEP", [0.01, 0.02, 0.04])])
  }

  private static func price(
    _ later: Later, _ measures: [Measure], _ book: [PositionToPrice]
  ) throws -> [[Measure: Cell]] {
    cells(
      try QuoteMarket.pricer(market(later), measures).price(book).results, positions: book.count)
  }

  private static func day(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  private struct Case {
    let name: String
    let terms: Instrument
    var spread: Double?
    var spreadCurve: String?
    /// Of what it is about, per 1.
    let tolerance: Double
    let size: Double
    /// Whether the curve that it hangs on can be the same by tenor on the later day.
    var keepsShape = true
  }

  /// Contracts without a payment, fixing or decision in the next month.
  ///
  /// Lattices of the two days differ in their steps, which is 1e-5 of the value after a month; all else agrees to rounding.
  private static func cases() throws -> [Case] {
    let bond = try FixedBond(
      currency: .eur, datedDate: day("2022-09-15"), maturity: day("2031-09-15"), coupon: 0.04,
      frequency: .annual, convention: .eurobond)
    func exercise(_ years: [Int]) -> [ExercisePrice] {
      years.map { ExercisePrice(date: day("\($0)-09-15"), price: 100) }
    }
    func leg(_ rate: CouponLeg.Rate, _ frequency: Frequency, from start: String = "2024-06-17") throws
      -> CouponLeg
    {
      try CouponLeg(
        currency: .eur, notional: 1e6, rate: rate, start: day(start), maturity: day("2031-06-16"),
        frequency: frequency, dayCount: .actual360, calendar: .target)
    }
    func floating(_ start: String = "2024-06-17") throws -> CouponLeg {
      try leg(.floating(FloatingRate(index: .eurEuribor6M)), .semiannual, from: start)
    }
    let swap = try InterestRateSwap(
      pay: leg(.fixed(0.035), .annual), receive: floating(), valueCurrency: .eur)
    func protection(_ curve: String) throws -> Instrument {
      .derivative(
        .creditDefaultSwap(
          try CreditDefaultSwap(
            currency: .eur, creditCurve: curve, protection: .sold, notional: 1e6, coupon: 0.01,
            maturity: day("2028-06-20"))))
    }
    func structured(calls: [Int]) throws -> Instrument {
      .structuredNote(
        try StructuredNote(
          currency: .eur, datedDate: day("2023-06-15"), maturity: day("2031-06-15"),
          coupon: .index(FloatingRate(index: .eurEuribor6M, spread: 0.08, gearing: -1, floor: 0.01)),
          calls: calls.map { ExercisePrice(date: day("\($0)-06-15"), price: 100) }))
    }
    let loan = try AmortisingLoan(
      currency: .eur, balance: 1e6, balanceDate: day("2023-03-15"), firstPaymentDate: day("2023-09-15"),
      maturity: day("2033-03-15"), rate: 0.035, frequency: .semiannual,
      amortisation: .levelPay(payment: nil, periods: nil))
    return [
      Case(
        name: "callable",
        terms: .callableBond(try CallableBond(bond: bond, calls: exercise([2025, 2027, 2029]))),
        spread: 60, tolerance: 1e-5, size: 1),
      Case(
        name: "putable", terms: .callableBond(try CallableBond(bond: bond, puts: exercise([2026, 2028]))),
        spread: 20, spreadCurve: "BBB", tolerance: 1e-5, size: 1),
      Case(
        name: "perpetual",
        terms: .perpetualBond(
          try PerpetualBond(
            currency: .eur, datedDate: day("2022-09-15"), coupon: 0.05, frequency: .annual,
            convention: .eurobond)), spread: 120, tolerance: 1e-9, size: 1),
      Case(
        name: "floating note without maturity",
        terms: .perpetualFloater(
          try PerpetualFloater(
            currency: .eur, datedDate: day("2023-06-15"),
            coupon: FloatingRate(index: .eurEuribor6M, spread: 0.02))), spread: 120, tolerance: 1e-9, size: 1),
      Case(
        name: "adjustable loan",
        terms: .variableLoan(
          try VariableLoan(
            loan: loan,
            rateReset: LoanRateReset(
              index: .eurEuribor6M, margin: 0.01, first: day("2024-03-15"), months: 6, firstCap: 0.02,
              periodicCap: 0.01, cap: 0.06))), spread: 50, tolerance: 1e-9, size: 1e6),
      Case(
        name: "FX option",
        terms: .derivative(
          .fxOption(
            try FXOption(
              exchange: FXForward(
                buyCurrency: .eur, buyAmount: 1e6, sellCurrency: .usd, sellAmount: 1.12e6,
                settlementDate: day("2024-10-02"), valueCurrency: .usd), expiry: day("2024-09-30")))),
        tolerance: 1e-9, size: 1e6),
      Case(
        name: "cap", terms: .derivative(.capFloor(try CapFloor(.cap, leg: floating(), strike: 0.035))),
        tolerance: 1e-8, size: 1e6),
      Case(
        name: "floor of rates that begin soon",
        terms: .derivative(
          .capFloor(try CapFloor(.floor, leg: floating("2023-06-15"), strike: 0.03))), tolerance: 1e-8,
        size: 1e6),
      Case(
        name: "capped note",
        terms: .floatingNote(
          try FloatingNote(
            currency: .eur, datedDate: day("2023-06-15"), maturity: day("2028-06-15"),
            coupon: FloatingRate(index: .eurEuribor6M, spread: 0.01, cap: 0.04))), spread: 40,
        tolerance: 1e-8, size: 1),
      Case(
        name: "swap of capped swap rates",
        terms: .derivative(
          .swap(
            try InterestRateSwap(
              pay: leg(.fixed(0.03), .annual),
              receive: leg(
                .swapRate(try SwapRateCoupon(index: .eurEuribor6M, longYears: 10, cap: 0.05)), .annual),
              valueCurrency: .eur))), tolerance: 1e-9, size: 1e6),
      Case(
        name: "cap on a difference of swap rates",
        terms: .derivative(
          .capFloor(
            try CapFloor(
              .cap,
              leg: leg(
                .swapRate(
                  try SwapRateCoupon(
                    index: .eurEuribor6M, longYears: 10, shortYears: 2, correlation: 0.8)), .annual),
              strike: 0.001))), tolerance: 1e-9, size: 1e6),
      Case(
        name: "swaption", terms: .derivative(.swaption(try Swaption(swap, expiry: day("2024-06-13")))),
        tolerance: 1e-9, size: 1e6),
      Case(
        name: "Bermudan swaption",
        terms: .derivative(
          .swaption(
            try Swaption(swap, exerciseDates: (2024...2029).map { day("\($0)-06-13") }))),
        tolerance: 1e-5, size: 1e6),
      Case(name: "default swap", terms: try protection("FLAT"), tolerance: 1e-9, size: 1e6),
      Case(
        name: "default swap on a steep curve", terms: try protection("STEEP"), tolerance: 1e-9, size: 1e6,
        keepsShape: false),
      Case(name: "structured note", terms: try structured(calls: []), spread: 30, tolerance: 1e-9, size: 1),
      Case(
        name: "callable structured note", terms: try structured(calls: [2025, 2026, 2027, 2028, 2029]),
        spread: 30, tolerance: 1e-6, size: 1),
    ]
  }

  private static func book(_ cases: [Case]) -> [PositionToPrice] {
    cases.enumerated().map {
      Fixtures.position(
        $1.terms, number: Int32($0), spread: $1.spread, spreadCurve: $1.spreadCurve)
    }
  }

  /// If forwards come true and nothing else happens, the position is worth on the later day what it is today and what time brings.
  @Test(arguments: [(Measure.theta, 1), (.carry, 30)])
  func forwardsThatComeTrue(measure: Measure, days: Int) throws {
    let cases = try Self.cases()
    let book = Self.book(cases)
    let now = try Self.price(.today, [.presentValue, measure], book)
    let later = try Self.price(Later(days: days, realised: true), [.presentValue], book)
    for (index, example) in cases.enumerated() {
      let value = try #require(now[index][.presentValue]?.value, "\(example.name) \(now[index])")
      let found = try #require(now[index][measure]?.value, "\(example.name) \(now[index])")
      let change = try #require(later[index][.presentValue]?.value) - value
      #expect(
        abs(found - change) <= example.tolerance * example.size,
        "\(measure) of \(example.name): \(found), not \(change)")
    }
  }

  /// Carry and roll-down together are what the position is worth 30 days later on curves that are the same by tenor, less what it
  /// is worth today.
  @Test func carryAndRollDownAreTheChangeUnderAnUnchangedCurve() throws {
    let cases = try Self.cases().filter(\.keepsShape)
    let book = Self.book(cases)
    let now = try Self.price(.today, [.presentValue, .carry, .rollDown], book)
    let later = try Self.price(Later(days: 30, realised: false), [.presentValue], book)
    for (index, example) in cases.enumerated() {
      let value = try #require(now[index][.presentValue]?.value)
      let carry = try #require(now[index][.carry]?.value)
      let roll = try #require(now[index][.rollDown]?.value)
      let change = try #require(later[index][.presentValue]?.value) - value
      #expect(
        abs(carry + roll - change) <= example.tolerance * example.size,
        "\(example.name): \(carry) + \(roll), not \(change)")
    }
  }

  /// What is paid within the month counts, reinvested; what is decided within it is decided by forwards.
  @Test func whatIsPaidAndDecidedMeanwhile() throws {
    let fixed = Instrument.amortisingLoan(
      try AmortisingLoan(
        currency: .eur, balance: 250_000, balanceDate: Self.day("2023-03-15"),
        firstPaymentDate: Self.day("2023-04-15"), maturity: Self.day("2038-03-15"), rate: 0.045,
        amortisation: .levelPay(payment: nil, periods: nil), prepaymentRate: 0.06))
    let adjustable = Instrument.variableLoan(
      try VariableLoan(
        loan: AmortisingLoan(
          currency: .eur, balance: 250_000, balanceDate: Self.day("2023-03-15"),
          firstPaymentDate: Self.day("2023-04-15"), maturity: Self.day("2038-03-15"), rate: 0.045,
          amortisation: .levelPay(payment: nil, periods: nil)),
        rateReset: LoanRateReset(
          index: .eurEuribor6M, margin: 0.01, first: Self.day("2023-06-15"), months: 12)))
    let perpetual = Instrument.perpetualBond(
      try PerpetualBond(
        currency: .eur, datedDate: Self.day("2022-04-20"), coupon: 0.05, frequency: .annual,
        convention: .eurobond))
    let book = [
      Fixtures.position(fixed, number: 0, spread: 80), Fixtures.position(adjustable, number: 1, spread: 40),
      Fixtures.position(perpetual, number: 2, quantity: 1000, spread: 150),
    ]
    let now = try Self.price(.today, [.presentValue, .carry], book)
    let later = try Self.price(Later(days: 30, realised: true), [.presentValue], book)
    let pricer = try QuoteMarket.pricer(Self.market(), [.presentValue])
    for (index, position) in book.enumerated() {
      let value = try #require(now[index][.presentValue]?.value)
      let flows = try pricer.flowValues(position, scenario: 0).get()
      // The curve is flat at 1% before its first pillar.
      let rate = 0.01 + flows.issueSpread / 10_000
      let day = Self.date.adding(days: 30)
      let paid = flows.flows.filter { $0.payDate <= day }
      #expect(!paid.isEmpty)
      let cash = paid.reduce(0) { $0 + $1.amount * exp(rate * Double(day - $1.payDate) / 365) }
      let change = try #require(later[index][.presentValue]?.value) + cash - value
      let found = try #require(now[index][.carry]?.value)
      // A later list of a perpetual bond's coupons ends a year later, and the years after it are of 365.2425 days.
      let tolerance = index == 2 ? 1e-5 : 1e-9
      #expect(abs(found - change) <= tolerance * value, "\(index): \(found), not \(change)")
    }
  }

  /// Options whose days of exercise are in the month bring what exercise at forwards does; those far in the money nothing but interest.
  @Test func optionsThatEndMeanwhile() throws {
    func option(_ strike: Double, _ expiry: String) throws -> Instrument {
      .derivative(
        .fxOption(
          try FXOption(
            exchange: FXForward(
              buyCurrency: .eur, buyAmount: 1e6, sellCurrency: .usd, sellAmount: strike * 1e6,
              settlementDate: Self.day("2023-06-02"), valueCurrency: .usd), expiry: Self.day(expiry))))
    }
    let called = Instrument.callableBond(
      try CallableBond(
        bond: FixedBond(
          currency: .eur, datedDate: Self.day("2022-09-15"), maturity: Self.day("2031-09-15"), coupon: 0.09,
          frequency: .annual, convention: .eurobond),
        calls: [ExercisePrice(date: Self.day("2023-05-15"), price: 100)], noticeDays: 30))
    let note = Instrument.structuredNote(
      try StructuredNote(
        currency: .eur, datedDate: Self.day("2023-04-17"), maturity: Self.day("2031-04-17"),
        coupon: .index(FloatingRate(index: .eurEuribor6M, spread: 0.2, gearing: -1, floor: 0)),
        calls: [ExercisePrice(date: Self.day("2023-10-17"), price: 100)], noticeDays: 180))
    let book = [
      Fixtures.position(try option(1.0, "2023-04-20"), number: 0),
      Fixtures.position(try option(1.12, "2023-04-20"), number: 1),
      Fixtures.position(called, number: 2), Fixtures.position(note, number: 3),
    ]
    let now = try Self.price(.today, [.presentValue, .carry], book)
    func number(_ index: Int, _ measure: Measure) throws -> Double {
      try #require(now[index][measure]?.value, "\(index) \(now[index])")
    }
    let years = Double(Self.day("2023-06-02") - Self.date) / 365
    let (euros, dollars) = (exp(-0.01 * years), exp(-0.05 * years))
    let growth = exp(0.05 * 30 / 365)
    let inside = (1.1 * euros - 1.0 * dollars) * 1e6 * growth
    #expect(abs(try number(0, .presentValue) + number(0, .carry) - inside) <= 1e-6)
    #expect(1.1 * euros < 1.12 * dollars)
    #expect(abs(try number(1, .presentValue) + number(1, .carry)) <= 1e-6)
    // Called for certain: interest alone.
    for index in 2...3 {
      let interest = try number(index, .presentValue) * expm1(0.01 * 30 / 365)
      #expect(abs(try number(index, .carry) - interest) <= 1e-5, "\(index) \(now[index]) \(interest)")
    }
  }
}
