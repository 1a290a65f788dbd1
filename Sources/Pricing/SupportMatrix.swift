import CashFlows
import Collateral
import DatesAndConventions
public import Instruments
import MarketData
import StructuredDeals

/// What can be asked of which product, found by pricing examples of each; a number where any of them has one.
public struct SupportMatrix: Sendable {
  public enum Support: String, Sendable, Codable, CaseIterable, Hashable {
    case number
    /// The measure means nothing for such a product.
    case notApplicable = "not_applicable"
    /// Such contracts are recorded and counted, but not valued.
    case notYet = "not_yet"
  }

  public struct Contract: Sendable, Hashable {
    /// In words, such as `Swap of interest`.
    public let name: String
    public let productType: ProductType
    /// For every measure.
    public let support: [Measure: Support]
  }

  public struct Product: Sendable, Hashable {
    public let productType: ProductType
    /// For every measure.
    public let support: [Measure: Support]
  }

  /// One or more for each product type, in the order of `ProductType.allCases`.
  public let contracts: [Contract]

  /// One for each product type, in the order of `ProductType.allCases`.
  public var products: [Product] {
    ProductType.allCases.map { type in
      let examples = contracts.filter { $0.productType == type }.map(\.support)
      return Product(productType: type, support: Self.most(of: examples))
    }
  }

  /// Prices the examples on a small market of two flat curves, reporting in the currency that is not theirs.
  public init() {
    do {
      let markets = try ScenarioMarkets(
        snapshot: SupportExamples.market, scenarios: [Scenario(id: "BASE", shifts: [])],
        reportingCurrency: .usd)
      let pricer = BatchPricer(
        markets: markets, request: PricingRequest(measures: Measure.allCases, reportingCurrency: .usd),
        deals: ["EXAMPLE": try SupportExamples.deal])
      contracts = try ProductType.allCases.flatMap { type in
        try SupportExamples.terms(type).map { example in
          Contract(
            name: example.name, productType: type,
            support: Self.support(example.terms, pricer.price([SupportExamples.position(example.terms)])))
        }
      }
    } catch {
      preconditionFailure("the examples cannot be priced: \(error)")
    }
  }

  /// Where one of several contracts of a product has a number, the product has.
  private static func most(of examples: [[Measure: Support]]) -> [Measure: Support] {
    examples.dropFirst().reduce(examples[0]) { most, next in
      most.merging(next) { $0 == .number ? $0 : $1 }
    }
  }

  private static func support(_ terms: Instrument, _ batch: PricedBatch) -> [Measure: Support] {
    var support: [Measure: Support] = [:]
    for (index, row) in batch.results.rows.enumerated() {
      switch batch.results.gaps.first(where: { $0.row == index })?.reason.code {
      case nil: support[row.measure] = .number
      case .notApplicable: support[row.measure] = .notApplicable
      case .unsupported: support[row.measure] = .notYet
      case .missingData, .didNotConverge, .calculationFailed:
        preconditionFailure("an example of \(row.measure.rawValue) needs other terms or another market")
      }
    }
    support[.cashFlows] =
      !batch.cashFlows.payDays.isEmpty
      ? .number : terms.reason(without: .cashFlows) == nil ? .notYet : .notApplicable
    return support
  }
}

/// Contracts of each product, with terms that together give every measure that the product has.
private enum SupportExamples {
  static let day = CivilDate(iso: "2023-03-31")!

  static var market: MarketSnapshot {
    func curve(_ id: String, _ currency: Currency) -> CurveQuotes {
      CurveQuotes(
        id: id, currency: currency, kind: .zero(.continuous), interpolation: .linearZero,
        points: [
          CurvePoint(tenor: Tenor(1, .years), rate: 0.03), CurvePoint(tenor: Tenor(30, .years), rate: 0.03),
        ],
        source: "example")
    }
    return MarketSnapshot(
      valuationDate: day, source: "example", builtAt: "2023-03-31T00:00:00Z",
      curves: [curve("EUR", .eur), curve("USD", .usd)], discountCurves: ["EUR": "EUR", "USD": "USD"],
      volatilities: VolatilityQuotes(
        swaptions: [
          SwaptionVolatilityQuotes(
            id: "EUR", currency: .eur, type: .normal, expiries: [Tenor(1, .years)],
            tenors: [Tenor(5, .years)], atTheMoney: [[0.01]], source: "example")
        ],
        caps: [
          CapVolatilityQuotes(
            id: "EUR.6M", currency: .eur, period: Tenor(6, .months), type: .normal,
            maturities: [Tenor(5, .years)],
            strikes: [0.03], volatilities: [[0.01]], source: "example")
        ],
        fx: [
          FXVolatilityQuotes(
            id: "EURUSD", baseCurrency: .eur, quoteCurrency: .usd,
            points: [FXVolatilityPoint(tenor: Tenor(1, .years), delta: .forward, atTheMoney: 0.1)],
            source: "example")
        ]),
      fxRates: ["USD": 1.1], fxBase: .eur,
      shortRateModels: ["EUR": ShortRateModel(meanReversion: 0.03, volatility: 0.01)],
      indexCurves: ["EUR-EURIBOR-6M": "EUR", "USD-SOFR": "USD"],
      creditCurves: [
        CreditQuotes(
          id: "EXAMPLE", currency: .eur, recovery: 0.4, kind: .parSpread,
          points: [CreditPoint(tenor: Tenor(5, .years), quote: 0.01)], source: "example")
      ],
      inflationIndices: [
        "EU-HICP-XT": InflationQuotes(
          published: (0..<3).map {
            PublishedIndex(month: YearMonth(year: 2022, month: 12).adding(months: $0), value: 120)
          }, breakevens: [CurvePoint(tenor: Tenor(10, .years), rate: 0.02)])
      ])
  }

  static func position(_ terms: Instrument) -> PositionToPrice {
    PositionToPrice(
      number: 0,
      position: Position(id: "EXAMPLE", portfolio: "EXAMPLE", instrumentID: "EXAMPLE", quantity: 1),
      instrument: InstrumentRecord(id: "EXAMPLE", name: "", terms: terms))
  }

  private static let end = CivilDate(iso: "2028-03-31")!
  private static let exercise = ExercisePrice(date: CivilDate(iso: "2026-03-31")!, price: 100)

  private static var bond: FixedBond {
    get throws(TermsError) {
      try FixedBond(
        currency: .eur, datedDate: day, maturity: end, coupon: 0.04, frequency: .annual, convention: .eurobond
      )
    }
  }

  /// Begins after the valuation date, so that no rate is needed that is published.
  private static let start = CivilDate(iso: "2023-04-11")!

  private static var note: FloatingNote {
    get throws(TermsError) {
      try FloatingNote(
        currency: .eur, datedDate: start, maturity: end, coupon: FloatingRate(index: .eurEuribor6M))
    }
  }

  private static var inverseFloater: StructuredNote {
    get throws(TermsError) {
      try StructuredNote(
        currency: .eur, datedDate: start, maturity: end,
        coupon: .index(FloatingRate(index: .eurEuribor6M, spread: 0.08, gearing: -1, floor: 0)))
    }
  }

  /// Fixed euros against floating dollars.
  private static var swap: InterestRateSwap {
    get throws(TermsError) {
      try InterestRateSwap(
        pay: CouponLeg(
          currency: .eur, notional: 100, rate: .fixed(0.03), start: start, maturity: end, frequency: .annual,
          dayCount: .thirtyE360, calendar: .target),
        receive: CouponLeg(
          currency: .usd, notional: 110, rate: .floating(FloatingRate(index: .usdSOFR)), start: start,
          maturity: end, frequency: .annual, dayCount: .actual360, calendar: .usSOFR),
        valueCurrency: .usd)
    }
  }

  /// A five-year rate against the index.
  private static var swapRateSwap: InterestRateSwap {
    get throws(TermsError) {
      try InterestRateSwap(
        pay: coupons,
        receive: CouponLeg(
          currency: .eur, notional: 100,
          rate: .swapRate(SwapRateCoupon(index: .eurEuribor6M, longYears: 5)), start: start, maturity: end,
          frequency: .semiannual, dayCount: .actual360, calendar: .target), valueCurrency: .eur)
    }
  }

  private static var adjustable: VariableLoan {
    get throws(TermsError) {
      try VariableLoan(
        loan: AmortisingLoan(
          currency: .eur, balance: 100, balanceDate: day, firstPaymentDate: CivilDate(iso: "2023-09-30")!,
          maturity: end, rate: 0.04, frequency: .semiannual,
          amortisation: .levelPay(payment: nil, periods: nil), endOfMonth: true),
        rateReset: LoanRateReset(
          index: .eurEuribor6M, margin: 0.01, first: CivilDate(iso: "2024-03-31")!, months: 12))
    }
  }

  private static var coupons: CouponLeg {
    get throws(TermsError) {
      try CouponLeg(
        currency: .eur, notional: 100, rate: .floating(FloatingRate(index: .eurEuribor6M)), start: start,
        maturity: end, frequency: .semiannual, dayCount: .actual360, calendar: .target)
    }
  }

  /// The right to pay 3% and receive the index.
  private static var swaption: Swaption {
    get throws(TermsError) { try Swaption(enteredSwap, expiry: CivilDate(iso: "2023-04-05")!) }
  }

  private static var bermudan: Swaption {
    get throws(TermsError) {
      try Swaption(
        enteredSwap, exerciseDates: [CivilDate(iso: "2023-04-05")!, CivilDate(iso: "2024-03-27")!])
    }
  }

  private static var enteredSwap: InterestRateSwap {
    get throws(TermsError) {
      try InterestRateSwap(
        pay: CouponLeg(
          currency: .eur, notional: 100, rate: .fixed(0.03), start: start, maturity: end,
          frequency: .annual, dayCount: .thirtyE360, calendar: .target),
        receive: coupons, valueCurrency: .eur)
    }
  }

  static func terms(_ type: ProductType) throws(TermsError) -> [(name: String, terms: Instrument)] {
    switch type {
    case .fixedBond:
      let linked = try InflationLinkedBond(bond: bond, index: .euHICPXT, base: .value(100))
      let perpetual = try PerpetualBond(
        currency: .eur, datedDate: day, coupon: 0.04, frequency: .annual, convention: .eurobond)
      return [
        ("Fixed bond", .fixedBond(try bond)), ("Linked bond", .linkedBond(linked)),
        ("Perpetual bond", .perpetualBond(perpetual)),
      ]
    case .callableBond:
      return [("Callable bond", .callableBond(try CallableBond(bond: bond, calls: [exercise])))]
    case .putableBond:
      return [("Putable bond", .callableBond(try CallableBond(bond: bond, puts: [exercise])))]
    case .amortisingLoan:
      let loan = try AmortisingLoan(
        currency: .eur, balance: 100, balanceDate: day, firstPaymentDate: CivilDate(iso: "2023-04-30")!,
        maturity: end, rate: 0.04, amortisation: .levelPay(payment: nil, periods: nil))
      return [
        ("Loan", .amortisingLoan(loan)), ("Adjustable or revolving loan", .variableLoan(try adjustable)),
      ]
    case .fxForward: return [("FX forward", .fxForward(try exchange(.eur, .usd, end)))]
    case .derivatives: return try derivatives.map { ($0.name, .derivative($0.terms)) }
    case .floatingRate:
      let capped = try FloatingNote(
        currency: .eur, datedDate: start, maturity: end, coupon: FloatingRate(index: .eurEuribor6M, cap: 0.05)
      )
      let forEver = try PerpetualFloater(
        currency: .eur, datedDate: start, coupon: FloatingRate(index: .eurEuribor6M, floor: 0),
        calls: [ExercisePrice(date: CivilDate(iso: "2026-04-11")!, price: 100)])
      return [
        ("Floating note", .floatingNote(try note)), ("Floating note with a cap", .floatingNote(capped)),
        ("Floating note without maturity", .perpetualFloater(forEver)),
      ]
    case .mortgageAssetBacked:
      let pool = try AgencyPool(
        currency: .eur, program: .ginnieMaeII, coupon: 0.05,
        loans: PoolLoans(noteRate: 0.055, remainingTerm: 350, age: 10), factor: 0.9,
        factorMonth: YearMonth(day),
        prepayment: .speed(150, .psa))
      let trade = try ToBeAnnounced(
        currency: .eur, program: .fannieMae, coupon: 0.05, settlementDate: CivilDate(iso: "2023-05-15")!,
        prepayment: .speed(150, .psa))
      return [
        ("Agency pool", .assetBacked(.agencyPool(pool))),
        ("Forward trade in a pool (TBA)", .assetBacked(.toBeAnnounced(trade))),
        (
          "Bond of a securitisation, simulated",
          .assetBacked(.dealTranche(try DealTranche(currency: .eur, dealID: "EXAMPLE", bond: "A")))
        ),
      ]
    case .structured: return [("Structured note", .structuredNote(try inverseFloater))]
    }
  }

  /// A floater over a loan of half a year.
  static var deal: DealPackage {
    get throws {
      try DealPackage(
        dealID: "EXAMPLE", asOf: day, currency: .eur,
        deal: Deal(
          name: "EXAMPLE", firstPayment: CivilDate(iso: "2023-04-30")!,
          collateral: [CollateralGroup(name: "pool", interestTo: "cash", principalTo: "cash")],
          bonds: [DealBond(name: "A", balance: 100, coupon: "max(0, series.EURIBOR)")],
          accounts: [DealAccount(name: "cash")],
          waterfall: [
            Step(.payInterest(PayInterest(["A"], from: "cash"))),
            Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash"))),
            Step(.release(Release(from: "cash", to: "A"))),
          ]),
        collateral: ["pool": [PoolLoan(id: "LOAN", balance: 100, noteRate: 0.06, remainingTerm: 6)]],
        assumptions: ["*": PoolAssumptions()],
        series: ["EURIBOR": DealSeries(index: .eurEuribor6M)])
    }
  }

  private static var derivatives: [(name: String, terms: Derivative)] {
    get throws(TermsError) {
      [
        (
          "FX swap",
          .fxSwap(try FXSwap(near: exchange(.eur, .usd, exercise.date), far: exchange(.usd, .eur, end)))
        ),
        ("Swap of interest", .swap(try swap)),
        ("Swap of swap rates", .swap(try swapRateSwap)),
        (
          "Forward rate agreement",
          .forwardRate(
            try ForwardRateAgreement(
              currency: .eur, notional: 100, rate: 0.03, index: .eurEuribor6M,
              start: CivilDate(iso: "2023-10-02")!))
        ),
        (
          "Default swap",
          .creditDefaultSwap(
            try CreditDefaultSwap(
              currency: .eur, creditCurve: "EXAMPLE", protection: .bought, notional: 100, coupon: 0.01,
              maturity: end))
        ),
        (
          "Inflation swap",
          .inflationSwap(
            try InflationSwap(
              currency: .eur, index: .euHICPXT, notional: 100, rate: 0.02, start: day, maturity: end))
        ),
        (
          "Repo",
          .repo(
            try Repo(
              currency: .eur, cash: 100, price: .rate(0.03, .actual360), start: CivilDate(iso: "2023-03-15")!,
              term: .until(end)))
        ),
        ("FX option", .fxOption(try FXOption(exchange: exchange(.eur, .usd, end), expiry: exercise.date))),
        (
          "Non-deliverable forward",
          .nonDeliverableForward(
            try NonDeliverableForward(exchange: exchange(.eur, .usd, end), fixingDate: exercise.date))
        ),
        ("Cap", .capFloor(try CapFloor(.cap, leg: coupons, strike: 0.03))),
        ("Swaption", .swaption(try swaption)), ("Bermudan swaption", .swaption(try bermudan)),
        (
          "Bond future",
          .bondFuture(
            try BondFuture(
              currency: .eur, face: 100, delivery: CivilDate(iso: "2023-06-12")!, convention: .germanBund,
              basket: [DeliverableBond(coupon: 0.04, maturity: CivilDate(iso: "2033-02-15")!)]))
        ),
      ]
    }
  }

  private static func exchange(_ buy: Currency, _ sell: Currency, _ date: CivilDate) throws(TermsError)
    -> FXForward
  {
    try FXForward(
      buyCurrency: buy, buyAmount: 100, sellCurrency: sell, sellAmount: 110, settlementDate: date,
      valueCurrency: .usd)
  }
}
